import CZlib
import StackModel

/// Gunzips another source, member after member, piece by piece; what is wanted whole is left to `GzipWhole`.
package final class GzipSource: ByteSource {
    private let upstream: any ByteSource
    private let name: String
    private var stream = z_stream()
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    /// How many pieces were read from upstream, and how long the last one was.
    private var piecesRead = 0
    private var pieceLength = 0
    private var inMember = false
    private var membersRead = 0
    private var finished = false

    /// A source of what `upstream` holds compressed; `name` is for messages.
    package init(_ upstream: any ByteSource, name: String) throws(TraceError) {
        self.upstream = upstream
        self.name = name
        // 15 window bits and 16 for the gzip wrapper, whose CRC and length zlib then checks.
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw TraceError(
                code: "gzip.memory", at: SourceLocation(file: name), expected: "memory for gzip", found: "none")
        }
    }

    deinit {
        inflateEnd(&stream)
        input.deallocate()
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int {
        guard !finished, buffer.count > 0 else { return 0 }
        stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(clamping: buffer.count)
        let room = stream.avail_out
        while stream.avail_out == room {
            if stream.avail_in == 0, try !fill() { return 0 }
            if !inMember, try !beginMember() { continue }
            switch inflate(&stream, Z_NO_FLUSH) {
            case Z_OK: break
            case Z_STREAM_END:
                inMember = false
                membersRead += 1
                inflateReset(&stream)
            case Z_BUF_ERROR where stream.avail_in == 0: break
            default:
                let reason = stream.msg.map { String(cString: $0) } ?? "garbage"
                throw GzipSource.broken(name, "gzip.data", "gzip data", reason)
            }
        }
        return Int(room - stream.avail_out)
    }

    /// Reads the next piece from upstream; false at the end of the last member.
    private func fill() throws(TraceError) -> Bool {
        pieceLength = try upstream.read(into: input)
        if pieceLength == 0 {
            guard !inMember else { throw GzipSource.truncated(name) }
            finished = true
            return false
        }
        piecesRead += 1
        stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_in = UInt32(pieceLength)
        return true
    }

    /// Whether another member starts here; zero padding after a member is skipped, as gzip does.
    private func beginMember() throws(TraceError) -> Bool {
        if membersRead > 0 {
            while stream.avail_in > 0, let next = stream.next_in, next.pointee == 0 {
                stream.next_in = next + 1
                stream.avail_in -= 1
            }
            guard stream.avail_in > 0 else { return false }
            guard stream.next_in?.pointee == 0x1F else { throw GzipSource.trailing(name) }
        }
        inMember = true
        return true
    }

    /// All at once, where the first piece is still at hand: the members are then inflated anew, whole.
    package func everything(limit: Int) throws(TraceError) -> ByteBuffer? {
        guard piecesRead <= 1 else { return nil }
        var packed = ByteBuffer()
        guard let room = packed.room(atLeast: input.count) else { return nil }
        room.copyBytes(from: input[..<pieceLength])
        packed.claim(pieceLength)
        while packed.count <= limit {
            guard let room = packed.room(atLeast: input.count) else { return nil }
            let count = try upstream.read(into: room)
            packed.claim(count)
            if count == 0 { return try GzipWhole.inflate(packed, name: name, limit: limit) }
        }
        throw GzipSource.tooLarge(name, limit)
    }
}

// What can be wrong with gzip data.
extension GzipSource {
    static func truncated(_ name: String) -> TraceError {
        broken(name, "gzip.truncated", "more gzip data", "the end of the file")
    }

    static func trailing(_ name: String) -> TraceError {
        broken(name, "gzip.trailing", "the end of the file or another gzip member", "other bytes")
    }

    static func tooLarge(_ name: String, _ limit: Int) -> TraceError {
        var limits = InputLimits()
        limits.wholeFileBytes = limit
        return limits.tooLarge(name)
    }

    static func broken(_ name: String, _ code: String, _ expected: String, _ found: String) -> TraceError {
        TraceError(
            code: code, at: SourceLocation(file: name), expected: expected, found: found,
            advice: "the file is cut or damaged: copy or record it again")
    }
}
