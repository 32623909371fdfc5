// Runs of frames in a column: what stacks that are lists are made of. One check for a run, none for its elements.
extension Column where Element == TypedID<FrameTable> {
    /// Adds the rows `run` of `other`, each as `table` has it, which has all of them.
    mutating func append(_ run: Range<Int>, of other: borrowing Column, through table: [Element]) {
        precondition(run.lowerBound >= 0 && run.upperBound <= other.rows)
        let source = other.base + run.lowerBound
        var largest: UInt32 = 0
        for index in 0..<run.count { largest = max(largest, source[index].raw) }
        precondition(run.isEmpty || Int(largest) < table.count)
        reserveMore(run.count)
        let target = base + rows
        table.withUnsafeBufferPointer { table in
            for index in 0..<run.count { (target + index).initialize(to: table[Int(source[index].raw)]) }
        }
        rows += run.count
    }

    /// Adds the rows `run` of `other` from the last to the first.
    mutating func append(reversed run: Range<Int>, of other: borrowing Column) {
        precondition(run.lowerBound >= 0 && run.upperBound <= other.rows)
        reserveMore(run.count)
        let (source, target) = (other.base + run.lowerBound, base + rows)
        let count = run.count
        for index in 0..<count { (target + index).initialize(to: source[count &- 1 &- index]) }
        rows += count
    }

    /// A hash of the rows `run`.
    func hash(_ run: Range<Int>, seed: UInt64) -> UInt64 { bytes(run).hash(seed: seed) }

    /// Whether two runs hold the same.
    func isEqual(_ left: Range<Int>, _ right: Range<Int>) -> Bool { bytes(left) == bytes(right) }

    private func bytes(_ run: Range<Int>) -> ByteView {
        precondition(run.lowerBound >= 0 && run.upperBound <= rows)
        let memory = UnsafeRawPointer(base + run.lowerBound).assumingMemoryBound(to: UInt8.self)
        return ByteView(base: memory, count: run.count * MemoryLayout<Element>.stride)
    }
}

// Rows that are far apart. In a loop of a few instructions the processor waits for many of them at once; in a long one it
// waits for one after the other.
extension Column {
    /// Adds the rows `places` of `other`, in runs of `width` rows each: run n is the rows from `n * width` on.
    package mutating func append(
        rows places: borrowing Column<Int>, of other: borrowing Column<Element>, width: Int = 1
    ) {
        let runs = width > 0 ? other.rows / width : 0
        var isInside = true
        for index in 0..<places.rows {
            isInside = isInside && UInt(bitPattern: places.base[index]) < UInt(bitPattern: runs)
        }
        precondition(isInside)
        reserveMore(places.rows * width)
        let target = base + rows
        if width == 1 {
            for index in 0..<places.rows { (target + index).initialize(to: other.base[places.base[index]]) }
        } else {
            for index in 0..<places.rows {
                let source = other.base + places.base[index] &* width
                for place in 0..<width { (target + (index &* width &+ place)).initialize(to: source[place]) }
            }
        }
        rows += places.rows * width
    }
}

// Numbers as protobuf and its kin write them: seven bits a byte, lowest first.
extension Column where Element == UInt8 {
    /// Adds a number of seven bits a byte.
    @inlinable
    @inline(__always)
    public mutating func append(varint value: UInt64) {
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

    /// Adds a number in decimal digits.
    package mutating func append(decimal number: Int64) {
        reserveMore(20)
        if number < 0 { append(0x2D) }
        let start = rows
        var rest = number.magnitude
        repeat {
            let tenth = rest / 10
            append(UInt8(truncatingIfNeeded: 0x30 + (rest - tenth * 10)))
            rest = tenth
        } while rest > 0
        reverse(from: start)
    }

    /// Adds the lowest `count` bytes of a word, at most eight, the lowest first.
    @inlinable
    @inline(__always)
    public mutating func append(lowest count: Int, of word: UInt64) {
        precondition(UInt(bitPattern: count) <= 8)
        reserveMore(8)
        UnsafeMutableRawPointer(base + rows).storeBytes(of: word.littleEndian, as: UInt64.self)
        rows &+= count
    }

    /// Puts the number of bytes from `start` on in front of them; the byte before them is free for it.
    public mutating func close(from start: Int) {
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
