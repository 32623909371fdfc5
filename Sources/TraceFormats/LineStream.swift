import StackModel
import TraceInput

/// The lines of a text, one by one, without newline and without the carriage return before it.
///
/// It takes whole blocks from a reader, or one from a piece of a text, and looks for newlines itself, so that a line
/// costs one `memchr` and no call into the reader.
struct LineStream {
    /// What further blocks come from; nil for one piece.
    private let reader: ByteReader?
    private let file: String
    private var block = ByteView.empty
    private var position = 0
    private var lineStart = 0
    /// Where in the text the block begins: a line is valid as long as this is the same.
    private(set) var blockOffset = 0
    /// Number of the line that `next` gave last, counted from 1.
    private(set) var number = 0
    /// Whether that line ended in a newline.
    private(set) var isWhole = true

    /// All lines of a text, or of a part of it that stands behind `number` lines.
    init(_ reader: ByteReader, number: Int = 0) {
        self.reader = reader
        self.number = number
        file = reader.name
        blockOffset = reader.offset
    }

    /// The lines of a piece that begins at `offset`, behind `number` lines of the text.
    init(_ piece: ByteView, file: String, offset: Int, number: Int) {
        reader = nil
        self.file = file
        self.number = number
        blockOffset = offset
        block = piece
        if offset == 0 { skipByteOrderMark() }
    }

    /// The next line, valid until the next call; nil at the end.
    @inline(__always)
    mutating func next() throws(TraceError) -> ByteView? {
        if position == block.count, try !takeBlock() { return nil }
        number &+= 1
        lineStart = position
        guard let newline = block.firstIndex(of: 0x0A, from: position) else { return lastLine() }
        position = newline &+ 1
        let line = block.slice(lineStart, newline)
        return line.last == 0x0D ? line.prefix(line.count &- 1) : line
    }

    @inline(never)
    private mutating func takeBlock() throws(TraceError) -> Bool {
        blockOffset += block.count
        position = 0
        block = try reader?.nextBlock() ?? .empty
        if blockOffset == 0 { skipByteOrderMark() }
        return position < block.count
    }

    /// A byte order mark belongs to the text's encoding, not to its first line.
    private mutating func skipByteOrderMark() {
        if block.hasPrefix("\u{FEFF}") { position = 3 }
    }

    private mutating func lastLine() -> ByteView {
        isWhole = false
        position = block.count
        let line = block.dropFirst(lineStart)
        return line.last == 0x0D ? line.prefix(line.count - 1) : line
    }

    /// A place in the current line; `column` counts from 0 within the line.
    func location(column: Int? = nil) -> SourceLocation {
        SourceLocation(
            file: file, offset: blockOffset + lineStart + (column ?? 0), line: number,
            column: column.map { $0 + 1 })
    }
}
