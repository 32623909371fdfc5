import StackModel

/// A source of which the first four bytes have been looked at; a UTF-8 byte order mark among them is left out.
final class PeekedSource: ByteSource {
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
        // A UTF-8 byte order mark says nothing that a reader needs.
        if head.starts(with: PeekedSource.utf8Mark) { given = PeekedSource.utf8Mark.count }
    }

    static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int {
        if given == head.count { return try upstream.read(into: buffer) }
        let count = min(buffer.count, head.count - given)
        buffer.copyBytes(from: head[given..<(given + count)])
        given += count
        if head.count < 4 || count == buffer.count { return count }
        // More follows in the same piece: a codec can start anew as long as all it was given is one piece.
        return count + (try upstream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...])))
    }

    func everything(limit: Int) throws(TraceError) -> ByteBuffer? { try upstream.everything(limit: limit) }

    var divisibleSize: Int? { head.starts(with: PeekedSource.utf8Mark) ? nil : upstream.divisibleSize }

    func part(_ range: Range<Int>) -> (any ByteSource)? { upstream.part(range) }
}
