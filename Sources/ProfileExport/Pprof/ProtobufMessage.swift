import StackModel

/// The bytes of one protobuf message while it is written. (Wire format: protobuf.dev/programming-guides/encoding.)
struct ProtobufMessage: ~Copyable {
    private var bytes = Column<UInt8>()

    /// How a field's value is written.
    private enum WireType: UInt64 {
        case varint = 0
        case bytes = 2
    }

    /// How many bytes there are so far.
    var count: Int { bytes.count }

    /// The message so far, valid until it grows.
    var view: ByteView { bytes.view(0, bytes.count) }

    /// Forgets the message, keeps its memory.
    mutating func removeAll() { bytes.removeAll() }

    /// Writes a number in groups of seven bits, lowest first.
    @inline(__always)
    mutating func varint(_ value: UInt64) { bytes.append(varint: value) }

    /// What `varint` writes for a number, lowest byte first, and above the fifth byte, in three bits, how many bytes it
    /// takes: for numbers that are written again and again.
    static func written(_ value: UInt32) -> UInt64 {
        var (rest, word, count) = (UInt64(value), UInt64(0), UInt64(0))
        repeat {
            word |= (rest & 0x7F | (rest >= 0x80 ? 0x80 : 0)) << (count * 8)
            rest >>= 7
            count += 1
        } while rest > 0
        return word | count << 40
    }

    /// Writes a number that `written` was given.
    @inline(__always)
    mutating func append(written word: UInt64) { bytes.append(lowest: Int(word >> 40 & 7), of: word) }

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

    /// Writes a string as it is.
    mutating func field(_ number: UInt64, _ string: ByteView) {
        tag(number, .bytes)
        varint(UInt64(string.count))
        bytes.append(string)
    }

    /// Begins a message, or the packed numbers of a repeated field, within this one: what is written from now on
    /// belongs to it, until `close` is given what this gives.
    mutating func open(_ number: UInt64) -> Int {
        tag(number, .bytes)
        bytes.append(0)
        return bytes.count
    }

    /// Ends a message within this one, or packed numbers.
    mutating func close(_ start: Int) { bytes.close(from: start) }

    /// Ends the packed numbers of a field below 16; a list of none is left out.
    mutating func closeList(_ start: Int) {
        if bytes.count == start { bytes.truncate(to: start - 2) } else { close(start) }
    }

    /// Adds the fields of `other`.
    mutating func append(_ other: borrowing ProtobufMessage) { bytes.append(other.view) }

    private mutating func tag(_ number: UInt64, _ type: WireType) { varint(number << 3 | type.rawValue) }
}
