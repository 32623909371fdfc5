import StackModel
import TraceInput

/// Decodes a pstats dict row by row.
struct PstatsDecoder: ~Copyable {
    private var marshal: MarshalReader
    private let file: String
    private var figures = PstatsFigures()
    private var edges = 0
    /// The strings of texts that can be referred to, by their number: none as long as they were not asked for.
    private var strings = Column<StringID>()
    /// Functions by the item that their key begins with, where keys are referred to again.
    private var known: [FunctionID] = []
    /// The callee under which each function was last seen as a caller, by function row.
    private var calleeOf: [FunctionID] = []
    private var hasCollisions = false
    private var isSampled = false

    init(marshal: consuming MarshalReader, file: String) {
        self.marshal = marshal
        self.file = file
    }

    /// Reads the whole dump.
    mutating func decode(into builder: inout ProfileBuilder) throws(TraceError) {
        if try marshal.openDict() {
            while try !marshal.closesDict() { try decodeFunction(into: &builder) }
        }
        guard !builder.callGraph.isEmpty else {
            throw marshal.broken("pstats.empty", "at least one function", "an empty dict")
        }
        if hasCollisions { builder.callGraph.mergeEqualEdges() }
        describe(&builder)
        report(&builder)
    }

    private func describe(_ builder: inout ProfileBuilder) {
        // A sampler's dump counts samples where the tracer's counts calls.
        builder.setWideValueTypes([
            ValueType(name: "time", unit: "nanoseconds"),
            ValueType(name: isSampled ? "samples" : "calls", unit: "count"),
        ])
        builder.defaultValueType = ValueTypeID(1)
        // A sampler gives the line that was executing, so one function comes under several lines.
        builder.metadata.linesIdentifyFunctions = !isSampled
        builder.metadata.stackFidelity = .estimated
        builder.metadata.fileCounts = ["functions": builder.callGraph.functionCount, "edges": edges]
    }

    private func report(_ builder: inout ProfileBuilder) {
        let place = SourceLocation(file: file)
        if marshal.position < marshal.bytes.count {
            builder.diagnostics.report(
                .warning, "pstats.trailing", at: SourceLocation(file: file, offset: marshal.position),
                "bytes after the end of the dump are not read")
        }
        if figures.oddTimes > 0 {
            builder.diagnostics.report(
                .warning, "pstats.time", at: place, count: figures.oddTimes,
                "a time is negative or no number; what is no number counts as 0")
        }
        if figures.limited > 0 {
            builder.diagnostics.report(
                .warning, "pstats.range", at: place, count: figures.limited,
                "a figure goes beyond 64 bits and was held at the limit")
        }
        builder.diagnostics.report(
            .note, "pstats.estimate", at: place,
            "a pstats dump has no stacks: paths deeper than caller and callee are an estimate")
    }

    private mutating func decodeFunction(into builder: inout ProfileBuilder) throws(TraceError) {
        let mark = mark
        let key = try marshal.value()
        if isMarker(key) {
            isSampled = true
            _ = try marshal.value()
            return
        }
        let id = try function(key, since: mark, into: &builder)
        // The value is a tuple whose last item, the callers, is a dict: it is read by hand.
        let start = try marshal.openTuple(expecting: 5)
        if builder.callGraph.figures(of: id) != nil { hasCollisions = true }
        builder.callGraph.add(id, try figures(from: start, primitive: 0, calls: 1))
        if try marshal.openDict() {
            while try !marshal.closesDict() { try decodeCaller(of: id, into: &builder) }
        }
        release(to: mark)
    }

    private mutating func decodeCaller(
        of callee: FunctionID, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        let keyMark = mark
        let caller = try function(marshal.value(), since: keyMark, into: &builder)
        let mark = mark
        var edge = CallEdge(
            caller: caller, callee: callee,
            figures: FunctionFigures(calls: 0, primitiveCalls: 0, selfTime: 0, totalTime: 0), hasTimes: false)
        switch try marshal.value() {
        case .tuple(let start, 4):
            // In a caller's tuple the two counts are swapped against the function's own.
            edge.figures = try figures(from: start, primitive: 1, calls: 0)
            edge.hasTimes = true
        case .int(let calls):
            edge.figures.calls = calls
            edge.figures.primitiveCalls = calls
        default:
            throw marshal.broken("pstats.caller", "four numbers or a call count for each caller", "something else")
        }
        release(to: mark)
        edges += 1
        if caller.row >= calleeOf.count {
            calleeOf.append(contentsOf: repeatElement(.none, count: max(caller.row + 1, 64)))
        }
        if calleeOf[caller.row] == callee { hasCollisions = true }
        calleeOf[caller.row] = callee
        builder.callGraph.append(edge)
    }

    /// The figures in the items from `start` on.
    private mutating func figures(from start: Int, primitive: Int, calls: Int) throws(TraceError) -> FunctionFigures {
        do {
            return try figures.read(marshal.items, from: start, primitive: primitive, calls: calls)
        } catch .count {
            throw marshal.broken("pstats.count", "a whole number of calls", "something else")
        } catch {
            throw marshal.broken("pstats.time", "a time in seconds", "something else")
        }
    }

    /// Whether a key is that of the entry `('__sampled__',): True` of Python 3.15's sampling profiler.
    private func isMarker(_ key: MarshalValue) -> Bool {
        guard case .tuple(let start, 1) = key, case .text(let text) = marshal.items[start] else { return false }
        return bytes(text.range) == "__sampled__"
    }
}

// Keys, and the memory that they take.
extension PstatsDecoder {
    /// The function of a key `(file, line, name)` that was read since `mark`.
    private mutating func function(
        _ key: MarshalValue, since mark: Mark, into builder: inout ProfileBuilder
    ) throws(TraceError) -> FunctionID {
        guard case .tuple(let start, 3) = key, case .text(let source) = marshal.items[start],
            case .int(let line) = marshal.items[start + 1]
        else { throw brokenKey(mark) }
        if start < mark.items, start < known.count, !known[start].isNone { return known[start] }
        guard let name = name(marshal.items[start + 2], into: &builder) else { throw brokenKey(mark) }
        var function = Function(name: name)
        // Built-in functions stand under the file name "~", line 0.
        if !(bytes(source.range) == "~") { function.file = string(source, into: &builder) }
        function.startLine = Int32(clamping: line)
        let id = builder.function(function)
        // Only what can be referred to keeps its items, and with them the index that it is known by.
        if marshal.references.count > mark.references { remember(id, at: start) }
        return id
    }

    private mutating func remember(_ id: FunctionID, at item: Int) {
        if item >= known.count { known.append(contentsOf: repeatElement(.none, count: item + 1 - known.count)) }
        known[item] = id
    }

    /// The name that stands in a key. Pure-Python `profile`, run as a command, has there the code object that it ran:
    /// that is named as Python prints it, without the address.
    private mutating func name(_ value: MarshalValue, into builder: inout ProfileBuilder) -> StringID? {
        switch value {
        case .text(let text): return string(text, into: &builder)
        case .code(let index):
            let code = marshal.codes[index]
            let (name, file) = (bytes(code.name).text, bytes(code.file).text)
            return builder.string("<code object \(name), file \"\(file)\", line \(code.line)>")
        default: return nil
        }
    }

    private func bytes(_ range: Range<Int>) -> ByteView { marshal.bytes.slice(range.lowerBound, range.upperBound) }

    private mutating func string(_ text: MarshalText, into builder: inout ProfileBuilder) -> StringID {
        guard text.number > 0 else { return builder.string(bytes(text.range)) }
        let number = Int(text.number)
        strings.extend(to: number + 1, with: .none)
        if strings[number].isNone { strings[number] = builder.string(bytes(text.range)) }
        return strings[number]
    }

    private func brokenKey(_ mark: Mark) -> TraceError {
        TraceError(
            code: "pstats.key", at: SourceLocation(file: file, offset: mark.offset),
            expected: "a key (file, line, name)", found: "something else")
    }

    /// A point to which items may be forgotten when nothing read since can be referred to.
    private struct Mark {
        let offset: Int
        let items: Int
        let references: Int
    }

    private var mark: Mark {
        Mark(offset: marshal.position, items: marshal.items.count, references: marshal.references.count)
    }

    private mutating func release(to mark: Mark) {
        if marshal.references.count == mark.references { marshal.release(to: mark.items) }
    }
}
