import Glibc
import StackModel

/// A run of raw bytes with one owner, which grows by moving its pages and not by copying them: a large file that is
/// read whole takes its own size of memory, not twice that.
package struct ByteBuffer: ~Copyable {
    private var base: UnsafeMutableRawPointer?
    /// How many bytes are in use.
    package private(set) var count = 0
    /// How many bytes fit in without growing.
    package private(set) var capacity = 0

    /// An empty buffer without memory.
    package init() {}

    deinit { free(base) }

    /// At least `wanted` unused bytes behind those in use, to be filled and then claimed; nil when memory is out.
    package mutating func room(atLeast wanted: Int) -> UnsafeMutableRawBufferPointer? {
        if capacity - count < wanted {
            let larger = max(capacity * 2, count + wanted, 64)
            if base == nil { base = LargeMemory.allocate(larger) }
            guard let moved = capacity == 0 ? base ?? malloc(larger) : realloc(base, larger) else { return nil }
            base = moved
            capacity = larger
        }
        guard let base else { return nil }
        return UnsafeMutableRawBufferPointer(start: base + count, count: capacity - count)
    }

    /// Takes the next `more` bytes, which have been filled, into use.
    package mutating func claim(_ more: Int) {
        precondition(more >= 0 && more <= capacity - count)
        count += more
    }

    /// Drops the first `dropped` bytes and moves the others to the front.
    package mutating func removeFirst(_ dropped: Int) {
        precondition(dropped >= 0 && dropped <= count)
        if let base, dropped < count { memmove(base, base + dropped, count - dropped) }
        count -= dropped
    }

    /// The bytes `start ..< end`, valid until the buffer changes or goes.
    @inline(__always)
    package func view(_ start: Int, _ end: Int) -> ByteView {
        precondition(start >= 0 && start <= end && end <= count)
        guard let base else { return .empty }
        return ByteView(base: UnsafePointer((base + start).assumingMemoryBound(to: UInt8.self)), count: end - start)
    }

    /// The bytes in use as raw memory, for a codec.
    package var memory: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
}
