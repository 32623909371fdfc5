import CDeflate
import StackModel

/// Inflates gzip data that is in memory as a whole, by libdeflate: about twice as fast as a stream.
///
/// The length in a member's trailer is a hint at most (it is modulo 2^32, and anybody can write anything there), so
/// the room grows until a member fits, up to the limit.
enum GzipWhole {
    /// All members of `packed`, one behind the other; zero padding between and after them is skipped, as gzip does.
    static func inflate(
        _ packed: borrowing ByteBuffer, name: String, limit: Int
    ) throws(TraceError) -> ByteBuffer {
        guard let inflater = libdeflate_alloc_decompressor() else {
            throw GzipSource.broken(name, "gzip.memory", "memory for gzip", "none")
        }
        defer { libdeflate_free_decompressor(inflater) }
        var output = ByteBuffer()
        var position = 0
        repeat {
            position += try member(inflater, packed.memory, from: position, into: &output, name: name, limit: limit)
            while position < packed.count, packed.memory[position] == 0 { position += 1 }
            if position < packed.count, packed.memory[position] != 0x1F { throw GzipSource.trailing(name) }
        } while position < packed.count
        return output
    }

    /// Inflates the member that begins at `start`; gives how many bytes it takes.
    private static func member(
        _ inflater: OpaquePointer, _ packed: UnsafeRawBufferPointer, from start: Int, into output: inout ByteBuffer,
        name: String, limit: Int
    ) throws(TraceError) -> Int {
        let input = UnsafeRawBufferPointer(rebasing: packed[start...])
        var wanted = min(max(announced(input), 1 << 16), limit - output.count + 1)
        while true {
            guard let room = output.room(atLeast: wanted) else {
                throw GzipSource.broken(name, "gzip.memory", "memory for \(wanted) bytes", "none")
            }
            let usable = min(room.count, limit - output.count + 1)
            var taken = 0
            var made = 0
            switch libdeflate_gzip_decompress_ex(
                inflater, input.baseAddress, input.count, room.baseAddress, usable, &taken, &made)
            {
            case LIBDEFLATE_SUCCESS:
                output.claim(made)
                guard output.count <= limit else { throw GzipSource.tooLarge(name, limit) }
                return taken
            case LIBDEFLATE_INSUFFICIENT_SPACE:
                guard usable <= limit - output.count else { throw GzipSource.tooLarge(name, limit) }
                wanted = min(usable * 2, limit - output.count + 1)
            default:
                throw GzipSource.broken(name, "gzip.data", "whole gzip data with a correct checksum", "other bytes")
            }
        }
    }

    /// The length that the last trailer announces, where it is believable: deflate makes 1032 bytes of one at most.
    private static func announced(_ input: UnsafeRawBufferPointer) -> Int {
        guard input.count >= 18 else { return 0 }
        var length = 0
        for byte in input[(input.count - 4)...].reversed() { length = length << 8 | Int(byte) }
        return length <= input.count * 1032 ? length : 0
    }
}
