import StackModel

/// A run of protobuf messages, each behind its length as four bytes, the highest first: how clinic's tools write.
package struct FramedMessages {
    private let bytes: ByteView
    private let file: String
    private var position = 0

    /// The messages in `bytes`, a whole file.
    package init(_ bytes: ByteView, file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// Where the next message's length stands.
    package var place: SourceLocation { SourceLocation(file: file, offset: position) }

    /// Whether all has been read.
    package var isAtEnd: Bool { position == bytes.count }

    /// The next message; nil where the file ends within it, as it does when a program is killed.
    package mutating func next() -> ProtobufReader? {
        guard bytes.count - position >= 4 else { return nil }
        var length = 0
        for offset in 0..<4 { length = length << 8 | Int(bytes[position + offset]) }
        let start = position + 4
        guard bytes.count - start >= length else { return nil }
        position = start + length
        return ProtobufReader(bytes.slice(start, position), file: file, offset: start)
    }

    /// The first message of the first bytes of a file; cut where they end.
    package static func first(in head: ByteView) -> ByteView? {
        guard head.count > 4, head[0] == 0 else { return nil }
        let length = Int(head[1]) << 16 | Int(head[2]) << 8 | Int(head[3])
        return head.slice(4, 4 + min(length, head.count - 4))
    }
}
