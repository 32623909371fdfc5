import StackModel
import TraceInput

/// The lines of a text that is in memory as a whole, one after the other, with the place of each.
struct TextLines {
    private let bytes: ByteView
    private let file: String
    private var position = 0
    private var lineStart = 0
    private var lineNumber = 0

    /// The lines of `bytes`, which belong to `file`.
    init(_ bytes: ByteView, file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// The next line without its end; nil after the last.
    mutating func next() -> ByteView? {
        guard position < bytes.count else { return nil }
        lineStart = position
        lineNumber += 1
        let end = bytes.firstIndex(of: 0x0A, from: position) ?? bytes.count
        position = min(end + 1, bytes.count)
        let line = bytes.slice(lineStart, end)
        return line.last == 0x0D ? line.prefix(line.count - 1) : line
    }

    /// The place of the line that `next` gave last.
    var location: SourceLocation { SourceLocation(file: file, offset: lineStart, line: lineNumber) }

    /// An error in the line that `next` gave last.
    func broken(_ code: String, _ expected: String, _ found: String) -> TraceError {
        TraceError(code: code, at: location, expected: expected, found: found)
    }
}

/// A cursor over one line, for records of fixed shape.
struct FieldCursor {
    let bytes: ByteView
    private(set) var position = 0

    /// A cursor at the start of `bytes`.
    init(_ bytes: ByteView) { self.bytes = bytes }

    /// What is left, blanks at both ends apart.
    var rest: ByteView { bytes.dropFirst(position).trimmed }

    /// Whether nothing but blanks is left.
    var isAtEnd: Bool { bytes.skipBlanks(from: position) == bytes.count }

    /// Passes over blanks and then `literal`; false, without moving, where something else stands.
    mutating func skip(_ literal: StaticString) -> Bool {
        let start = bytes.skipBlanks(from: position)
        guard bytes.dropFirst(start).hasPrefix(literal) else { return false }
        position = start + literal.utf8CodeUnitCount
        return true
    }

    /// The next whole number, behind blanks; nil, without moving, where there is none of 64 bits.
    mutating func integer() -> Int64? {
        let start = bytes.skipBlanks(from: position)
        var end = start
        if end < bytes.count, bytes[end] == 0x2D { end += 1 }
        end += bytes.decimalDigits(from: end)
        guard let value = bytes.slice(start, end).signedDecimal else { return nil }
        position = end
        return value
    }

    /// The next `0x` number, behind blanks; nil, without moving, where there is none of 64 bits.
    mutating func address() -> UInt64? {
        let start = bytes.skipBlanks(from: position)
        guard bytes.dropFirst(start).hasPrefix("0x") else { return nil }
        let end = start + 2 + bytes.hexDigits(from: start + 2)
        guard let value = bytes.slice(start + 2, end).significantHexadecimal else { return nil }
        position = end
        return value
    }

    /// The next word: up to a blank.
    mutating func word() -> ByteView {
        let start = bytes.skipBlanks(from: position)
        var end = start
        while end < bytes.count, bytes[end] != 0x20, bytes[end] != 0x09 { end += 1 }
        position = end
        return bytes.slice(start, end)
    }
}

extension ByteView {
    /// The window as a hexadecimal number, however many zeros lead it.
    var significantHexadecimal: UInt64? {
        guard count > 16 else { return hexadecimal }
        let extra = count - 16
        for index in 0..<extra where self[index] != 0x30 { return nil }
        return dropFirst(extra).hexadecimal
    }
}
