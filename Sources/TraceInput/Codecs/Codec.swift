import StackModel

/// A compression that is told by its first bytes.
enum Codec {
    case gzip
    case zstd

    /// The codec whose magic number `head` begins with, if any.
    init?(magic head: [UInt8]) {
        if head.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstd
        } else {
            return nil
        }
    }

    /// A source of the decompressed bytes.
    func wrap(_ source: any ByteSource, name: String) throws(TraceError) -> any ByteSource {
        switch self {
        case .gzip: try GzipSource(source, name: name)
        case .zstd: try ZstdSource(source, name: name)
        }
    }
}

/// A source of which the first four bytes have been looked at.
final class Peeking: ByteSource {
    /// The first four bytes, or all there are.
    let head: [UInt8]
    private let upstream: any ByteSource
    private var given = 0

    init(_ upstream: any ByteSource) throws(TraceError) {
        self.upstream = upstream
        var head: [UInt8] = []
        let four = UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 4)
        defer { four.deallocate() }
        while head.count < 4 {
            let count = try upstream.read(into: UnsafeMutableRawBufferPointer(rebasing: four[..<(4 - head.count)]))
            if count == 0 { break }
            head.append(contentsOf: four[..<count])
        }
        self.head = head
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int {
        if given == head.count { return try upstream.read(into: buffer) }
        let count = min(buffer.count, head.count - given)
        buffer.copyBytes(from: head[given..<(given + count)])
        given += count
        return count
    }

    func rewind() -> Bool {
        guard upstream.rewind() else { return false }
        given = head.count
        return true
    }
}
