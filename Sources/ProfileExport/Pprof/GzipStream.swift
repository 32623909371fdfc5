import CIsal
import StackModel

/// Compresses bytes as they come into one gzip member, without a name or time, by isa-l: a little smaller than zlib's level
/// 1, which is Go's, and two to four times as fast as that (docs/exports.md).
final class GzipStream {
    /// isa-l's level. 1 and 2 are twice as fast, but what they find at the end of a stream depends on where in memory it
    /// lies (isa-l 2.30): once in some thousand runs equal content was not equal bytes.
    private static let level: UInt32 = 3

    private let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
    private let tables = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(isal_level_3_buffer_size))
    private let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)

    /// A member of no bytes yet.
    init() {
        isal_deflate_init(stream)
        stream.pointee.level = GzipStream.level
        stream.pointee.level_buf = tables
        stream.pointee.level_buf_size = isal_level_3_buffer_size
        stream.pointee.gzip_flag = UInt16(IGZIP_GZIP)
    }

    deinit {
        stream.deallocate()
        tables.deallocate()
        room.deallocate()
    }

    /// Compresses `bytes`, and ends the member where they are the last.
    func write(_ bytes: ByteView, isLast: Bool, to sink: inout ByteSink) throws(ExportError) {
        guard let count = UInt32(exactly: bytes.count) else { throw .memory }
        stream.pointee.end_of_stream = isLast ? 1 : 0
        try bytes.withMemory { (memory) throws(ExportError) in
            // isa-l takes its input as writable and leaves it as it is.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: memory)
            stream.pointee.avail_in = count
            // As long as it fills the room there may be more.
            repeat { try compress(to: &sink) } while stream.pointee.avail_out == 0
        }
    }

    private func compress(to sink: inout ByteSink) throws(ExportError) {
        stream.pointee.next_out = room.baseAddress
        stream.pointee.avail_out = UInt32(room.count)
        guard isal_deflate(stream) == COMP_OK, let base = room.baseAddress else { throw .memory }
        sink.write(ByteView(base: base, count: room.count - Int(stream.pointee.avail_out)))
    }
}
