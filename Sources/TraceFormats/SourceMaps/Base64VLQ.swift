import StackModel

/// The numbers of a source map's `mappings`: base 64 digits of five bits each, lowest first, the sign in the last bit.
struct Base64VLQ {
    private let text: ByteView
    private(set) var position = 0

    /// Numbers in `text`, with the commas and semicolons between them.
    init(_ text: ByteView) { self.text = text }

    /// The byte that comes next; nil at the end.
    var next: UInt8? { position < text.count ? text[position] : nil }

    /// Passes over a comma or semicolon.
    mutating func pass() { position += 1 }

    /// The number that comes next; nil where none does.
    mutating func number() -> Int32? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < text.count, let digit = Base64VLQ.digit(text[position]) {
            position += 1
            // Numbers of more than 32 bits do not occur: their upper digits are dropped.
            if shift < 35 { value |= UInt64(digit & 31) << shift }
            shift += 5
            if digit & 32 == 0 {
                let magnitude = Int32(truncatingIfNeeded: value >> 1)
                return value & 1 == 0 ? magnitude : 0 &- magnitude
            }
        }
        return nil
    }

    /// The value of a base 64 digit; nil where it is none.
    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
