import CDeflate
import CZlib
import StackModel

/// Gunzips another source, member after member, by zlib; a whole file at once by libdeflate.
package final class GzipSource: ByteSource {
    private let upstream: any ByteSource
    private let name: String
    private var stream = z_stream()
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
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
            if stream.avail_in == 0 {
                let count = try upstream.read(into: input)
                if count == 0 {
                    guard !inMember else { throw broken("more gzip data", "the end of the file", "gzip.truncated") }
                    finished = true
                    return 0
                }
                stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.avail_in = UInt32(count)
            }
            if !inMember, try !beginMember() { return 0 }
            switch inflate(&stream, Z_NO_FLUSH) {
            case Z_OK: break
            case Z_STREAM_END:
                inMember = false
                membersRead += 1
                inflateReset(&stream)
            case Z_BUF_ERROR where stream.avail_in == 0: break
            default:
                let reason = stream.msg.map { String(cString: $0) } ?? "garbage"
                throw broken("gzip data", reason, "gzip.data")
            }
        }
        return Int(room - stream.avail_out)
    }

    /// Whether another member starts here; zero padding after the last one is skipped, as gzip does.
    private func beginMember() throws(TraceError) -> Bool {
        guard membersRead > 0 else {
            inMember = true
            return true
        }
        while stream.avail_in > 0, let next = stream.next_in, next.pointee == 0 {
            stream.next_in = next + 1
            stream.avail_in -= 1
        }
        guard stream.avail_in > 0 else { return true }
        guard stream.next_in?.pointee == 0x1F else {
            throw broken("the end of the file or another gzip member", "other bytes", "gzip.trailing")
        }
        inMember = true
        return true
    }

    package func rewind() -> Bool {
        guard upstream.rewind() else { return false }
        inflateReset(&stream)
        stream.avail_in = 0
        inMember = false
        membersRead = 0
        finished = false
        return true
    }

    private func broken(_ expected: String, _ found: String, _ code: String) -> TraceError {
        TraceError(
            code: code, at: SourceLocation(file: name), expected: expected, found: found,
            advice: "the file is cut or damaged: copy or record it again")
    }
}
