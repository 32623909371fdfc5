import StackModel

extension JSONReader {
    /// The next value as text, valid until the next text is read. A lone surrogate reads as U+FFFD.
    package mutating func string() throws(TraceError) -> ByteView {
        let start = try openString()
        guard let quote = bytes.firstIndex(of: 0x22, from: start) else { throw endless() }
        let plain = bytes.slice(start, quote)
        if plain.firstIndex(of: 0x5C) == nil {
            position = quote + 1
            return plain
        }
        position = start
        return try unescapedString()
    }

    /// Passes over the next value, a text; its escapes are not looked into.
    mutating func skipString() throws(TraceError) {
        var search = try openString()
        while let quote = bytes.firstIndex(of: 0x22, from: search) {
            position = quote + 1
            // A quote behind an odd number of backslashes is escaped.
            var backslashes = 0
            while quote - backslashes > search, bytes[quote - backslashes - 1] == 0x5C { backslashes += 1 }
            if backslashes % 2 == 0 { return }
            search = position
        }
        throw endless()
    }

    @inline(__always)
    private mutating func openString() throws(TraceError) -> Int {
        skipSpace()
        guard position < bytes.count, bytes[position] == 0x22 else { throw broken("a text", found()) }
        position &+= 1
        return position
    }

    private mutating func endless() -> TraceError {
        position = bytes.count
        return broken("the end of a text", "the end of the file")
    }

    private mutating func unescapedString() throws(TraceError) -> ByteView {
        unescaped.removeAll(keepingCapacity: true)
        while true {
            guard position < bytes.count else { throw endless() }
            let byte = bytes[position]
            position += 1
            if byte == 0x22 { break }
            if byte == 0x5C { try appendEscape() } else { unescaped.append(byte) }
        }
        return unescaped.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, buffer.count > 0 else { return .empty }
            return ByteView(base: base, count: buffer.count)
        }
    }

    private mutating func appendEscape() throws(TraceError) {
        guard position < bytes.count else { throw endless() }
        let escape = bytes[position]
        position += 1
        switch escape {
        case 0x22, 0x5C, 0x2F: unescaped.append(escape)
        case 0x62: unescaped.append(8)
        case 0x66: unescaped.append(12)
        case 0x6E: unescaped.append(10)
        case 0x72: unescaped.append(13)
        case 0x74: unescaped.append(9)
        case 0x75: try appendUnicode()
        default:
            position -= 1
            throw broken("an escape of JSON", "\\ and \(found())")
        }
    }

    private mutating func appendUnicode() throws(TraceError) {
        var code = UInt32(truncatingIfNeeded: try fourHexDigits())
        if code >= 0xD800, code < 0xDC00, position + 6 <= bytes.count, bytes[position] == 0x5C,
            bytes[position + 1] == 0x75
        {
            let mark = position
            position += 2
            let low = UInt32(truncatingIfNeeded: try fourHexDigits())
            if low >= 0xDC00, low < 0xE000 {
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            } else {
                position = mark
            }
        }
        UTF8.encode(Unicode.Scalar(code) ?? "\u{FFFD}")?.forEach { unescaped.append($0) }
    }

    private mutating func fourHexDigits() throws(TraceError) -> UInt64 {
        guard position + 4 <= bytes.count else { throw endless() }
        guard let value = bytes.slice(position, position + 4).hexadecimal else {
            throw broken("four hexadecimal digits", found())
        }
        position += 4
        return value
    }
}
