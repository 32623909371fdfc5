import StackModel
import Synchronization

/// A window that moves over the decoded bytes of one trace, with the offset and line number of where it stands.
///
/// Text formats take line after line from a reused buffer; formats that are one value take everything at once.
package final class ByteReader {
    /// The file's name for messages.
    package let name: String
    package let limits: InputLimits
    /// Number of the line that `nextLine` gave last, counted from 1.
    package private(set) var lineNumber = 0
    /// Offset of that line's first byte.
    package private(set) var lineOffset = 0
    /// Whether that line ended in a newline.
    package private(set) var lineIsWhole = true
    /// Whether a carriage return in front of a newline stays in its line.
    package var keepsCarriageReturns = false
    /// Whether the bytes were compressed in any way.
    package let isCompressed: Bool
    /// What all decompressed bytes are taken into as they are read.
    package var digest: ContentDigest?

    /// Whether somebody else wants no more of it.
    private let isStopped = Atomic(false)
    private let source: any ByteSource
    private let pieceSize: Int
    private var buffer = ByteBuffer()
    /// Where the window begins in the buffer; it ends with the bytes in use.
    private var start = 0
    private var atEnd = false
    private var consumed = 0

    /// Opens a file (`-` for standard input) and peels what compression it has, told by magic.
    package convenience init(path: String, limits: InputLimits = InputLimits()) throws(TraceError) {
        try self.init(source: FileSource(path: path), name: path == "-" ? "<stdin>" : path, limits: limits)
    }

    /// Reads from `source` and peels what compression it has, told by magic.
    package init(
        source: any ByteSource, name: String, limits: InputLimits = InputLimits(), bufferSize: Int = 1 << 18
    ) throws(TraceError) {
        self.name = name
        self.limits = limits
        pieceSize = max(bufferSize, 16)
        let peeled = try Codec.peeled(source, name: name, limits: limits)
        self.source = peeled.source
        isCompressed = peeled.layers > 0
    }

    /// A reader of `source`, which is a part of what another reader has, from `offset` on.
    private init(_ source: any ByteSource, of whole: ByteReader, offset: Int) {
        (name, limits, pieceSize) = (whole.name, whole.limits, whole.pieceSize)
        self.source = source
        isCompressed = false
        consumed = offset
    }

    /// How many bytes there are, where several threads may read parts of them at once: those of a plain file.
    package var divisibleSize: Int? { isCompressed || digest != nil ? nil : source.divisibleSize }

    /// A reader of the bytes in `range`, as far as there are so many; nil where no part can be read.
    package func part(_ range: Range<Int>) -> ByteReader? {
        guard !isCompressed, digest == nil, let part = source.part(range) else { return nil }
        return ByteReader(part, of: self, offset: range.lowerBound)
    }

    /// Lets the bytes end where they have been read to; any thread may.
    package func stop() { isStopped.store(true, ordering: .relaxed) }

    /// Offset of what comes next.
    package var offset: Int { consumed }

    /// A place in the current line; `column` counts from 0 within the line.
    package func location(column: Int? = nil) -> SourceLocation {
        SourceLocation(file: name, offset: lineOffset + (column ?? 0), line: lineNumber, column: column.map { $0 + 1 })
    }

    /// The first bytes (at most 4 KiB) without moving on, valid until the next call.
    package func peek() throws(TraceError) -> ByteView {
        while buffer.count - start < 4096, !atEnd { try fill() }
        return buffer.view(start, min(buffer.count, start + 4096))
    }

    /// The next line without its newline (and without a carriage return before it), valid until the next call.
    @inline(__always)
    package func nextLine() throws(TraceError) -> ByteView? {
        let window = buffer.view(start, buffer.count)
        guard let newline = window.firstIndex(of: 0x0A) else { return try slowLine() }
        return take(window.prefix(newline), whole: true)
    }

    @inline(never)
    private func slowLine() throws(TraceError) -> ByteView? {
        var searched = buffer.count - start
        while !atEnd {
            if buffer.count - start > limits.lineBytes {
                throw limits.tooLong(at: SourceLocation(file: name, offset: consumed, line: lineNumber + 1))
            }
            try fill()
            let window = buffer.view(start, buffer.count)
            if let newline = window.firstIndex(of: 0x0A, from: searched) {
                return take(window.prefix(newline), whole: true)
            }
            searched = buffer.count - start
        }
        if start == buffer.count { return nil }
        return take(buffer.view(start, buffer.count), whole: false)
    }

    /// Whole lines, newlines included: all that the buffer holds, at least one; at the end of the text what is left,
    /// which may lack its newline. Valid until the next call; a text is read by blocks or by lines, not by both.
    package func nextBlock() throws(TraceError) -> ByteView? {
        var searched = 0
        while true {
            let window = buffer.view(start, buffer.count)
            if let newline = window.dropFirst(searched).lastIndex(of: 0x0A) {
                return takeBlock(window.prefix(searched + newline + 1))
            }
            searched = window.count
            if atEnd { return searched == 0 ? nil : takeBlock(window) }
            if searched > limits.lineBytes {
                throw limits.tooLong(at: SourceLocation(file: name, offset: consumed))
            }
            try fill()
        }
    }

    private func takeBlock(_ block: ByteView) -> ByteView {
        start += block.count
        consumed += block.count
        return block
    }

    @inline(__always)
    private func take(_ line: ByteView, whole: Bool) -> ByteView {
        lineOffset = consumed
        lineNumber &+= 1
        lineIsWhole = whole
        let taken = line.count &+ (whole ? 1 : 0)
        start &+= taken
        consumed &+= taken
        return line.last == 0x0D && !keepsCarriageReturns ? line.prefix(line.count - 1) : line
    }

    /// All bytes that are left, valid as long as the reader. What `peek` gave before is not valid any more.
    package func readAll() throws(TraceError) -> ByteView {
        if !atEnd, consumed == 0, digest == nil, let whole = try source.everything(limit: limits.wholeFileBytes) {
            buffer = whole
            start = buffer.view(0, buffer.count).hasPrefix("\u{FEFF}") ? 3 : 0
            atEnd = true
        }
        while !atEnd {
            if buffer.count - start > limits.wholeFileBytes { throw limits.tooLarge(name) }
            try fill()
        }
        return buffer.view(start, buffer.count)
    }

    /// Reads to the end what the format did not want, so that the digest is one of all bytes.
    package func drain() throws(TraceError) {
        while !atEnd {
            start = buffer.count
            try fill()
        }
    }

    /// Reads more bytes behind those that are still wanted.
    private func fill() throws(TraceError) {
        if isStopped.load(ordering: .relaxed) {
            atEnd = true
            return
        }
        if start > 0, buffer.count - start <= buffer.capacity / 2 {
            buffer.removeFirst(start)
            start = 0
        }
        let isFull = buffer.count == buffer.capacity
        guard let room = buffer.room(atLeast: isFull ? max(pieceSize, buffer.capacity) : 1) else {
            throw TraceError(
                code: "input.memory", at: SourceLocation(file: name), expected: "memory to read on", found: "none")
        }
        let count = try source.read(into: room)
        if count == 0 { atEnd = true }
        digest?.update(UnsafeRawBufferPointer(rebasing: room[..<count]))
        buffer.claim(count)
    }
}
