import StackModel

/// Walks the fields of one protobuf message, checking every length against the bytes that are there.
package struct ProtobufReader {
    @usableFromInline let bytes: ByteView
    @usableFromInline var position = 0
    private let base: Int
    private let file: String

    /// Number and kind of the current field.
    package private(set) var field = 0
    private var wireType = 0

    /// A reader of `bytes`; `offset` is where they stand in `file`, for messages.
    package init(_ bytes: ByteView, file: String, offset: Int = 0) {
        self.bytes = bytes
        base = offset
        self.file = file
    }

    /// Where the reader stands in the file.
    package var offset: Int { base + position }

    /// Goes to the next field; false at the end of the message.
    @inline(__always)
    package mutating func next() throws(TraceError) -> Bool {
        guard position < bytes.count else { return false }
        let key = try varint()
        field = Int(truncatingIfNeeded: key >> 3)
        wireType = Int(key & 7)
        guard key >> 3 > 0, key >> 3 <= 0x1FFF_FFFF else { throw broken("a field number above 0", "\(key >> 3)") }
        return true
    }

    /// The value of a field that is a whole number.
    @inline(__always)
    package mutating func integer() throws(TraceError) -> Int64 {
        guard wireType == 0 else { throw broken("a number in field \(field)", "wire type \(wireType)") }
        return Int64(bitPattern: try varint())
    }

    /// The bytes of a field that is a string or a message.
    @inline(__always)
    package mutating func message() throws(TraceError) -> ByteView {
        guard wireType == 2 else { throw broken("a length in field \(field)", "wire type \(wireType)") }
        let length = try varint()
        guard length <= UInt64(bytes.count - position) else {
            throw broken("at most \(bytes.count - position) bytes in field \(field)", "\(length)")
        }
        let start = position
        position += Int(length)
        return bytes.slice(start, position)
    }

    /// The field's message as a reader of its own.
    package mutating func nested() throws(TraceError) -> ProtobufReader {
        let message = try message()
        return ProtobufReader(message, file: file, offset: base + position - message.count)
    }

    /// Whether the current field is a string, a message, or a repeated number in its packed form.
    package var isText: Bool { wireType == 2 }

    /// The value of a field that is a double.
    package mutating func double() throws(TraceError) -> Double {
        guard wireType == 1 else { throw broken("a double in field \(field)", "wire type \(wireType)") }
        let start = position
        try advance(8)
        var bits: UInt64 = 0
        for index in (start..<position).reversed() { bits = bits << 8 | UInt64(bytes[index]) }
        return Double(bitPattern: bits)
    }

    /// Adds the values of a repeated number, packed or not.
    package mutating func integers(into values: inout [Int64]) throws(TraceError) {
        guard wireType == 2 else {
            values.append(try integer())
            return
        }
        var packed = try nested()
        while packed.position < packed.bytes.count { values.append(Int64(bitPattern: try packed.varint())) }
    }

    /// A reader of numbers that are packed in `list` without fields, from `position` on, for `nextPacked`.
    package init(packed list: ByteView, at position: Int = 0, file: String) {
        self.init(list, file: file)
        self.position = position
    }

    /// The next number of a packed list; nil at its end.
    @inlinable
    @inline(__always)
    package mutating func nextPacked() throws(TraceError) -> Int64? {
        guard position < bytes.count else { return nil }
        if position &+ 3 < bytes.count {
            // Most ids have one to three bytes.
            let (first, second) = (UInt64(bytes[position]), UInt64(bytes[position &+ 1]))
            if first < 0x80 {
                position &+= 1
                return Int64(bitPattern: first)
            }
            if second < 0x80 {
                position &+= 2
                return Int64(bitPattern: first & 0x7F | second &<< 7)
            }
            let third = UInt64(bytes[position &+ 2])
            if third < 0x80 {
                position &+= 3
                return Int64(bitPattern: first & 0x7F | (second & 0x7F) &<< 7 | third &<< 14)
            }
        }
        return Int64(bitPattern: try varint())
    }

    /// An error at the current place.
    package func broken(_ expected: String, _ found: String, code: String = "protobuf.wire") -> TraceError {
        TraceError(
            code: code, at: SourceLocation(file: file, offset: offset), expected: expected, found: found,
            advice: "the file is cut or damaged: copy or record it again")
    }
}

// Numbers, and what is passed over.
extension ProtobufReader {
    /// Passes over a field that nobody wants, whatever it holds.
    package mutating func skip() throws(TraceError) {
        if wireType == 3 { return try skipGroup() }
        try skipValue()
    }

    private mutating func skipValue() throws(TraceError) {
        switch wireType {
        case 0: _ = try varint()
        case 1: try advance(8)
        case 2: _ = try message()
        case 5: try advance(4)
        default: throw broken("a known wire type in field \(field)", "wire type \(wireType)")
        }
    }

    /// Passes over a group (wire types 3 and 4, which proto3 does not write) and the groups in it.
    private mutating func skipGroup() throws(TraceError) {
        var open = [field]
        while let group = open.last {
            guard try next() else { throw broken("the end of group \(group)", "the end of the message") }
            if wireType == 3 {
                guard open.count < 64 else { throw broken("at most 64 groups in each other", "more") }
                open.append(field)
            } else if wireType == 4 {
                guard field == group else { throw broken("the end of group \(group)", "that of group \(field)") }
                open.removeLast()
            } else {
                try skipValue()
            }
        }
    }

    private mutating func advance(_ count: Int) throws(TraceError) {
        guard bytes.count - position >= count else {
            throw broken("\(count) bytes in field \(field)", "\(bytes.count - position)")
        }
        position += count
    }

    @inlinable
    @inline(__always)
    mutating func varint() throws(TraceError) -> UInt64 {
        if position < bytes.count, bytes[position] < 0x80 {
            let byte = bytes[position]
            position &+= 1
            return UInt64(byte)
        }
        return try longVarint()
    }

    @usableFromInline
    mutating func longVarint() throws(TraceError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count {
            let byte = bytes[position]
            position &+= 1
            if shift == 63, byte > 1 { throw broken("a number of at most 64 bits", "a longer one") }
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        throw broken("the rest of a number", "the end of the message")
    }
}
