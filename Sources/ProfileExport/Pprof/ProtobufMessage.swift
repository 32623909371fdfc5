import StackModel

/// The bytes of one protobuf message while it is written. (Wire format: protobuf.dev/programming-guides/encoding.)
struct ProtobufMessage {
    /// The message so far.
    private(set) var bytes: [UInt8] = []

    /// How a field's value is written.
    private enum WireType: UInt64 {
        case varint = 0
        case bytes = 2
    }

    /// Forgets the message, keeps its memory.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Writes a number in groups of seven bits, lowest first.
    @inline(__always)
    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Writes a number; 0 is what a reader takes an absent field for, and is left out.
    mutating func field(_ number: UInt64, _ value: UInt64) {
        if value == 0 { return }
        tag(number, .varint)
        varint(value)
    }

    /// Writes a signed number, in two's complement.
    mutating func field(_ number: UInt64, _ value: Int64) { field(number, UInt64(bitPattern: value)) }

    /// Writes a truth value.
    mutating func field(_ number: UInt64, _ value: Bool) { field(number, value ? 1 : 0 as UInt64) }

    /// Writes a message, or the packed numbers of a repeated field: an empty message stays, an empty list does not.
    mutating func field(_ number: UInt64, _ message: ProtobufMessage) {
        tag(number, .bytes)
        varint(UInt64(message.bytes.count))
        bytes.append(contentsOf: message.bytes)
    }

    /// Writes a string as it is.
    mutating func field(_ number: UInt64, _ string: ByteView) {
        tag(number, .bytes)
        varint(UInt64(string.count))
        string.append(to: &bytes)
    }

    /// Adds the fields of `other`.
    mutating func append(_ other: ProtobufMessage) { bytes.append(contentsOf: other.bytes) }

    private mutating func tag(_ number: UInt64, _ type: WireType) { varint(number << 3 | type.rawValue) }
}
