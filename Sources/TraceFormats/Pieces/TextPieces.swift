import StackModel
import TraceInput

/// A part of a text: whole lines, in memory of their own.
///
/// Filled by one thread, then read by others: never changed while it is handed on, which is why it may be shared.
final class TextPiece: @unchecked Sendable {
    private var buffer = ByteBuffer()
    /// Where in the text it begins.
    private(set) var offset = 0
    /// Whether it begins where a record does.
    private var beginsRecord = true
    /// Whether it ends where a record does.
    fileprivate(set) var endsRecord = true

    /// Begins anew in the same memory: pages that were never touched cost more than all that is done to a piece.
    fileprivate func begin(at offset: Int, beginsRecord: Bool) {
        buffer.removeFirst(buffer.count)
        self.offset = offset
        self.beginsRecord = beginsRecord
        endsRecord = true
    }

    /// Whether it can be read apart: it has all lines of its records.
    var isWhole: Bool { beginsRecord && endsRecord }

    /// The bytes, valid as long as the piece.
    var bytes: ByteView { buffer.view(0, buffer.count) }

    /// Adds bytes; false where memory is out.
    func append(_ bytes: ByteView) -> Bool {
        guard !bytes.isEmpty else { return true }
        guard let room = buffer.room(atLeast: bytes.count) else { return false }
        bytes.copy(to: room)
        buffer.claim(bytes.count)
        return true
    }
}

/// Cuts a text into pieces of about one size, where one record ends and another begins.
struct TextPieces<Parser: PieceParser> {
    private let reader: ByteReader
    private let size: Int
    private var offset = 0
    /// What lies behind the last cut and was read already.
    private var rest: TextPiece
    private(set) var atEnd = false
    /// Pieces that are done with.
    private var spare: [TextPiece] = []

    /// Pieces of `size` bytes or somewhat more.
    init(_ reader: ByteReader, size: Int) {
        self.reader = reader
        self.size = size
        rest = TextPiece()
    }

    /// Takes back a piece that nobody reads any more.
    mutating func takeBack(_ piece: TextPiece) { spare.append(piece) }

    /// The next piece; nil at the end of the text.
    mutating func next() throws(TraceError) -> TextPiece? {
        guard !atEnd else { return nil }
        let piece = rest
        while let block = try reader.nextBlock() {
            guard piece.bytes.count + block.count >= size else {
                try add(block, to: piece)
                continue
            }
            let border = Parser.lastBorder(in: block)
            let cut = border ?? block.count
            try add(block.prefix(cut), to: piece)
            piece.endsRecord = border != nil
            rest = spare.popLast() ?? TextPiece()
            rest.begin(at: piece.offset + piece.bytes.count, beginsRecord: border != nil)
            try add(block.dropFirst(cut), to: rest)
            return piece
        }
        atEnd = true
        return piece.bytes.isEmpty ? nil : piece
    }

    private func add(_ bytes: ByteView, to piece: TextPiece) throws(TraceError) {
        guard piece.append(bytes) else {
            throw TraceError(
                code: "input.memory", at: SourceLocation(file: reader.name), expected: "memory to read on",
                found: "none")
        }
    }
}
