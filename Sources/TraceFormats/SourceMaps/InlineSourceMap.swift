import StackModel

/// A source map that stands in the script itself: `//# sourceMappingURL=data:application/json;base64,...`, as
/// `tsc --inlineSourceMap` and `esbuild --sourcemap=inline` write it.
enum InlineSourceMap {
    /// The map of `script`, the last where there are several; nil where it has none.
    static func bytes(in script: ByteView) -> [UInt8]? {
        let mark = ByteView(literal: "sourceMappingURL=data:")
        var found: Int?
        var position = 0
        while let start = script.firstIndex(of: mark, from: position) {
            position = start + mark.count
            found = position
        }
        guard let found else { return nil }
        let line = script.slice(found, script.firstIndex(of: 0x0A, from: found) ?? script.count)
        guard let comma = line.firstIndex(of: 0x2C) else { return nil }
        let text = line.dropFirst(comma + 1)
        return line.prefix(comma).hasSuffix(";base64") ? base64(text) : unescaped(text)
    }

    /// The bytes of base 64 digits, up to the first byte that is none.
    private static func base64(_ text: ByteView) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for index in 0..<text.count {
            guard let digit = Base64VLQ.digit(text[index]) else { break }
            bits = bits << 6 | UInt32(digit)
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
        return bytes
    }

    /// The bytes with `%7B` and the like replaced.
    private static func unescaped(_ text: ByteView) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == 0x25, index + 2 < text.count, let byte = text.slice(index + 1, index + 3).hexadecimal {
                bytes.append(UInt8(truncatingIfNeeded: byte))
                index += 3
            } else {
                bytes.append(text[index])
                index += 1
            }
        }
        return bytes
    }
}
