import StackModel
import TraceInput

/// The machine words of gperftools' binary CPU profile: of 4 or 8 bytes, in either order.
struct LegacyWords {
    let bytes: ByteView
    let isJava: Bool
    /// Microseconds between two samples.
    let period: UInt64
    private let size: Int
    private let isBigEndian: Bool
    private(set) var position = 0

    /// Told by the header: 0, how many words of header follow (3), 0 (or 1 for Java), the period, and padding.
    init?(header bytes: ByteView) {
        for (size, isBigEndian) in [(4, false), (4, true), (8, false), (8, true)] {
            guard bytes.count >= 5 * size else { continue }
            let words = (0..<5).map { LegacyWords.word(bytes, at: $0 * size, size: size, isBigEndian: isBigEndian) }
            guard words[0] == 0, words[1] == 3, words[2] <= 1, words[3] > 0, words[3] < 1 << 40, words[4] == 0 else {
                continue
            }
            self.bytes = bytes
            self.size = size
            self.isBigEndian = isBigEndian
            isJava = words[2] == 1
            period = words[3]
            position = 5 * size
            return
        }
        return nil
    }

    /// How many whole words are left.
    var left: Int { (bytes.count - position) / size }

    /// The next word; nil at the end.
    mutating func next() -> UInt64? {
        guard left > 0 else { return nil }
        defer { position += size }
        return LegacyWords.word(bytes, at: position, size: size, isBigEndian: isBigEndian)
    }

    private static func word(_ bytes: ByteView, at start: Int, size: Int, isBigEndian: Bool) -> UInt64 {
        var word: UInt64 = 0
        for offset in 0..<size {
            word = word << 8 | UInt64(bytes[start + (isBigEndian ? offset : size - 1 - offset)])
        }
        return word
    }
}

/// Reads gperftools' binary CPU profile, and the Java agent's of the same shape.
///
/// A record is a count, a depth and as many addresses, leaf first; the last has count 0, depth 1, address 0. Text
/// follows: the memory map, or for Java the names. (gperftools, docs/cpuprofile-fileformat.html.)
struct LegacyCPUProfile {
    private var words: LegacyWords
    private let file: String
    private var records: [(count: Int64, addresses: [UInt64])] = []

    /// A profile whose header is read.
    init(_ words: LegacyWords, file: String) {
        self.words = words
        self.file = file
    }

    /// Reads everything.
    mutating func read(into builder: inout ProfileBuilder) throws(TraceError) {
        try readRecords()
        if !words.isJava {
            for _ in 0..<2 { dropHandlerFrame() }
            dropRepeatedLeaves()
        }
        let text = TextLines(words.bytes.dropFirst(words.position), file: file)
        let mappings = words.isJava ? LegacyMappings() : LegacyMappings(text, into: &builder)
        var frames = LegacyFrames(mappings)
        if words.isJava {
            frames.numbersNames = true
            LegacySymbols.readJava(text, into: &frames)
        }
        addSamples(&frames, into: &builder)
        if mappings.count > 0 { builder.metadata.fileCounts["mappings"] = mappings.count }
    }

    private mutating func readRecords() throws(TraceError) {
        while words.left > 0 {
            let start = words.position
            guard let count = words.next(), let depth = words.next(), depth <= UInt64(words.left) else {
                throw TraceError(
                    code: "pprof-legacy.cpu", at: SourceLocation(file: file, offset: start),
                    expected: "a count, a depth and as many addresses", found: "the end of the file")
            }
            var addresses: [UInt64] = []
            addresses.reserveCapacity(Int(clamping: depth))
            for _ in 0..<depth { addresses.append(words.next() ?? 0) }
            if count == 0, depth == 1, addresses == [0] { return }
            records.append((Int64(clamping: count), addresses))
        }
    }

    private func addSamples(_ frames: inout LegacyFrames, into builder: inout ProfileBuilder) {
        let cpu = ValueType(name: "cpu", unit: "nanoseconds")
        let period = Int64(clamping: words.period).multipliedSaturated(by: 1000)
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count"), cpu])
        builder.defaultValueType = ValueTypeID(2)
        builder.metadata.period = period
        builder.metadata.periodType = cpu
        for (count, addresses) in records {
            let key = SampleKey(stack: frames.stack(addresses, into: &builder))
            builder.addSample(key, values: [count, count.multipliedSaturated(by: period)], count: count)
        }
    }

    /// The signal handler leaves a frame of its own above the leaf: the same in (nearly) all samples, all but one in
    /// 32. It is none of the program's.
    private mutating func dropHandlerFrame() {
        var counts: [UInt64: Int] = [:]
        for record in records where record.addresses.count > 1 { counts[record.addresses[1], default: 0] += 1 }
        let margin = records.count / 32
        guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), most.value > 0,
            most.value >= records.count - margin
        else { return }
        for index in records.indices where records[index].addresses.count > 1 {
            if records[index].addresses[1] == most.key { records[index].addresses.remove(at: 1) }
        }
    }

    /// The leaf comes from the signal's context and again from unwinding: once is enough.
    private mutating func dropRepeatedLeaves() {
        for index in records.indices where records[index].addresses.count > 1 {
            if records[index].addresses[0] == records[index].addresses[1] { records[index].addresses.remove(at: 1) }
        }
    }
}
