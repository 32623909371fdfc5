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
/// Nesting is counted, never recursed. Texts and numbers are found by whole-window work and one pass over digits; no
/// `String` is made. `JSONReader+Texts` and `JSONReader+Numbers` read the values, `JSONReader+Walking` walks.
package struct JSONReader {
    let bytes: ByteView
    private let file: String
    var position = 0
    private var depth = 0
    private let depthLimit: Int
    /// The last text that had escapes, without them.
    var unescaped: [UInt8] = []
    /// The containers that `skip` is inside of.
    private var skipped: [JSONKind] = []

    /// A reader at the start of `bytes`; a byte order mark is passed over. Nothing that is nested deeper than
    /// `depthLimit` is followed.
    package init(_ bytes: ByteView, file: String, depthLimit: Int = 4096) {
        self.bytes = bytes
        self.file = file
        self.depthLimit = depthLimit
        if bytes.hasPrefix("\u{FEFF}") { position = 3 }
    }

    /// Where the reader stands, to come back to.
    package var offset: Int { position }

    /// Where the reader stands, for diagnostics.
    package var place: SourceLocation { SourceLocation(file: file, offset: position) }

    /// The bytes from an offset, which lies before, to where the reader stands.
    func window(from start: Int) -> ByteView { bytes.slice(min(max(start, 0), position), position) }

    /// The bytes from the next value to the first `byte` (or to the end), without moving on.
    package mutating func lookAhead(through byte: UInt8) -> ByteView {
        skipSpace()
        return bytes.slice(position, bytes.firstIndex(of: byte, from: position).map { $0 + 1 } ?? bytes.count)
    }

    /// Passes over bytes that `lookAhead` gave and that are known to be a whole value.
    package mutating func pass(_ value: ByteView) { position += value.count }

    /// An error at the current place.
    package func broken(_ expected: String, _ found: String, code: String = "json.syntax") -> TraceError {
        TraceError(code: code, at: place, expected: expected, found: found)
    }
}

// Structure.
extension JSONReader {
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

    /// Leaves an array where its `]` comes next although a comma stood before; false where something else does.
    package mutating func closesAfterComma() -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == 0x5D else { return false }
        position += 1
        depth -= 1
        return true
    }

    /// The next key of an object, valid until the next text is read.
    package mutating func key() throws(TraceError) -> ByteView {
        let key = try string()
        skipSpace()
        guard position < bytes.count, bytes[position] == 0x3A else { throw broken("a colon", found()) }
        position += 1
        return key
    }

    /// Passes over the next value, whatever it is.
    package mutating func skip() throws(TraceError) {
        skipped.removeAll(keepingCapacity: true)
        while true {
            let kind = try self.kind()
            switch kind {
            case .object, .array:
                if try self.open(kind) {
                    skipped.append(kind)
                    if kind == .object { try skipKey() }
                    continue
                }
            case .string: try skipString()
            case .number: _ = try numberWord()
            case .bool, .null: try literal()
            }
            while let last = skipped.last {
                if try more(last) {
                    if last == .object { try skipKey() }
                    break
                }
                skipped.removeLast()
            }
            if skipped.isEmpty { return }
        }
    }

    private mutating func skipKey() throws(TraceError) {
        try skipString()
        skipSpace()
        guard position < bytes.count, bytes[position] == 0x3A else { throw broken("a colon", found()) }
        position += 1
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

    /// Checks that nothing but white space is left.
    package mutating func end() throws(TraceError) {
        if !isAtEnd() { throw broken("the end of the file", found()) }
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

    @inline(__always)
    mutating func skipSpace() {
        while position < bytes.count, bytes[position] <= 0x20 {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position &+= 1
            default: return
            }
        }
    }

    /// The byte that comes next, for messages.
    func found() -> String {
        guard position < bytes.count else { return "the end of the file" }
        let byte = bytes[position]
        return byte > 0x20 && byte < 0x7F ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)"
    }
}
