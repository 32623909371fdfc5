import StackModel

/// One value of Python's marshal format, flat: what a tuple holds stands in the reader's `items`.
package enum MarshalValue: BitwiseCopyable, Sendable {
    case none
    case bool(Bool)
    case int(Int64)
    case float(Double)
    /// A text or a byte string.
    case text(MarshalText)
    /// `count` values from `items[start]` on.
    case tuple(start: Int, count: Int)
    case emptyDict
    /// A code object: the reader's `codes[index]`.
    case code(index: Int)
    /// A container that is still being read: a reference to it would be a cycle.
    case unfinished
}

/// Where a text stands in the file.
package struct MarshalText: BitwiseCopyable, Sendable {
    /// Offset of its first byte.
    package let start: Int
    let length: UInt32
    /// The number of the text among those that can be referred to, from 1 on; 0 for all others.
    package fileprivate(set) var number: UInt32 = 0

    /// The bytes of the file that it is.
    package var range: Range<Int> { start..<(start &+ Int(length)) }
}

/// Reads marshal data without trusting or running anything: what a pstats file has no business to hold is refused, and
/// of code objects only the name is read. (Type codes: CPython's Python/marshal.c, versions 0 to 5; `R`, a reference to an
/// interned string, in Python 2's only.)
package struct MarshalReader: ~Copyable {
    /// The whole file.
    package let bytes: ByteView
    private let file: String
    /// Where the reader stands.
    package internal(set) var position = 0
    /// What type codes with the flag 0x80 stood for, in their order (version 3 and later), and what codes `t` did
    /// (version 1 and 2).
    package private(set) var references = Column<MarshalValue>()
    private var internedTexts = Column<MarshalValue>()
    /// How many texts can be referred to.
    private var numberedTexts: UInt32 = 0
    /// What tuples hold.
    package private(set) var items = Column<MarshalValue>()
    /// The code objects that were read, and the layout of the one that is being read.
    package internal(set) var codes: [MarshalCode] = []
    var codeLayout: Int?
    private let depthLimit = 32
    /// Most items at a time: 24 bytes each, where one in the file may be one byte.
    private let itemLimit = 1 << 24
    /// How many items are to come in the tuples that are being read.
    private var owed = 0

    /// A reader of a whole marshal file.
    package init(_ bytes: ByteView, file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// Forgets the items from `mark` on, which no reference may reach.
    @inline(__always)
    package mutating func release(to mark: Int) { items.truncate(to: mark) }

    /// Where the reader stands, to go back to.
    struct Place {
        let position: Int
        let owed: Int
        let counts: (references: Int, internedTexts: Int, items: Int, codes: Int)
    }

    var place: Place {
        Place(
            position: position, owed: owed,
            counts: (references.count, internedTexts.count, items.count, codes.count))
    }

    /// Goes back to a place, and forgets what was read since.
    mutating func goBack(to place: Place) {
        position = place.position
        owed = place.owed
        references.truncate(to: place.counts.references)
        internedTexts.truncate(to: place.counts.internedTexts)
        items.truncate(to: place.counts.items)
        codes.removeLast(codes.count - place.counts.codes)
    }

    /// An error at the current place.
    package func broken(_ code: String, _ expected: String, _ found: String, advice: String? = nil) -> TraceError {
        TraceError(
            code: code, at: SourceLocation(file: file, offset: position), expected: expected, found: found,
            advice: advice)
    }
}

// Containers that the caller reads piece by piece.
extension MarshalReader {
    /// Enters the dict that comes next; false where it is a reference to an empty one, and there is nothing to enter.
    package mutating func openDict() throws(TraceError) -> Bool {
        let code = try byte()
        if code & 0x7F == 0x72, case .emptyDict = try reference() { return false }
        guard code & 0x7F == 0x7B else { throw broken("marshal.dict", "a dict", MarshalReader.name(code)) }
        if code & 0x80 != 0 {
            let isEmpty = position < bytes.count && bytes[position] == 0x30
            references.append(isEmpty ? .emptyDict : .unfinished)
        }
        return true
    }

    /// Whether the dict that is being read ends here; its end is passed over when it does.
    package mutating func closesDict() throws(TraceError) -> Bool {
        guard position < bytes.count else { throw cut() }
        guard bytes[position] == 0x30 else { return false }
        position += 1
        return true
    }

    /// Enters a tuple of `expecting` items whose last one the caller reads itself; the others stand in `items` from
    /// the index that it gives.
    package mutating func openTuple(expecting: Int) throws(TraceError) -> Int {
        let code = try byte()
        if code & 0x80 != 0 { references.append(.unfinished) }
        let count: Int
        switch code & 0x7F {
        case 0x29: count = Int(try byte())
        case 0x28: count = try size()
        default: throw broken("marshal.tuple", "a tuple of \(expecting) items", MarshalReader.name(code))
        }
        guard count == expecting else {
            throw broken("marshal.tuple", "a tuple of \(expecting) items", "one of \(count)")
        }
        return try readItems(expecting - 1, depth: 0)
    }
}

// Values.
extension MarshalReader {
    /// The next value, without any dict in it.
    package mutating func value(depth: Int = 0) throws(TraceError) -> MarshalValue {
        try check(depth)
        let raw = try byte()
        guard raw & 0x80 != 0 else { return try value(of: raw, isInterned: raw == 0x74, depth: depth) }
        let slot = references.count
        references.append(.unfinished)
        let value = numbered(try value(of: raw & 0x7F, isInterned: false, depth: depth))
        references[slot] = value
        return value
    }

    @inline(__always)
    private func check(_ depth: Int) throws(TraceError) {
        if depth >= depthLimit { throw broken("marshal.depth", "at most \(depthLimit) nested values", "more") }
    }

    /// A value that can be referred to: a text gets a number.
    private mutating func numbered(_ value: MarshalValue) -> MarshalValue {
        guard case .text(var text) = value, text.number == 0, numberedTexts < .max else { return value }
        numberedTexts += 1
        text.number = numberedTexts
        return .text(text)
    }

    private mutating func value(
        of code: UInt8, isInterned: Bool, depth: Int
    ) throws(TraceError) -> MarshalValue {
        switch code {
        case 0x4E: return .none  // N
        case 0x54: return .bool(true)  // T
        case 0x46: return .bool(false)  // F
        case 0x69: return .int(Int64(Int32(bitPattern: try integer32())))  // i
        case 0x49: return .int(Int64(bitPattern: try integer64()))  // I
        case 0x6C: return .int(try long())  // l
        case 0x67: return .float(Double(bitPattern: try integer64()))  // g
        case 0x66: return .float(try textFloat())  // f
        case 0x73, 0x74, 0x75, 0x61, 0x41:  // s t u a A
            let text = try text(length: size())
            guard isInterned else { return text }
            internedTexts.append(numbered(text))
            return internedTexts[internedTexts.count - 1]
        case 0x7A, 0x5A: return try text(length: Int(byte()))  // z Z
        case 0x29: return try tuple(count: Int(byte()), depth: depth)  // )
        case 0x28: return try tuple(count: size(), depth: depth)  // (
        case 0x72: return try reference()  // r
        case 0x52: return try internedText()  // R
        case 0x63: return try self.code(depth: depth)  // c
        default:
            if codeLayout != nil, let constant = try constant(code, depth: depth) { return constant }
            throw broken("marshal.type", "a number, text or tuple", MarshalReader.name(code))
        }
    }

    mutating func tuple(count: Int, depth: Int) throws(TraceError) -> MarshalValue {
        .tuple(start: try readItems(count, depth: depth + 1), count: count)
    }

    /// Reads values one behind the other into `items`; gives the index of the first.
    private mutating func readItems(_ count: Int, depth: Int) throws(TraceError) -> Int {
        if count > 0 { try check(depth) }
        // Every item takes at least one byte, so a count beyond what is left is a lie.
        let start = items.count
        let most = min(bytes.count - position - owed, itemLimit - start)
        guard count <= most else { throw broken("marshal.size", "at most \(most) items", "\(count)") }
        owed += count
        items.extend(to: start + count, with: .unfinished)
        for index in start..<(start + count) {
            owed -= 1
            if let number = try number() {
                items[index] = number
            } else {
                items[index] = try value(depth: depth)
            }
        }
        return start
    }

    /// What comes next if it is a number of four bytes or eight that nothing refers to, or a reference: most of what a
    /// file holds. Otherwise nil, and nothing is read.
    @inline(__always)
    private mutating func number() throws(TraceError) -> MarshalValue? {
        guard position &+ 9 <= bytes.count else { return nil }
        switch bytes[position] {
        case 0x69:
            position &+= 5
            return .int(Int64(Int32(bitPattern: bytes.littleEndian32(at: position &- 4))))
        case 0x67:
            position &+= 9
            return .float(Double(bitPattern: bytes.littleEndian64(at: position &- 8)))
        case 0x72:
            position &+= 1
            return try reference()
        default: return nil
        }
    }

    private mutating func reference() throws(TraceError) -> MarshalValue {
        let index = Int(try integer32())
        guard index < references.count else {
            throw broken("marshal.reference", "a reference below \(references.count)", "\(index)")
        }
        if case .unfinished = references[index] {
            throw broken("marshal.cycle", "a reference to a finished text, number or tuple", "one to a container")
        }
        return references[index]
    }

    private mutating func internedText() throws(TraceError) -> MarshalValue {
        let index = Int(try integer32())
        guard index < internedTexts.count else {
            throw broken("marshal.reference", "an interned text below \(internedTexts.count)", "\(index)")
        }
        return internedTexts[index]
    }
}

// Scalars.
extension MarshalReader {
    private mutating func text(length: Int) throws(TraceError) -> MarshalValue {
        guard length <= bytes.count - position else {
            throw broken("marshal.size", "at most \(bytes.count - position) bytes", "\(length)")
        }
        position += length
        return .text(MarshalText(start: position - length, length: UInt32(length)))
    }

    /// A long: a count of 15-bit digits, negative for a negative number; held at the limits of 64 bits.
    private mutating func long() throws(TraceError) -> Int64 {
        let size = Int(Int32(bitPattern: try integer32()))
        let digits = abs(size)
        guard digits <= (bytes.count - position) / 2 else { throw cut() }
        var value: UInt64 = 0
        var isBeyond = false
        for index in 0..<digits {
            let digit = try integer16()
            guard digit < 0x8000 else { throw broken("marshal.long", "a 15-bit digit", "\(digit)") }
            // Four digits are 60 bits; of the fifth three more fit.
            if index < 4 || index == 4 && digit < 8 {
                value |= digit << UInt64(15 * index)
            } else {
                isBeyond = isBeyond || digit > 0
            }
        }
        if isBeyond || value > UInt64(Int64.max) { return size < 0 ? .min : .max }
        return size < 0 ? 0 - Int64(value) : Int64(value)
    }

    mutating func textFloat() throws(TraceError) -> Double {
        let length = Int(try byte())
        guard length <= bytes.count - position else { throw cut() }
        position += length
        guard let value = Double(bytes.slice(position - length, position).text) else {
            throw broken("marshal.float", "a number", "other text")
        }
        return value
    }

    @inline(__always)
    private mutating func byte() throws(TraceError) -> UInt8 {
        guard position < bytes.count else { throw cut() }
        position += 1
        return bytes[position - 1]
    }

    /// A size, which is never negative.
    mutating func size() throws(TraceError) -> Int {
        let size = Int32(bitPattern: try integer32())
        guard size >= 0 else { throw broken("marshal.size", "a size of 0 or more", "\(size)") }
        return Int(size)
    }

    @inline(__always)
    private mutating func integer16() throws(TraceError) -> UInt64 {
        guard bytes.count - position >= 2 else { throw cut() }
        position += 2
        return UInt64(bytes[position - 2]) | UInt64(bytes[position - 1]) << 8
    }

    @inline(__always)
    mutating func integer32() throws(TraceError) -> UInt32 {
        guard bytes.count - position >= 4 else { throw cut() }
        position += 4
        return bytes.littleEndian32(at: position - 4)
    }

    @inline(__always)
    mutating func integer64() throws(TraceError) -> UInt64 {
        guard bytes.count - position >= 8 else { throw cut() }
        position += 8
        return bytes.littleEndian64(at: position - 8)
    }

    private func cut() -> TraceError {
        broken(
            "marshal.truncated", "more data", "the end of the file",
            advice: "the file is cut: copy or record it again")
    }

    /// A type code in words.
    private static func name(_ code: UInt8) -> String {
        let plain = code & 0x7F
        return plain > 0x20 && plain < 0x7F ? "type code '\(Character(UnicodeScalar(plain)))'" : "type code \(plain)"
    }
}
