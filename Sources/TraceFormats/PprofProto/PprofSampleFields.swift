import StackModel
import TraceInput

/// Finds the samples of a message again, which was read through once: they stand one behind the other in all known
/// files, and are not listed.
struct PprofSampleFields {
    private let bytes: ByteView
    private let file: String
    private var position: Int
    private var left: Int

    /// The `count` samples of `bytes`, of which the first one's field begins at `start`.
    init(_ bytes: ByteView, from start: Int, count: Int, file: String) {
        self.bytes = bytes
        self.file = file
        position = start
        left = count
    }

    /// Where the next sample is; nil after the last.
    @inline(__always)
    mutating func next() throws(TraceError) -> Range<Int>? {
        guard left > 0 else { return nil }
        left &-= 1
        guard position < bytes.count, bytes[position] == 0x12, let length = bytes.shortVarint(at: position &+ 1),
            Int(length.value) <= bytes.count &- length.end
        else { return try slowNext() }
        position = length.end &+ Int(length.value)
        return length.end..<position
    }

    @inline(never)
    private mutating func slowNext() throws(TraceError) -> Range<Int>? {
        var reader = ProtobufReader(bytes.dropFirst(position), file: file, offset: position)
        while try reader.next() {
            if reader.field == 2 {
                let sample = try reader.message()
                position = reader.offset
                return (position - sample.count)..<position
            }
            try reader.skip()
        }
        return nil
    }
}

/// Where the fields of a sample are that is laid out as nearly every writer does it: its locations and its values, or in
/// Go's runtime the other way round, then labels and nothing else.
struct PlainPprofSample {
    private(set) var locations: Range<Int>
    private(set) var values: Range<Int>
    /// Whether each number stands behind its field's byte, and not all packed behind one: Go's runtime does not pack one
    /// number or two.
    private(set) var locationsAreTagged = false
    private(set) var valuesAreTagged = false
    /// All labels with what stands in front of each.
    private(set) var labels: Range<Int>

    /// The fields of the sample in `range`; nil where they are laid out in another way, or damaged.
    @inline(__always)
    init?(_ bytes: ByteView, _ range: Range<Int>) {
        let start = range.lowerBound
        locations = start..<start
        values = locations
        labels = locations
        takeLocations(bytes, start, range.upperBound)
        guard takeValues(bytes, locations.upperBound, range.upperBound) else { return nil }
        var position = values.upperBound
        if locations.isEmpty {
            takeLocations(bytes, position, range.upperBound)
            position = locations.upperBound
        }
        labels = position..<range.upperBound
        while position < range.upperBound {
            guard let label = PlainPprofSample.field(0x1A, bytes, position, range.upperBound) else { return nil }
            position = label.upperBound
        }
    }

    /// Takes the locations that begin at `start`; none where something else does.
    @inline(__always)
    private mutating func takeLocations(_ bytes: ByteView, _ start: Int, _ end: Int) {
        locations = start..<start
        if let packed = PlainPprofSample.field(0x0A, bytes, start, end) {
            locations = packed
        } else if let tagged = PlainPprofSample.numbers(0x08, bytes, start, end) {
            locations = tagged
            locationsAreTagged = true
        }
    }

    /// Takes the values that begin at `start`; false where something else does.
    @inline(__always)
    private mutating func takeValues(_ bytes: ByteView, _ start: Int, _ end: Int) -> Bool {
        if let packed = PlainPprofSample.field(0x12, bytes, start, end) {
            values = packed
            return true
        }
        guard let tagged = PlainPprofSample.numbers(0x10, bytes, start, end) else { return false }
        values = tagged
        valuesAreTagged = true
        return true
    }

    /// What the field behind the byte `tag` holds; nil where there is none, or one that is longer than the sample.
    @inline(__always)
    private static func field(_ tag: UInt8, _ bytes: ByteView, _ start: Int, _ end: Int) -> Range<Int>? {
        guard start < end, bytes[start] == tag, let length = bytes.shortVarint(at: start &+ 1), length.end <= end,
            Int(length.value) <= end &- length.end
        else { return nil }
        return length.end..<(length.end &+ Int(length.value))
    }

    /// The numbers from `start` on that stand behind the byte `tag` each; nil where there is none, or a damaged one.
    private static func numbers(_ tag: UInt8, _ bytes: ByteView, _ start: Int, _ end: Int) -> Range<Int>? {
        var position = start
        while position < end, bytes[position] == tag {
            guard let number = bytes.varint(at: position &+ 1, before: end) else { return nil }
            position = number.end
        }
        return position > start ? start..<position : nil
    }
}
