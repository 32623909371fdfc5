// Runs of ids in a column: what lists of frames are made of. One check for a run, none for its elements.
extension Column where Element == UInt32 {
    /// Adds the rows `run` of `other`, each as `table` has it.
    mutating func append(_ run: Range<Int>, of other: borrowing Column<UInt32>, through table: [TypedID<FrameTable>]) {
        precondition(run.lowerBound >= 0 && run.upperBound <= other.rows)
        reserveMore(run.count)
        var target = base + rows
        for index in run {
            target.initialize(to: table[Int(other.base[index])].raw)
            target += 1
        }
        rows += run.count
    }

    /// A hash of the rows `run`.
    func hash(_ run: Range<Int>, seed: UInt64) -> UInt64 { bytes(run).hash(seed: seed) }

    /// Whether two runs hold the same.
    func isEqual(_ left: Range<Int>, _ right: Range<Int>) -> Bool { bytes(left) == bytes(right) }

    private func bytes(_ run: Range<Int>) -> ByteView {
        precondition(run.lowerBound >= 0 && run.upperBound <= rows)
        let memory = UnsafeRawPointer(base + run.lowerBound).assumingMemoryBound(to: UInt8.self)
        return ByteView(base: memory, count: run.count * 4)
    }
}

// Numbers as protobuf and its kin write them: seven bits a byte, lowest first.
extension Column where Element == UInt8 {
    /// Adds a number of seven bits a byte.
    @inlinable
    @inline(__always)
    package mutating func append(varint value: UInt64) {
        reserveMore(10)
        var rest = value
        var target = base + rows
        while rest >= 0x80 {
            target.initialize(to: UInt8(truncatingIfNeeded: rest) | 0x80)
            target += 1
            rest >>= 7
        }
        target.initialize(to: UInt8(truncatingIfNeeded: rest))
        rows = base.distance(to: target) &+ 1
    }

    /// Puts the number of bytes from `start` on in front of them; the byte before them is free for it.
    package mutating func close(from start: Int) {
        precondition(start > 0 && start <= rows)
        let length = rows - start
        guard length >= 0x80 else { return base[start - 1] = UInt8(truncatingIfNeeded: length) }
        let more = (Int.bitWidth - length.leadingZeroBitCount - 1) / 7
        reserveMore(more)
        (base + start + more).update(from: base + start, count: length)
        rows = start - 1
        append(varint: UInt64(length))
        rows += length
    }
}
