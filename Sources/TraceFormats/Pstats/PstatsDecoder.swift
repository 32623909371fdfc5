import StackModel
import TraceInput

/// Decodes a pstats dict row by row.
struct PstatsDecoder {
    private var marshal: MarshalReader
    private let file: String
    private var oddTimes = 0

    init(marshal: MarshalReader, file: String) {
        self.marshal = marshal
        self.file = file
    }

    /// Reads the whole dump.
    mutating func decode(into builder: inout ProfileBuilder) throws(TraceError) {
        builder.setWideValueTypes([
            ValueType(name: "time", unit: "nanoseconds"), ValueType(name: "calls", unit: "count"),
        ])
        builder.defaultValueType = ValueTypeID(1)
        builder.metadata.linesIdentifyFunctions = true
        builder.metadata.stackFidelity = .estimated
        try marshal.openDict()
        while try !marshal.closesDict() {
            let mark = marshal.items.count
            try decodeFunction(into: &builder)
            marshal.release(to: mark)
        }
        guard !builder.callGraph.isEmpty else {
            throw marshal.broken("pstats.empty", "at least one function", "an empty dict")
        }
        if marshal.offset < marshal.count {
            builder.diagnostics.report(
                .warning, "pstats.trailing", at: SourceLocation(file: file, offset: marshal.offset),
                "bytes after the end of the dump are not read")
        }
        if oddTimes > 0 {
            builder.diagnostics.report(
                .warning, "pstats.time", at: SourceLocation(file: file), count: oddTimes,
                "a time is negative or no number; what is no number counts as 0")
        }
        builder.diagnostics.report(
            .note, "pstats.estimate", at: SourceLocation(file: file),
            "a pstats dump has no stacks: paths deeper than caller and callee are an estimate")
    }

    private mutating func decodeFunction(into builder: inout ProfileBuilder) throws(TraceError) {
        let keyOffset = marshal.offset
        let key = try marshal.value()
        let id = try function(key, keyOffset, into: &builder)
        // The value is a tuple whose last item, the callers, is a dict: it is opened by hand.
        let values = try marshal.openTuple(expecting: 5)
        let figures = try figures(values, order: (primitive: 0, calls: 1))
        builder.callGraph.add(id, figures)
        try marshal.openDict()
        while try !marshal.closesDict() {
            let offset = marshal.offset
            let caller = try function(marshal.value(), offset, into: &builder)
            let value = try marshal.value()
            try addEdge(from: caller, to: id, value, into: &builder)
        }
    }

    private mutating func addEdge(
        from caller: FunctionID, to callee: FunctionID, _ value: MarshalValue, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        switch value {
        case .tuple(let start, let count) where count == 4:
            let edge = try figures(Array(marshal.items[start..<(start + count)]), order: (primitive: 1, calls: 0))
            builder.callGraph.append(CallEdge(caller: caller, callee: callee, figures: edge, hasTimes: true))
        case .int(let calls):
            let edge = FunctionFigures(calls: calls, primitiveCalls: calls, selfTime: 0, totalTime: 0)
            builder.callGraph.append(CallEdge(caller: caller, callee: callee, figures: edge, hasTimes: false))
        default:
            throw marshal.broken("pstats.caller", "four numbers or a call count for each caller", "something else")
        }
    }

    /// The function of a key `(file, line, name)`.
    private mutating func function(
        _ key: MarshalValue, _ offset: Int, into builder: inout ProfileBuilder
    ) throws(TraceError) -> FunctionID {
        guard case .tuple(let start, 3) = key, case .text(let fileStart, let fileEnd) = marshal.items[start],
            case .int(let line) = marshal.items[start + 1],
            case .text(let nameStart, let nameEnd) = marshal.items[start + 2]
        else {
            throw TraceError(
                code: "pstats.key", at: SourceLocation(file: file, offset: offset),
                expected: "a key (file, line, name)", found: "something else")
        }
        let source = marshal.view(fileStart, fileEnd)
        var function = Function(name: builder.string(marshal.view(nameStart, nameEnd)))
        // Built-in functions stand under the file name "~", line 0.
        if !(source == "~") { function.file = builder.string(source) }
        function.startLine = Int32(clamping: line)
        return builder.function(function)
    }

    private mutating func figures(
        _ values: [MarshalValue], order: (primitive: Int, calls: Int)
    ) throws(TraceError) -> FunctionFigures {
        FunctionFigures(
            calls: try count(values[order.calls]), primitiveCalls: try count(values[order.primitive]),
            selfTime: try nanoseconds(values[2]), totalTime: try nanoseconds(values[3]))
    }

    private func count(_ value: MarshalValue) throws(TraceError) -> Int64 {
        guard case .int(let count) = value else {
            throw marshal.broken("pstats.count", "a whole number of calls", "something else")
        }
        return count
    }

    /// Seconds as nanoseconds, rounded.
    private mutating func nanoseconds(_ value: MarshalValue) throws(TraceError) -> Int64 {
        let seconds: Double
        switch value {
        case .float(let number): seconds = number
        case .int(let number): seconds = Double(number)
        default: throw marshal.broken("pstats.time", "a time in seconds", "something else")
        }
        if !seconds.isFinite || seconds < 0 { oddTimes += 1 }
        guard seconds.isFinite else { return 0 }
        return Int64(exactly: (seconds * 1e9).rounded()) ?? (seconds < 0 ? .min : .max)
    }
}
