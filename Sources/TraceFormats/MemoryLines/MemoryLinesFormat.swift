import StackModel
import TraceInput

/// memory_profiler's report, line by line, of functions marked with `@profile`.
package enum MemoryLinesFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "memory-lines", name: "memory_profiler line report",
        recordedBy: "python -m memory_profiler PROGRAM.py > x.txt",
        weights: "the increment of each line, calls included; a function's first line has the memory it began with")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        guard head.firstIndex(of: ByteView(literal: "Filename: ")) != nil,
            let heading = head.firstIndex(of: ByteView(literal: "Line #    Mem usage  ")),
            heading == 0 || head[heading - 1] == 0x0A
        else { return .no }
        var words = FieldCursor(head.dropFirst(heading + 19))
        return words.skip("Increment") ? .yes : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        builder.setWideValueTypes([
            ValueType(name: "increment", unit: "bytes"), ValueType(name: "baseline", unit: "bytes"),
            ValueType(name: "memory", unit: "bytes"), ValueType(name: "occurrences", unit: "count"),
        ])
        builder.metadata.linesIdentifyFunctions = true
        builder.metadata.isMeasured = true
        var report = MemoryReport(isStrict: options.isStrict)
        while let line = try reader.nextLine() { try report.read(line, reader, into: &builder) }
        report.finish(into: &builder)
        try report.tally.judge(reader, builder, what: "line")
    }
}

/// One line of a report: `    12   42.105 MiB   19.055 MiB         100           data.append(...)`.
struct MemoryLine {
    var number: Int32
    /// Bytes in use after the line.
    var memory: Int64 = 0
    var increment: Int64 = 0
    /// How often the line ran; reports before version 0.58 do not tell.
    var occurrences: Int64?
    var source: ByteView
    /// Whether the line ran at all.
    var wasRun = false

    /// Reads a line; nil when it is none of a report. The heading says whether it has occurrences.
    init?(_ line: ByteView, hasOccurrences: Bool) {
        var fields = FieldCursor(line)
        guard let number = fields.integer(), number > 0 else { return nil }
        self.number = Int32(clamping: number)
        let mark = fields
        if let memory = MemoryLine.size(&fields) {
            guard let increment = MemoryLine.size(&fields) else { return nil }
            self.memory = memory
            self.increment = increment
            wasRun = true
            if hasOccurrences {
                guard let count = fields.integer() else { return nil }
                occurrences = count
            }
        } else {
            fields = mark
        }
        source = fields.rest
    }

    private static func size(_ fields: inout FieldCursor) -> Int64? {
        // Versions before 0.27 said MB and meant the same.
        guard let bytes = fields.word().mebibytes, fields.skip("MiB") || fields.skip("MB") else { return nil }
        return bytes
    }
}

/// Reads one function's table after the other.
struct MemoryReport {
    private(set) var tally: RecordTally
    private var file = StringID.none
    private var rows: [(line: Int32, values: [Int64])] = []
    private var functionName: [UInt8] = []
    private var isInTable = false
    private var hasOccurrences = false

    /// A report of which nothing is read yet.
    init(isStrict: Bool) { tally = RecordTally(isStrict: isStrict) }

    /// Reads a line; what is outside tables is what the program printed.
    mutating func read(_ line: ByteView, _ reader: ByteReader, into builder: inout ProfileBuilder) throws(TraceError) {
        if line.hasPrefix("Filename: ") {
            finish(into: &builder)
            file = builder.string(line.dropFirst(10).trimmed)
        } else if line.hasPrefix("Line #") {
            hasOccurrences = line.firstIndex(of: ByteView(literal: "Occurrences")) != nil
            isInTable = true
        } else if line.hasPrefix("=====") {
            return
        } else if line.trimmed.isEmpty {
            if !rows.isEmpty { finish(into: &builder) }
        } else if isInTable {
            guard let row = MemoryLine(line, hasOccurrences: hasOccurrences) else {
                let error = TraceError(
                    code: "memory-lines.line", at: reader.location(column: 0),
                    expected: "a line number, two sizes in MiB and a line of source", found: line.quoted)
                return try tally.countBad(error, in: &builder)
            }
            add(row)
        }
    }

    private mutating func add(_ row: MemoryLine) {
        tally.countGood()
        if functionName.isEmpty, let name = MemoryReport.definedName(row.source) { functionName = name.bytes }
        // The first line's increment is what the process had when the function was called.
        let isFirst = rows.isEmpty
        let counted = row.wasRun ? row.occurrences ?? 1 : 0
        rows.append(
            (row.number, [isFirst ? 0 : row.increment, isFirst ? row.increment : 0, row.memory, counted]))
    }

    /// The name in `def name(...):`.
    private static func definedName(_ source: ByteView) -> ByteView? {
        var rest = source
        if rest.hasPrefix("async ") { rest = rest.dropFirst(6).trimmed }
        guard rest.hasPrefix("def ") else { return nil }
        rest = rest.dropFirst(4).trimmed
        return rest.prefix(rest.firstIndex(of: 0x28) ?? rest.count).trimmed
    }

    /// Adds the function whose table is read.
    mutating func finish(into builder: inout ProfileBuilder) {
        isInTable = false
        defer {
            rows.removeAll()
            functionName.removeAll()
        }
        guard let first = rows.first else { return }
        var function = Function(name: .none, file: file, startLine: first.line)
        function.name = ByteView.withBytes(of: functionName) { builder.string($0) }
        if function.name.isNone { function.name = builder.string("(function at line \(first.line))") }
        let id = builder.function(function)
        for row in rows where row.values.contains(where: { $0 != 0 }) {
            let frame = builder.frame(Frame(function: id, line: row.line, flags: .interpreted))
            builder.addSample(
                SampleKey(stack: builder.stack(parent: .none, frame: frame)), values: row.values)
        }
    }
}
