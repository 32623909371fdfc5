extension [UInt8] {
    /// Appends a byte of a JSON string, as `\\n` and so on where JSON, or a reader's eye, needs it.
    package mutating func appendJSON(_ byte: UInt8) {
        switch byte {
        case 0x22: append(contentsOf: [0x5C, 0x22])
        case 0x5C: append(contentsOf: [0x5C, 0x5C])
        case 0x0A: append(contentsOf: [0x5C, 0x6E])
        case 0x09: append(contentsOf: [0x5C, 0x74])
        case 0..<0x20, 0x7F:
            let digits = Array("0123456789abcdef".utf8)
            append(contentsOf: [0x5C, 0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        default: append(byte)
        }
    }

    /// Appends a text as a JSON string, in its quotes.
    package mutating func appendJSON(_ text: String) {
        append(0x22)
        for byte in text.utf8 { appendJSON(byte) }
        append(0x22)
    }
}
