import StackModel

/// A window that moves over the decompressed bytes of one trace, with the offset and line number of where it stands.
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

    private let source: any ByteSource
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
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
        var peeled = source
        var layers = 0
        for depth in 0... {
            layers = depth
            let head = try Peeking(peeled)
            guard let codec = Codec(magic: head.head) else {
                peeled = head
                break
            }
            if depth == limits.codecDepth {
                throw TraceError(
                    code: "input.codec.depth", at: SourceLocation(file: name),
                    expected: "at most \(limits.codecDepth) layers of compression", found: "more")
            }
            peeled = try codec.wrap(head, name: name)
        }
        self.source = peeled
        isCompressed = layers > 0
        buffer = .allocate(byteCount: max(bufferSize, 16), alignment: 64)
    }

    deinit { buffer.deallocate() }

    /// A place in the current line; `column` counts from 0 within the line.
    package func location(column: Int? = nil) -> SourceLocation {
        SourceLocation(file: name, offset: lineOffset + (column ?? 0), line: lineNumber, column: column.map { $0 + 1 })
    }

    /// The first bytes (at most 4 KiB) without moving on, valid until the next call.
    package func peek() throws(TraceError) -> ByteView {
        while end - start < 4096, !atEnd { try fill() }
        return view(start, min(end, start + 4096))
    }

    /// The next line without its newline (and without a carriage return before it), valid until the next call.
    @inline(__always)
    package func nextLine() throws(TraceError) -> ByteView? {
        let window = view(start, end)
        guard let newline = window.firstIndex(of: 0x0A) else { return try slowLine() }
        return take(window.prefix(newline), whole: true)
    }

    @inline(never)
    private func slowLine() throws(TraceError) -> ByteView? {
        var searched = end - start
        while true {
            if atEnd { break }
            if end - start > limits.lineBytes {
                throw TraceError(
                    code: "input.line.length",
                    at: SourceLocation(file: name, offset: consumed, line: lineNumber + 1),
                    expected: "a line of at most \(limits.lineBytes) bytes", found: "a longer one")
            }
            try fill()
            let window = view(start, end)
            if let newline = window.firstIndex(of: 0x0A, from: searched) {
                return take(window.prefix(newline), whole: true)
            }
            searched = end - start
        }
        if start == end { return nil }
        return take(view(start, end), whole: false)
    }

    /// Whole lines, newlines included: all that the buffer holds, at least one; at the end of the text what is left,
    /// which may lack its newline. Valid until the next call; a text is read by blocks or by lines, not by both.
    package func nextBlock() throws(TraceError) -> ByteView? {
        var searched = 0
        while true {
            let window = view(start, end)
            if let newline = window.dropFirst(searched).lastIndex(of: 0x0A) {
                return takeBlock(window.prefix(searched + newline + 1))
            }
            searched = window.count
            if atEnd { return searched == 0 ? nil : takeBlock(window) }
            if searched > limits.lineBytes {
                throw TraceError(
                    code: "input.line.length", at: SourceLocation(file: name, offset: consumed),
                    expected: "a line of at most \(limits.lineBytes) bytes", found: "a longer one")
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

    /// All bytes that are left, valid as long as the reader.
    package func readAll() throws(TraceError) -> ByteView {
        while !atEnd {
            if end - start > limits.wholeFileBytes {
                throw TraceError(
                    code: "input.size", at: SourceLocation(file: name),
                    expected: "at most \(limits.wholeFileBytes >> 20) MiB after decompression", found: "more",
                    advice: "raise the limit with --max-size if the file is to be trusted")
            }
            try fill()
        }
        return view(start, end)
    }

    /// Reads to the end what the format did not want, so that the digest is one of all bytes.
    package func drain() throws(TraceError) {
        while !atEnd {
            start = end
            try fill()
        }
    }

    /// Reads more bytes behind those that are still wanted.
    private func fill() throws(TraceError) {
        if start > 0, end - start <= buffer.count / 2 {
            if start < end {
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
            }
            end -= start
            start = 0
        }
        if end == buffer.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 64)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
            buffer.deallocate()
            buffer = larger
            end -= start
            start = 0
        }
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
        if count == 0 { atEnd = true }
        digest?.update(UnsafeRawBufferPointer(rebasing: buffer[end..<(end + count)]))
        end += count
    }

    @inline(__always)
    private func view(_ from: Int, _ to: Int) -> ByteView {
        guard let base = buffer.baseAddress else { return .empty }
        return ByteView(base: UnsafePointer(base.assumingMemoryBound(to: UInt8.self)) + from, count: to - from)
    }
}
