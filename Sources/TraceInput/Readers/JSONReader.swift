import StackModel

/// What kind of JSON value comes next.
package enum JSONKind: Sendable {
    case object
    case array
    case string
    case number
    case bool
    case null
}

/// Pulls values out of a whole JSON text, in its order, without building a tree of it.
///
/// Depth is counted, not recursed: nothing deeper than `depthLimit` is followed.
package struct JSONReader {
    private let bytes: ByteView
    private let file: String
    private var position = 0
    private var depth = 0
    private let depthLimit = 4096
    private var scratch: [UInt8] = []

    /// A reader at the start of `bytes`; a byte order mark is passed over.
    package init(_ bytes: ByteView, file: String) {
        self.bytes = bytes
        self.file = file
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
    }

    /// Where the reader stands, to come back to.
    package var offset: Int { position }

    /// The kind of the next value.
    package mutating func kind() throws(TraceError) -> JSONKind {
        skipSpace()
        guard position < bytes.count else { throw broken("a value", "the end of the file") }
        switch bytes[position] {
        case 0x7B: return .object
        case 0x5B: return .array
        case 0x22: return .string
        case 0x74, 0x66: return .bool
        case 0x6E: return .null
        case 0x2D, 0x30...0x39: return .number
        default: throw broken("a value", found())
        }
    }

    /// Enters an object or array; true when it has something in it.
    package mutating func open(_ kind: JSONKind) throws(TraceError) -> Bool {
        let isObject = kind == .object
        guard try self.kind() == kind else { throw broken(isObject ? "an object" : "an array", found()) }
        position += 1
        depth += 1
        guard depth <= depthLimit else { throw broken("at most \(depthLimit) nested values", "more") }
        skipSpace()
        if position < bytes.count, bytes[position] == (isObject ? 0x7D : 0x5D) {
            position += 1
            depth -= 1
            return false
        }
        return true
    }

    /// Goes on inside an object or array after a value; false at its end.
    package mutating func more(_ kind: JSONKind) throws(TraceError) -> Bool {
        skipSpace()
        guard position < bytes.count else { throw broken("a comma or the end of the list", "the end of the file") }
        let byte = bytes[position]
        if byte == 0x2C {
            position += 1
            return true
        }
        guard byte == (kind == .object ? 0x7D : 0x5D) else { throw broken("a comma or the end of the list", found()) }
        position += 1
        depth -= 1
        return false
    }

    /// The next key of an object, valid until the next text is read.
    package mutating func key() throws(TraceError) -> ByteView {
        let key = try string()
        skipSpace()
        guard position < bytes.count, bytes[position] == 0x3A else { throw broken("a colon", found()) }
        position += 1
        return key
    }

    /// The next value as text, valid until the next text is read. A lone surrogate reads as U+FFFD.
    package mutating func string() throws(TraceError) -> ByteView {
        guard try kind() == .string else { throw broken("a text", found()) }
        position += 1
        let start = position
        guard let quote = bytes.firstIndex(of: 0x22, from: position) else {
            throw broken("the end of a text", "the end of the file")
        }
        let plain = bytes.slice(start, quote)
        if plain.firstIndex(of: 0x5C) == nil {
            position = quote + 1
            return plain
        }
        return try escapedString()
    }

    private mutating func escapedString() throws(TraceError) -> ByteView {
        scratch.removeAll(keepingCapacity: true)
        while true {
            guard position < bytes.count else { throw broken("the end of a text", "the end of the file") }
            let byte = bytes[position]
            position += 1
            if byte == 0x22 { break }
            guard byte == 0x5C else {
                scratch.append(byte)
                continue
            }
            guard position < bytes.count else { throw broken("an escape", "the end of the file") }
            let escape = bytes[position]
            position += 1
            switch escape {
            case 0x22, 0x5C, 0x2F: scratch.append(escape)
            case 0x62: scratch.append(8)
            case 0x66: scratch.append(12)
            case 0x6E: scratch.append(10)
            case 0x72: scratch.append(13)
            case 0x74: scratch.append(9)
            case 0x75: try appendUnicode()
            default: throw broken("an escape of JSON", "\\\(Character(UnicodeScalar(escape)))")
            }
        }
        return scratch.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, buffer.count > 0 else { return .empty }
            return ByteView(base: base, count: buffer.count)
        }
    }

    private mutating func appendUnicode() throws(TraceError) {
        var code = UInt32(try fourHexDigits())
        if code >= 0xD800, code < 0xDC00, position + 6 <= bytes.count, bytes[position] == 0x5C,
            bytes[position + 1] == 0x75
        {
            let mark = position
            position += 2
            let low = UInt32(try fourHexDigits())
            if low >= 0xDC00, low < 0xE000 {
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            } else {
                position = mark
            }
        }
        let scalar = UnicodeScalar(code) ?? "\u{FFFD}"
        scratch.append(contentsOf: Array(String(Character(scalar)).utf8))
    }

    private mutating func fourHexDigits() throws(TraceError) -> UInt64 {
        guard position + 4 <= bytes.count, let value = bytes.slice(position, position + 4).hexadecimal else {
            throw broken("four hexadecimal digits", "something else")
        }
        position += 4
        return value
    }

    /// The next value as a whole number; a fraction of 0 is accepted, any other is an error.
    package mutating func integer() throws(TraceError) -> Int64 {
        let start = position
        let word = try numberWord()
        if let value = word.signedDecimal { return value }
        guard let value = Double(word.text), let whole = Int64(exactly: value) else {
            position = start
            throw broken("a whole number of at most 64 bits", word.prefix(min(word.count, 30)).text)
        }
        return whole
    }

    /// The next value as a number.
    package mutating func number() throws(TraceError) -> Double {
        let start = position
        let word = try numberWord()
        if word.count < 16, let value = word.signedDecimal { return Double(value) }
        guard let value = Double(word.text), value.isFinite else {
            position = start
            throw broken("a number", word.prefix(min(word.count, 30)).text)
        }
        return value
    }

    mutating func numberWord() throws(TraceError) -> ByteView {
        guard try kind() == .number else { throw broken("a number", found()) }
        let start = position
        scan: while position < bytes.count {
            switch bytes[position] {
            case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: position += 1
            default: break scan
            }
        }
        return bytes.slice(start, position)
    }

    /// Passes over the next value, whatever it is.
    package mutating func skip() throws(TraceError) {
        var open: [JSONKind] = []
        while true {
            let kind = try self.kind()
            switch kind {
            case .object, .array:
                if try self.open(kind) {
                    open.append(kind)
                    if kind == .object { _ = try key() }
                    continue
                }
            case .string: _ = try string()
            case .number: _ = try numberWord()
            case .bool, .null: try literal()
            }
            while let last = open.last {
                if try more(last) {
                    if last == .object { _ = try key() }
                    break
                }
                open.removeLast()
            }
            if open.isEmpty { return }
        }
    }

    /// Passes over `null` where it comes next; false where something else does.
    package mutating func skipNull() throws(TraceError) -> Bool {
        guard try kind() == .null else { return false }
        try literal()
        return true
    }

    /// Whether nothing but white space is left.
    package mutating func isAtEnd() -> Bool {
        skipSpace()
        return position == bytes.count
    }

    /// Leaves an array where its `]` comes next although a comma stood before; false where something else does.
    package mutating func closesAfterComma() -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == 0x5D else { return false }
        position += 1
        depth -= 1
        return true
    }

    /// Checks that nothing but white space is left.
    package mutating func end() throws(TraceError) {
        skipSpace()
        if position < bytes.count { throw broken("the end of the file", found()) }
    }

    /// The next value, which is `true` or `false`.
    package mutating func bool() throws(TraceError) -> Bool {
        guard try kind() == .bool else { throw broken("true or false", found()) }
        let isTrue = bytes[position] == 0x74
        try literal()
        return isTrue
    }

    private mutating func literal() throws(TraceError) {
        for word in ["true", "false", "null"] as [StaticString] {
            let length = word.utf8CodeUnitCount
            if position + length <= bytes.count, bytes.slice(position, position + length) == word {
                position += length
                return
            }
        }
        throw broken("true, false or null", found())
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func found() -> String {
        guard position < bytes.count else { return "the end of the file" }
        let byte = bytes[position]
        return byte > 0x20 && byte < 0x7F ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)"
    }

    /// The bytes from an offset, which lies before, to where the reader stands.
    func window(from start: Int) -> ByteView { bytes.slice(min(max(start, 0), position), position) }

    /// Where the reader stands, for diagnostics.
    package var place: SourceLocation { SourceLocation(file: file, offset: position) }

    /// An error at the current place.
    package func broken(_ expected: String, _ found: String, code: String = "json.syntax") -> TraceError {
        TraceError(
            code: code, at: place, expected: expected, found: found)
    }
}
