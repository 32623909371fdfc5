import StackModel

/// A compression or encoding that is told by its first bytes.
enum Codec {
    case gzip
    case zstd
    case utf16(isLittleEndian: Bool)

    /// The codec whose magic number `head` begins with, if any.
    init?(magic head: [UInt8]) {
        if head.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstd
        } else if head.starts(with: [0xFF, 0xFE]) {
            self = .utf16(isLittleEndian: true)
        } else if head.starts(with: [0xFE, 0xFF]) {
            self = .utf16(isLittleEndian: false)
        } else {
            return nil
        }
    }

    /// A source of the decoded bytes.
    func wrap(_ source: any ByteSource, name: String) throws(TraceError) -> any ByteSource {
        switch self {
        case .gzip: try GzipSource(source, name: name)
        case .zstd: try ZstdSource(source, name: name)
        case .utf16(let isLittleEndian): UTF16Source(source, isLittleEndian: isLittleEndian)
        }
    }

    /// What `source` gives once all codecs round it, told by magic, are peeled off, and how many there were.
    static func peeled(
        _ source: any ByteSource, name: String, limits: InputLimits
    ) throws(TraceError) -> (source: any ByteSource, layers: Int) {
        var peeled = source
        for depth in 0... {
            let head = try PeekedSource(peeled)
            guard let codec = Codec(magic: head.head) else { return (head, depth) }
            guard depth < limits.codecDepth else { break }
            peeled = try codec.wrap(head, name: name)
        }
        throw TraceError(
            code: "input.codec.depth", at: SourceLocation(file: name),
            expected: "at most \(limits.codecDepth) layers of compression", found: "more")
    }
}
