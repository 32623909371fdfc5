import Glibc
import StackModel

/// A file, a pipe or standard input, read by `read(2)`.
package final class FileSource: ByteSource {
    private let descriptor: Int32
    private let owned: Bool
    private let name: String

    /// Opens `path`; `-` is standard input. Throws where it cannot be opened or is a directory.
    package init(path: String) throws(TraceError) {
        name = path == "-" ? "<stdin>" : path
        owned = path != "-"
        descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            throw TraceError(
                code: "input.open", at: SourceLocation(file: name), expected: "a readable file",
                found: FileSource.reason(errno))
        }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            if owned { close(descriptor) }
            throw TraceError(
                code: "input.directory", at: SourceLocation(file: name), expected: "a file", found: "a directory",
                advice: "name the files in it, for example \(name)/*")
        }
    }

    deinit { if owned, descriptor >= 0 { close(descriptor) } }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int {
        try filled { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
    }

    /// Reads at `offset`, wherever other reads are; any thread may.
    fileprivate func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(TraceError) -> Int {
        try filled { pread(descriptor, buffer.baseAddress, buffer.count, offset) }
    }

    private func filled(_ read: () -> Int) throws(TraceError) -> Int {
        while true {
            let count = read()
            if count >= 0 { return count }
            if errno == EINTR { continue }
            throw TraceError(
                code: "input.read", at: SourceLocation(file: name), expected: "to read on",
                found: FileSource.reason(errno))
        }
    }

    /// The size of an ordinary file.
    package var divisibleSize: Int? {
        var status = stat()
        guard owned, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
            return nil
        }
        return Int(status.st_size)
    }

    package func part(_ range: Range<Int>) -> (any ByteSource)? { owned ? FilePart(self, range) : nil }

    /// All of an ordinary file, into memory of its size.
    package func everything(limit: Int) throws(TraceError) -> ByteBuffer? {
        guard let size = divisibleSize else { return nil }
        var buffer = ByteBuffer()
        lseek(descriptor, 0, SEEK_SET)
        while buffer.count <= limit {
            // One byte more than there should be: a file that grows is read to its new end.
            guard let room = buffer.room(atLeast: max(min(size, limit) + 1 - buffer.count, 1)) else {
                return nil
            }
            let count = try read(into: room)
            if count == 0 { return buffer }
            buffer.claim(count)
        }
        var limits = InputLimits()
        limits.wholeFileBytes = limit
        throw limits.tooLarge(name)
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// A part of a file, which keeps the file open.
private final class FilePart: ByteSource {
    private let file: FileSource
    private var position: Int
    private let end: Int

    init(_ file: FileSource, _ range: Range<Int>) {
        self.file = file
        position = range.lowerBound
        end = range.upperBound
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int {
        let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(end - position))
        let count = try file.read(into: wanted, at: position)
        position += count
        return count
    }
}

/// Bytes in memory, given out in pieces of at most `chunk`: for tests of what a reader does at piece borders.
package final class MemorySource: ByteSource {
    private let bytes: [UInt8]
    private let chunk: Int
    private var position = 0

    /// A source of `bytes`.
    package init(_ bytes: [UInt8], chunk: Int = .max) {
        self.bytes = bytes
        self.chunk = chunk
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int {
        let count = min(buffer.count, chunk, bytes.count - position)
        buffer.copyBytes(from: bytes[position..<(position + count)])
        position += count
        return count
    }
}
