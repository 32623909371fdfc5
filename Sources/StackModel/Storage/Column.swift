/// One column of a table: a growable run of plain values with one owner.
///
/// A table that grows it holds it as `var`; once a profile is finished the same column is reached through `let`
/// and never changes again, which is what makes it safe to share between tasks.
package struct Column<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
    @usableFromInline var base: UnsafeMutablePointer<Element>
    @usableFromInline var length: Int
    @usableFromInline var capacity: Int

    /// How many values the column holds.
    @inlinable package var count: Int {
        @inline(__always) get { length }
    }

    /// An empty column.
    package init() {
        base = UnsafeMutablePointer.allocate(capacity: 16)
        length = 0
        capacity = 16
    }

    /// A column of `count` times `value`.
    package init(repeating value: Element, count: Int) {
        capacity = max(count, 1)
        base = UnsafeMutablePointer.allocate(capacity: capacity)
        base.initialize(repeating: value, count: count)
        length = count
    }

    deinit { base.deallocate() }

    /// The value in row `index`, which must exist.
    @inlinable
    package subscript(index: Int) -> Element {
        @inline(__always) get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return base[index]
        }
        @inline(__always) set {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            base[index] = newValue
        }
    }

    /// Adds a row.
    @inlinable
    @inline(__always)
    package mutating func append(_ value: Element) {
        if length == capacity { grow(to: length + 1) }
        (base + length).initialize(to: value)
        length += 1
    }

    /// Adds rows of `value` until the column has `newCount` of them.
    package mutating func extend(to newCount: Int, with value: Element) {
        guard newCount > count else { return }
        if newCount > capacity { grow(to: newCount) }
        (base + count).initialize(repeating: value, count: newCount - length)
        length = newCount
    }

    /// Makes room for `count` rows in all.
    package mutating func reserve(_ count: Int) {
        if count > capacity { grow(to: count) }
    }

    /// Turns round the rows from `start` on.
    package mutating func reverse(from start: Int) {
        precondition(start >= 0 && start <= count)
        var rows = UnsafeMutableBufferPointer(start: base + start, count: count - start)
        rows.reverse()
    }

    /// Forgets all rows, keeps the memory.
    package mutating func removeAll() { length = 0 }

    /// Forgets the last row, if there is one.
    package mutating func removeLast() { if length > 0 { length -= 1 } }

    /// Runs `body` on the column's memory.
    package borrowing func withMemory<Result>(_ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: base, count: count))
    }

    @usableFromInline
    @inline(never)
    mutating func grow(to wanted: Int) {
        let newCapacity = max(wanted, capacity * 2)
        let newBase = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
        newBase.moveInitialize(from: base, count: count)
        base.deallocate()
        base = newBase
        capacity = newCapacity
    }
}

extension Column where Element == UInt8 {
    /// The bytes `start ..< end` of a column of bytes, valid until the column grows.
    @inlinable
    @inline(__always)
    package func view(_ start: Int, _ end: Int) -> ByteView {
        precondition(start >= 0 && start <= end && end <= count)
        return ByteView(base: UnsafePointer(base) + start, count: end - start)
    }

    /// Adds all bytes of `bytes`.
    package mutating func append(_ bytes: ByteView) {
        let end = count + bytes.count
        if end > capacity { grow(to: end) }
        (base + count).initialize(from: bytes.base, count: bytes.count)
        length = end
    }
}
