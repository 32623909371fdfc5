#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The open-addressing index of an interning table: row numbers by hash, row 0 meaning "no row".
///
/// It holds no keys; the table compares its own columns. Each slot keeps the upper half of the hash beside the row:
/// that half also chooses the slot, so most misses never touch a column and growing needs no rehash. Public for the reason
/// of ByteView (docs/decisions/0010).
public struct HashSlots: ~Copyable, @unchecked Sendable {
    @usableFromInline var slots: UnsafeMutablePointer<UInt64>
    @usableFromInline var mask: Int
    @usableFromInline var used: Int

    /// An empty index with room for about `expected` rows.
    public init(expecting expected: Int = 64) {
        var capacity = 128
        while capacity < expected * 2 { capacity *= 2 }
        slots = HashSlots.memory(capacity)
        mask = capacity - 1
        used = 0
    }

    deinit { free(slots) }

    /// The row with this hash for which `matches` holds, or 0.
    @inlinable
    @inline(__always)
    public borrowing func find(_ hash: UInt64, matches: (Int) -> Bool) -> Int {
        let tag = hash >> 32
        var index = Int(truncatingIfNeeded: tag) & mask
        while true {
            let slot = slots[index]
            if slot == 0 { return 0 }
            if slot >> 32 == tag {
                let row = Int(truncatingIfNeeded: slot & 0xFFFF_FFFF)
                if matches(row) { return row }
            }
            index = (index &+ 1) & mask
        }
    }

    /// Remembers `row` (1 ... 2^32 - 1) under `hash`; the caller has looked before that it is not there.
    public mutating func insert(_ hash: UInt64, row: Int) {
        if (used + 1) * 3 > mask * 2 { grow() }
        place((hash >> 32) << 32 | UInt64(UInt32(truncatingIfNeeded: row)))
        used += 1
    }

    private mutating func place(_ slot: UInt64) {
        var index = Int(truncatingIfNeeded: slot >> 32) & mask
        while slots[index] != 0 { index = (index &+ 1) & mask }
        slots[index] = slot
    }

    @inline(never)
    private mutating func grow() {
        let old = slots
        let oldCount = mask + 1
        mask = oldCount * 2 - 1
        slots = HashSlots.memory(oldCount * 2)
        for index in 0..<oldCount where old[index] != 0 {
            place(old[index])
        }
        free(old)
    }

    /// Memory for `capacity` empty slots; that of a large index in large pages, as it is looked at all over.
    private static func memory(_ capacity: Int) -> UnsafeMutablePointer<UInt64> {
        let size = capacity * MemoryLayout<UInt64>.stride
        guard let memory = LargeMemory.allocate(size) ?? malloc(size) else {
            preconditionFailure("no memory for \(capacity) slots")
        }
        return memory.initializeMemory(as: UInt64.self, repeating: 0, count: capacity)
    }
}
