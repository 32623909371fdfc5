import StackModel

/// How names are written in folded text: the bytes as they are, but for what would break a line or a path.
package enum FoldedText {
    /// Appends `name` as `append(_:to:)` to an array does.
    static func append(_ name: ByteView, to target: inout Column<UInt8>) {
        if isPlain(name) { return target.append(name) }
        var text: [UInt8] = []
        append(name, to: &text)
        ByteView.withBytes(of: text) { target.append($0) }
    }

    /// Appends `name` with `;` as `:` and control characters as `\xNN`.
    package static func append(_ name: ByteView, to target: inout [UInt8]) {
        if isPlain(name) { return name.append(to: &target) }
        for index in 0..<name.count {
            let byte = name[index]
            if byte == 0x3B {
                target.append(0x3A)
            } else if byte < 0x20 || byte == 0x7F {
                target.append(contentsOf: [0x5C, 0x78, hexDigit(byte >> 4), hexDigit(byte & 15)])
            } else {
                target.append(byte)
            }
        }
    }

    private static func isPlain(_ name: ByteView) -> Bool {
        for index in 0..<name.count {
            let byte = name[index]
            if byte == 0x3B || byte < 0x20 || byte == 0x7F { return false }
        }
        return true
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
