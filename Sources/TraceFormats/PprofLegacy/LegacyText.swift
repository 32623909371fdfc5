import StackModel
import TraceInput

/// Reads a legacy text: names and mappings first, which stand behind the samples, then the samples.
struct LegacyText {
    let file: String
    let kind: LegacyKind
    var lines: TextLines
    var frames: LegacyFrames
    var tally: RecordTally
    private let bytes: ByteView
    private let reader: ByteReader

    /// A text of the kind `kind`, which `reader` has read as a whole.
    init(_ bytes: ByteView, reader: ByteReader, kind: LegacyKind, options: ReadOptions) {
        self.bytes = bytes
        self.reader = reader
        self.kind = kind
        file = reader.name
        lines = TextLines(bytes, file: file)
        tally = RecordTally(isStrict: options.isStrict)
        frames = LegacyFrames(LegacyMappings())
    }

    /// Reads everything.
    mutating func read(into builder: inout ProfileBuilder) throws(TraceError) {
        readMappings(into: &builder)
        if kind != .threads { frames.leafIsCall = true }
        switch kind {
        case .heap:
            LegacySymbols.readGo(lines, into: &frames)
            try readHeap(into: &builder)
        case .jemalloc: try readJemalloc(into: &builder)
        case .javaHeap: try readJavaHeap(into: &builder)
        case .contention: try readContention(into: &builder)
        case .threads: try readThreads(into: &builder)
        case .counts:
            LegacySymbols.readGo(lines, into: &frames)
            try readCounts(into: &builder)
        }
        try tally.judge(reader, builder, what: "sample")
    }

    /// The mappings stand behind a line of their own; short profiles have none.
    private mutating func readMappings(into builder: inout ProfileBuilder) {
        var search = lines
        while let line = search.next() {
            guard LegacyText.startsMappings(line) else { continue }
            let mappings = LegacyMappings(search, into: &builder)
            builder.metadata.fileCounts["mappings"] = mappings.count
            frames = LegacyFrames(mappings)
            return
        }
    }

    /// Whether a line says that mappings follow.
    static func startsMappings(_ line: ByteView) -> Bool {
        line.hasPrefix("--- Memory map: ---") || line.hasPrefix("MAPPED_LIBRARIES:")
    }

    /// The next line with content that is no comment; nil where the samples end.
    mutating func nextRecord() -> ByteView? {
        while let line = lines.next() {
            if LegacyText.startsMappings(line) { return nil }
            let text = line.trimmed
            if !text.isEmpty, text.first != 0x23 { return text }
        }
        return nil
    }

    /// Adds a sample of addresses, leaf first.
    mutating func add(
        _ addresses: [UInt64], values: [Int64], thread: ThreadID = .none, labels: [Label] = [],
        into builder: inout ProfileBuilder
    ) {
        var key = SampleKey(stack: frames.stack(addresses, into: &builder), thread: thread)
        if !labels.isEmpty { key.labels = builder.labelSet(labels) }
        builder.addSample(key, values: values)
        tally.countGood()
    }

    /// Counts a line that is no sample.
    mutating func skip(_ line: ByteView, expected: String, into builder: inout ProfileBuilder) throws(TraceError) {
        try tally.countBad(lines.broken("pprof-legacy.sample", expected, line.quoted), in: &builder)
    }

    /// Says what is counted, and the usual distance of two samples.
    func setTypes(
        _ types: [ValueType], period: Int64, of periodType: ValueType, into builder: inout ProfileBuilder
    ) {
        builder.setWideValueTypes(types)
        builder.defaultValueType = ValueTypeID(row: types.count)
        builder.metadata.period = period > 0 ? period : nil
        builder.metadata.periodType = periodType
    }

    /// The addresses behind `@`, leaf first; nil where something else stands there.
    static func addresses(_ fields: inout FieldCursor) -> [UInt64]? {
        var addresses: [UInt64] = []
        while let address = fields.address() { addresses.append(address) }
        return fields.isAtEnd ? addresses : nil
    }
}

extension LegacyMappings {
    /// No mappings.
    init() {}
}
