import StackModel
import TraceInput

/// The labels of one sample: pairs of a key and a text, or of a key and a number with an optional unit.
struct PprofLabels: ~Copyable {
    private struct Pair {
        var key: Int64 = 0
        var text: Int64 = 0
        var number: Int64 = 0
        var unit: Int64 = 0
    }

    private var pairs: [Pair] = []
    private var labels: [Label] = []
    /// What the labels came to that were read so far, by their bytes in the file: most come again.
    private var slots = HashSlots()
    private var seen: [(bytes: Range<Int>, thread: ThreadID, labels: LabelSetID)] = []

    var isEmpty: Bool { pairs.isEmpty }

    mutating func removeAll() { pairs.removeAll(keepingCapacity: true) }

    /// Reads a label message.
    mutating func append(_ nested: ProtobufReader) throws(TraceError) {
        var reader = nested
        var pair = Pair()
        while try reader.next() {
            switch reader.field {
            case 1: pair.key = try reader.integer()
            case 2: pair.text = try reader.integer()
            case 3: pair.number = try reader.integer()
            case 4: pair.unit = try reader.integer()
            default: try reader.skip()
            }
        }
        pairs.append(pair)
    }

    /// Gives a sample the labels that fill `range` of the message.
    mutating func place(
        _ key: inout SampleKey, _ range: Range<Int>, _ exported: PprofExportedTrace, _ symbols: inout PprofSymbols,
        _ message: PprofMessage, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        let bytes = message.bytes.slice(range.lowerBound, range.upperBound)
        let hash = bytes.hash(seed: ProcessSeed.value)
        let found = slots.find(hash) {
            message.bytes.slice(seen[$0 - 1].bytes.lowerBound, seen[$0 - 1].bytes.upperBound) == bytes
        }
        if found > 0 {
            (key.thread, key.labels) = (seen[found - 1].thread, seen[found - 1].labels)
            return
        }
        removeAll()
        var reader = message.reader(bytes)
        while try reader.next() { try append(reader.nested()) }
        try place(&key, exported, &symbols, message, into: &builder)
        seen.append((range, key.thread, key.labels))
        slots.insert(hash, row: seen.count)
    }

    /// Gives a sample its labels, and the thread that they tell of in StackSift's own exports.
    mutating func place(
        _ key: inout SampleKey, _ exported: PprofExportedTrace, _ symbols: inout PprofSymbols,
        _ message: PprofMessage, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        if pairs.isEmpty { return }
        // Where labels are not kept they are only checked.
        if builder.detail == .stacks, !exported.hasThreads { return try check(message) }
        labels.removeAll(keepingCapacity: true)
        for pair in pairs {
            let name = try symbols.string(pair.key, into: &builder)
            if pair.text != 0 {
                labels.append(Label(key: name, text: try symbols.string(pair.text, into: &builder)))
            } else {
                let unit = try symbols.string(pair.unit, into: &builder)
                labels.append(Label(key: name, number: pair.number, unit: unit))
            }
        }
        key.thread = exported.takeThread(from: &labels, into: &builder)
        if builder.detail != .stacks { key.labels = builder.labelSet(labels) }
    }

    private func check(_ message: PprofMessage) throws(TraceError) {
        for pair in pairs {
            _ = try message.string(pair.key)
            _ = try message.string(pair.text)
            _ = try message.string(pair.unit)
        }
    }
}
