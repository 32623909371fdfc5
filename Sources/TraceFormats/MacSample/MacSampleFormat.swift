import StackModel
import TraceInput

/// The report of macOS's `sample`: a call graph for each thread, with samples in each frame and below it.
package enum MacSampleFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "mac-sample", name: "macOS sample report",
        recordedBy: "sample PID 10 1 -file x.sample.txt",
        weights: "samples of each thread, waiting ones too; time is samples by the interval")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        if head.trimmedLines.hasPrefix("Analysis of sampling ") { return .yes }
        guard let graph = head.firstIndex(of: ByteView(literal: "Call graph:")) else { return .no }
        return graph == 0 || head[graph - 1] == 0x0A ? .maybe : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var report = MacSampleReport(isStrict: options.isStrict)
        while !report.isInGraph, let line = try reader.nextLine() { report.readHead(line, into: &builder) }
        while report.isInGraph, let line = try reader.nextLine() {
            try report.readGraph(line, reader, into: &builder)
        }
        report.finishThread(into: &builder)
        try report.tally.judge(reader, builder, what: "line of the call graph")
    }
}

/// Reads a report line by line.
struct MacSampleReport {
    private(set) var tally: RecordTally
    /// Whether the lines that come next are the call graph's.
    private(set) var isInGraph = false
    private var interval: Int64 = 0
    private var process = ThreadInfo()
    private var thread = ThreadInfo()
    private var tree = InclusiveTree(width: 2)
    /// The frames that the next one may be called by, with their columns.
    private var open: [(column: Int, row: Int)] = []
    private var isThreadOpen = false
    /// Samples of the thread that no frame has.
    private var left: Int64 = 0

    /// A report of which nothing is read yet.
    init(isStrict: Bool) { tally = RecordTally(isStrict: isStrict) }

    /// `Analysis of sampling App (pid 123) every 1 millisecond`, `Process: App [123]`, `Call graph:`.
    mutating func readHead(_ line: ByteView, into builder: inout ProfileBuilder) {
        if line.hasPrefix("Analysis of sampling "), let every = line.firstIndex(of: ByteView(literal: " every ")) {
            var fields = FieldCursor(line.dropFirst(every + 7))
            let count = fields.word().fixedPoint(6) ?? 0
            interval = fields.rest.hasPrefix("micro") ? count / 1000 : count
        } else if line.hasPrefix("Process:") {
            let text = line.dropFirst(8).trimmed
            let bracket = text.lastIndex(of: 0x5B) ?? text.count
            process.processName = builder.string(text.prefix(bracket).trimmed)
            if bracket < text.count, text.last == 0x5D {
                process.processID = text.slice(bracket + 1, text.count - 1).signedDecimal
            }
        } else if line.hasPrefix("Call graph:") {
            isInGraph = true
            setTypes(into: &builder)
        }
    }

    private func setTypes(into builder: inout ProfileBuilder) {
        builder.setWideValueTypes([
            ValueType(name: "samples", unit: "count"), ValueType(name: "time", unit: "nanoseconds"),
        ])
        builder.metadata.period = interval > 0 ? interval : nil
        builder.metadata.periodType = interval > 0 ? ValueType(name: "time", unit: "nanoseconds") : nil
    }

    /// One line of the graph; an empty line ends it.
    mutating func readGraph(_ line: ByteView, _ reader: ByteReader, into builder: inout ProfileBuilder)
        throws(TraceError)
    {
        if line.trimmed.isEmpty {
            isInGraph = false
            return
        }
        // The tree is drawn with these.
        var column = 0
        while column < line.count, MacSampleReport.isBranch(line[column]) { column += 1 }
        var fields = FieldCursor(line.dropFirst(column))
        guard let count = fields.integer(), count >= 0, !fields.isAtEnd else {
            let error = TraceError(
                code: "mac-sample.line", at: reader.location(column: column),
                expected: "a number of samples and a function", found: line.quoted)
            return try tally.countBad(error, in: &builder)
        }
        tally.countGood()
        add(count, fields.rest, at: column, into: &builder)
    }

    private static func isBranch(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x2B, 0x21, 0x3A, 0x7C: true
        default: false
        }
    }

    private mutating func add(_ count: Int64, _ text: ByteView, at column: Int, into builder: inout ProfileBuilder) {
        while let last = open.last, last.column >= column { open.removeLast() }
        let values = [count, count.multipliedSaturated(by: interval)]
        if open.isEmpty, text.hasPrefix("Thread_") {
            finishThread(into: &builder)
            startThread(text, into: &builder)
            left = count
            return
        }
        if open.isEmpty { left = left.subtractingSaturated(count) }
        let frame = MacSampleReport.frame(text, into: &builder)
        let row = tree.add(frame, below: open.last?.row, totals: values)
        open.append((column, row))
    }

    /// `Thread_1234   DispatchQueue_1: com.apple.main-thread  (serial)`, `Thread_1234: name`.
    private mutating func startThread(_ text: ByteView, into builder: inout ProfileBuilder) {
        isThreadOpen = true
        thread = process
        let digits = text.decimalDigits(from: 7)
        thread.threadID = text.slice(7, 7 + digits).signedDecimal
        var name = text.dropFirst(7 + digits).trimmed
        if name.first == 0x3A { name = name.dropFirst(1).trimmed }
        thread.threadName = builder.string(name)
    }

    /// Adds the samples of the thread that was read.
    mutating func finishThread(into builder: inout ProfileBuilder) {
        guard isThreadOpen || tree.count > 0 else { return }
        let id = builder.thread(isThreadOpen ? thread : process)
        tree.addSamples(into: &builder, thread: id)
        if isThreadOpen, left > 0 {
            builder.addSample(
                SampleKey(stack: .none, thread: id), values: [left, left.multipliedSaturated(by: interval)])
        }
        left = 0
        tree = InclusiveTree(width: 2)
        open.removeAll()
    }

    /// `main  (in App) + 52  [0x10a4]  main.c:12`; `???  (in libsystem)  load address 0x1 + 0x2  [0x3]`.
    private static func frame(_ text: ByteView, into builder: inout ProfileBuilder) -> FrameID {
        guard let mark = text.lastIndex(of: ByteView(literal: "  (in ")),
            let close = text.firstIndex(of: 0x29, from: mark)
        else { return builder.frame(symbol: text, mapping: .none, flags: []) }
        var function = Function(name: builder.string(text.prefix(mark).trimmed))
        function.module = builder.string(text.slice(mark + 6, close))
        var line: Int64 = 0
        if let bracket = text.firstIndex(of: 0x5D, from: close) {
            let place = text.dropFirst(bracket + 1).trimmed
            if let colon = place.lastIndex(of: 0x3A), let number = place.dropFirst(colon + 1).signedDecimal {
                function.file = builder.string(place.prefix(colon))
                line = number
            }
        }
        let isUnknown = text.hasPrefix("???")
        var frame = Frame(function: builder.function(function), flags: isUnknown ? .unresolved : .native)
        frame.mapping = builder.mapping(Mapping(file: function.module, kind: .native))
        frame.line = Int32(clamping: max(line, 0))
        return builder.frame(frame)
    }
}

extension ByteView {
    /// The index of the last place where `needle` stands, or nil.
    func lastIndex(of needle: ByteView) -> Int? {
        var found: Int?
        var from = 0
        while let index = firstIndex(of: needle, from: from) {
            found = index
            from = index + 1
        }
        return found
    }
}
