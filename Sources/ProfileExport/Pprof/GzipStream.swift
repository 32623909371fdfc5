import CIsal
import StackModel

/// Compresses bytes as they come into one gzip member, without a name or time, by isa-l: at the size of zlib's level 1,
/// which is Go's, five times as fast as that and three times as fast as libdeflate's (docs/exports.md).
final class GzipStream {
    /// isa-l's level: 1 is as fast and a little larger, 3 half as fast and hardly smaller.
    private static let level: UInt32 = 2

    private let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
    private let tables = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(isal_level_2_buffer_size))
    private let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)

    /// A member of no bytes yet.
    init() {
        isal_deflate_init(stream)
        stream.pointee.level = GzipStream.level
        stream.pointee.level_buf = tables
        stream.pointee.level_buf_size = isal_level_2_buffer_size
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
