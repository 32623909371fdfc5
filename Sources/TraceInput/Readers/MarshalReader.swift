import StackModel

/// One value of Python's marshal format, flat: what a container holds stands in the reader's `items`.
package enum MarshalValue: Sendable {
    case none
    case bool(Bool)
    case int(Int64)
    case float(Double)
    /// Bytes `start ..< end` of the file: a text or a byte string.
    case text(start: Int, end: Int)
    /// `count` values from `items[start]` on.
    case tuple(start: Int, count: Int)
    /// A container that is still being read: a reference to it would be a cycle.
    case unfinished
}

/// Reads marshal data without trusting or running anything: code objects and all else that a pstats file has no
/// business to hold are refused. (Type codes: CPython's Python/marshal.c, versions 0 to 5.)
package struct MarshalReader {
    private let bytes: ByteView
    private let file: String
    private var position = 0
    private var references: [MarshalValue] = []
    /// What tuples hold.
    package private(set) var items: [MarshalValue] = []
    private let depthLimit = 32

    /// A reader of a whole marshal file.
    package init(_ bytes: ByteView, file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// Where the reader stands.
    package var offset: Int { position }

    /// How many bytes there are in all.
    package var count: Int { bytes.count }

    /// The bytes of a text.
    package func view(_ start: Int, _ end: Int) -> ByteView { bytes.slice(start, end) }

    /// Forgets the items that nothing refers to any more, back to `mark`, where no reference can reach them.
    package mutating func release(to mark: Int) {
        if references.isEmpty { items.removeSubrange(mark...) }
    }

    /// Whether a dict begins here; it is entered when it does.
    package mutating func openDict() throws(TraceError) {
        let code = try byte()
        guard code & 0x7F == 0x7B else { throw broken("marshal.root", "a dict", "type code \(MarshalReader.name(code))") }
        if code & 0x80 != 0 { references.append(.unfinished) }
    }

    /// Whether the dict that is being read ends here; its end is passed over when it does.
    package mutating func closesDict() throws(TraceError) -> Bool {
        guard position < bytes.count else { throw cut() }
        guard bytes[position] == 0x30 else { return false }
        position += 1
        return true
    }

    /// Enters a tuple of `expecting` items whose last one the caller reads itself; gives the others.
    package mutating func openTuple(expecting: Int) throws(TraceError) -> [MarshalValue] {
        let code = try byte()
        if code & 0x80 != 0 { references.append(.unfinished) }
        let count: Int
        switch code & 0x7F {
        case 0x29: count = Int(try byte())
        case 0x28: count = Int(truncatingIfNeeded: try integer(4))
        default:
            throw broken("marshal.tuple", "a tuple of \(expecting) items", "type code \(MarshalReader.name(code))")
        }
        guard count == expecting else {
            throw broken("marshal.tuple", "a tuple of \(expecting) items", "one of \(count)")
        }
        var values: [MarshalValue] = []
        for _ in 0..<(expecting - 1) { values.append(try value()) }
        return values
    }

    /// The next value; a dict is not one of those that may stand here.
    package mutating func value(depth: Int = 0) throws(TraceError) -> MarshalValue {
        guard depth < depthLimit else {
            throw broken("marshal.depth", "at most \(depthLimit) nested values", "more")
        }
        let raw = try byte()
        let isReferenced = raw & 0x80 != 0
        let code = raw & 0x7F
        let slot = references.count
        if isReferenced { references.append(.unfinished) }
        let value = try scalar(code, depth: depth)
        if isReferenced { references[slot] = value }
        return value
    }

    private mutating func scalar(_ code: UInt8, depth: Int) throws(TraceError) -> MarshalValue {
        switch code {
        case 0x4E: return .none  // N
        case 0x54: return .bool(true)  // T
        case 0x46: return .bool(false)  // F
        case 0x69: return .int(Int64(Int32(bitPattern: UInt32(truncatingIfNeeded: try integer(4)))))  // i
        case 0x49: return .int(Int64(bitPattern: try integer(8)))  // I
        case 0x6C: return .int(try long())  // l
        case 0x67: return .float(Double(bitPattern: try integer(8)))  // g
        case 0x66: return .float(try textFloat())  // f
        case 0x73, 0x74, 0x75, 0x61, 0x41: return try text(length: Int(truncatingIfNeeded: try integer(4)))  // s t u a A
        case 0x7A, 0x5A: return try text(length: Int(try byte()))  // z Z
        case 0x29: return try tuple(count: Int(try byte()), depth: depth)  // )
        case 0x28: return try tuple(count: Int(truncatingIfNeeded: try integer(4)), depth: depth)  // (
        case 0x72: return try reference(Int(truncatingIfNeeded: try integer(4)))  // r
        default:
            throw broken(
                "marshal.type", "a number, text or tuple", "type code \(MarshalReader.name(code))",
                advice: code == 0x63 ? "a code object has no place in a profile; nothing of it was run" : nil)
        }
    }

    private mutating func tuple(count: Int, depth: Int) throws(TraceError) -> MarshalValue {
        // Every item takes at least one byte, so a count beyond what is left is a lie.
        guard count <= bytes.count - position else {
            throw broken("marshal.size", "at most \(bytes.count - position) items", "\(count)")
        }
        var values: [MarshalValue] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try value(depth: depth + 1)) }
        let start = items.count
        items.append(contentsOf: values)
        return .tuple(start: start, count: count)
    }

    private mutating func reference(_ index: Int) throws(TraceError) -> MarshalValue {
        guard index < references.count else {
            throw broken("marshal.reference", "a reference below \(references.count)", "\(index)")
        }
        if case .unfinished = references[index] {
            throw broken("marshal.cycle", "a finished value", "a value that contains itself")
        }
        return references[index]
    }

    private mutating func text(length: Int) throws(TraceError) -> MarshalValue {
        guard length <= bytes.count - position else {
            throw broken("marshal.size", "at most \(bytes.count - position) bytes", "\(length)")
        }
        let start = position
        position += length
        return .text(start: start, end: position)
    }

    /// A long: a count of 15-bit digits, negative for a negative number.
    private mutating func long() throws(TraceError) -> Int64 {
        let size = Int(Int32(bitPattern: UInt32(truncatingIfNeeded: try integer(4))))
        let digits = abs(size)
        guard digits <= (bytes.count - position) / 2 else { throw cut() }
        var value: UInt64 = 0
        for index in 0..<digits {
            let digit = try integer(2)
            guard digit < 0x8000 else { throw broken("marshal.long", "a 15-bit digit", "\(digit)") }
            if index < 4 { value |= digit << UInt64(15 * index) } else if digit != 0 { value = UInt64(Int64.max) }
        }
        let limited = Int64(clamping: value)
        return size < 0 ? -limited : limited
    }

    private mutating func textFloat() throws(TraceError) -> Double {
        let length = Int(try byte())
        guard length <= bytes.count - position else { throw cut() }
        let word = bytes.slice(position, position + length)
        position += length
        guard let value = Double(word.text) else { throw broken("marshal.float", "a number", "other text") }
        return value
    }

    private mutating func byte() throws(TraceError) -> UInt8 {
        guard position < bytes.count else { throw cut() }
        position += 1
        return bytes[position - 1]
    }

    private mutating func integer(_ size: Int) throws(TraceError) -> UInt64 {
        guard bytes.count - position >= size else { throw cut() }
        var value: UInt64 = 0
        for index in 0..<size { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
        position += size
        return value
    }

    private func cut() -> TraceError {
        broken("marshal.truncated", "more data", "the end of the file", advice: "the file is cut: copy or record it again")
    }

    private static func name(_ code: UInt8) -> String {
        let plain = code & 0x7F
        return plain > 0x20 && plain < 0x7F ? "'\(Character(UnicodeScalar(plain)))'" : "\(code)"
    }

    /// An error at the current place.
    package func broken(
        _ code: String, _ expected: String, _ found: String, advice: String? = nil
    ) -> TraceError {
        TraceError(
            code: code, at: SourceLocation(file: file, offset: position), expected: expected, found: found,
            advice: advice)
    }
}
