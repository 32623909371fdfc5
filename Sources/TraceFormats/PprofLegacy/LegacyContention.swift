import StackModel
import TraceInput

// Lock contention: Go's mutex and block profiles, gperftools' contentionz, and Java's.
extension LegacyText {
    /// The lines `name = value` in front of the samples.
    private struct Attributes {
        var cyclesPerSecond: Int64 = 0
        var period: Int64 = 1
        var duration: Int64?
        var isJava = false
        var resolution = "nanoseconds"
    }

    /// `--- contentionz 1 ---` or `--- mutex:`, attributes, then lines `CYCLES COUNT @ 0x... 0x...`.
    mutating func readContention(into builder: inout ProfileBuilder) throws(TraceError) {
        _ = nextRecord()
        var attributes = Attributes()
        var record = nextRecord()
        while let line = record, let equal = line.firstIndex(of: 0x3D) {
            try read(line.prefix(equal).trimmed, line.dropFirst(equal + 1).trimmed, &attributes)
            record = nextRecord()
        }
        let contentions = ValueType(name: "contentions", unit: "count")
        let delay = ValueType(name: "delay", unit: attributes.resolution)
        setTypes([contentions, delay], period: attributes.period, of: contentions, into: &builder)
        builder.metadata.duration = attributes.duration
        if attributes.isJava { frames.numbersNames = true }
        if attributes.isJava {
            LegacySymbols.readJava(lines, into: &frames)
        } else {
            LegacySymbols.readGo(lines, into: &frames)
        }
        while let line = record {
            try readContentionSample(line, attributes, into: &builder)
            record = nextRecord()
        }
    }

    private func read(_ name: ByteView, _ value: ByteView, _ attributes: inout Attributes) throws(TraceError) {
        if name == "format" {
            attributes.isJava = value == "java"
        } else if name == "resolution" {
            attributes.resolution = value.text
        } else if let number = value.signedDecimal {
            if name == "cycles/second" { attributes.cyclesPerSecond = number }
            if name == "sampling period" { attributes.period = number }
            if name == "ms since reset" { attributes.duration = number.multipliedSaturated(by: 1_000_000) }
        } else if name == "cycles/second" || name == "sampling period" {
            throw lines.broken("pprof-legacy.attribute", "a whole number for \(name.text)", value.quoted)
        }
    }

    private mutating func readContentionSample(
        _ line: ByteView, _ attributes: Attributes, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        var fields = FieldCursor(line)
        if attributes.isJava, line.hasPrefix("0x") { return }
        if line.hasPrefix("---") { return }
        guard let delay = fields.integer(), let count = fields.integer(), fields.skip("@"),
            let addresses = LegacyText.addresses(&fields)
        else { return try skip(line, expected: "CYCLES COUNT @ 0x... 0x...", into: &builder) }
        add(addresses, values: scaled(delay, count, attributes), into: &builder)
    }

    /// Each sample stands for a period of them; cycles become nanoseconds where the clock is known.
    private func scaled(_ delay: Int64, _ count: Int64, _ attributes: Attributes) -> [Int64] {
        guard attributes.period > 0 else { return [count, delay] }
        let contentions = count.multipliedSaturated(by: attributes.period)
        if attributes.isJava { return [contentions, delay.multipliedSaturated(by: attributes.period)] }
        guard attributes.cyclesPerSecond > 0 else { return [contentions, delay] }
        let gigahertz = Double(attributes.cyclesPerSecond) / 1e9
        return [contentions, (Double(delay) * Double(attributes.period) / gigahertz).truncatedInt64]
    }
}

// Java's heap, which shares its shape with Java's contention.
extension LegacyText {
    /// The distance of two samples of Google's Java agent, which its profiles do not tell.
    private static let javaHeapRate: Int64 = 512 << 10

    /// `--- heapz 1 ---`, attributes, then lines `BYTES COUNT @ 0x... 0x...`, whose numbers a list at the end names.
    mutating func readJavaHeap(into builder: inout ProfileBuilder) throws(TraceError) {
        _ = nextRecord()
        var unit = "bytes"
        var record = nextRecord()
        while let line = record, let equal = line.firstIndex(of: 0x3D) {
            if line.prefix(equal).trimmed == "resolution" { unit = line.dropFirst(equal + 1).trimmed.text }
            record = nextRecord()
        }
        let types = [ValueType(name: "inuse_objects", unit: "count"), ValueType(name: "inuse_space", unit: unit)]
        let sampling = HeapSampling(rate: LegacyText.javaHeapRate, isScaled: true)
        setTypes(types, period: sampling.rate, of: ValueType(name: "space", unit: unit), into: &builder)
        frames.numbersNames = true
        LegacySymbols.readJava(lines, into: &frames)
        while let line = record {
            try readJavaHeapSample(line, sampling, into: &builder)
            record = nextRecord()
        }
    }

    private mutating func readJavaHeapSample(
        _ line: ByteView, _ sampling: HeapSampling, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        if line.hasPrefix("0x") || line.hasPrefix("---") { return }
        var fields = FieldCursor(line)
        guard let bytes = fields.integer(), let count = fields.integer(), count != 0, fields.skip("@"),
            let addresses = LegacyText.addresses(&fields)
        else { return try skip(line, expected: "BYTES COUNT @ 0x... 0x...", into: &builder) }
        let size = bytes.dividedReportingOverflow(by: count).partialValue
        let scaled = sampling.scaled(count: count, bytes: bytes)
        let label = Label(key: builder.string("bytes"), number: size, unit: .none)
        add(addresses, values: [scaled.count, scaled.bytes], labels: [label], into: &builder)
    }
}
