#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One column of a table: a growable run of plain values with one owner.
///
/// A table that grows it holds it as `var`; once a profile is finished the same column is reached through `let`
/// and never changes again, which is what makes it safe to share between tasks. Public for the reason of ByteView
/// (docs/decisions/0010).
public struct Column<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
    @usableFromInline var base: UnsafeMutablePointer<Element>
    @usableFromInline var rows = 0
    @usableFromInline var capacity: Int

    /// An empty column.
    public init() { self.init(capacity: 16) }

    /// A column of `count` times `value`.
    public init(repeating value: Element, count: Int) {
        self.init(capacity: max(count, 1))
        base.initialize(repeating: value, count: count)
        rows = count
    }

    private init(capacity: Int) {
        self.capacity = capacity
        base = Column.memory(capacity, from: nil)
    }

    deinit { free(base) }

    /// How many values the column holds.
    @inlinable public var count: Int { rows }

    /// The value in row `index`, which must exist.
    @inlinable
    public subscript(index: Int) -> Element {
        @inline(__always) get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: rows))
            return base[index]
        }
        @inline(__always) set {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: rows))
            base[index] = newValue
        }
    }

    /// Adds a row.
    @inlinable
    @inline(__always)
    public mutating func append(_ value: Element) {
        if rows == capacity { grow(to: rows + 1) }
        (base + rows).initialize(to: value)
        rows += 1
    }

    /// Adds the first `count` of two values.
    @inlinable
    @inline(__always)
    public mutating func append(first count: Int, of first: Element, _ second: Element) {
        precondition(UInt(bitPattern: count) <= 2)
        reserveMore(2)
        (base + rows).initialize(to: first)
        (base + rows + 1).initialize(to: second)
        rows &+= count
    }

    /// Adds rows of `value` until the column has `newCount` of them.
    @inlinable
    public mutating func extend(to newCount: Int, with value: Element) {
        guard newCount > rows else { return }
        if newCount > capacity { grow(to: newCount) }
        (base + rows).initialize(repeating: value, count: newCount - rows)
        rows = newCount
    }

    /// Makes room for `count` rows in all.
    package mutating func reserve(_ count: Int) {
        guard count > capacity else { return }
        guard rows == 0, let memory = LargeMemory.allocate(count * MemoryLayout<Element>.stride) else {
            return grow(to: count)
        }
        free(base)
        base = memory.bindMemory(to: Element.self, capacity: count)
        capacity = count
    }

    /// Makes room for `more` rows behind those that are there.
    @inlinable
    @inline(__always)
    public mutating func reserveMore(_ more: Int) {
        if capacity &- rows < more { grow(to: rows + more) }
    }

    /// Forgets the rows from `count` on.
    package mutating func truncate(to count: Int) {
        if count >= 0, count < rows { rows = count }
    }

    /// Turns round the rows from `start` on.
    package mutating func reverse(from start: Int) {
        precondition(start >= 0 && start <= count)
        var turned = UnsafeMutableBufferPointer(start: base + start, count: count - start)
        turned.reverse()
    }

    /// Forgets all rows, keeps the memory.
    public mutating func removeAll() { rows = 0 }

    /// Forgets the last row, if there is one.
    public mutating func removeLast() { if rows > 0 { rows -= 1 } }

    /// Runs `body` on the column's memory.
    package borrowing func withMemory<Result>(_ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: base, count: rows))
    }

    @usableFromInline
    @inline(never)
    mutating func grow(to wanted: Int) {
        capacity = max(wanted, capacity * 2)
        base = Column.memory(capacity, from: base)
    }

    /// Memory for `capacity` rows, with what `old` holds: the C library moves large blocks without copying them.
    private static func memory(
        _ capacity: Int, from old: UnsafeMutablePointer<Element>?
    ) -> UnsafeMutablePointer<Element> {
        precondition(MemoryLayout<Element>.alignment <= 16)
        guard let memory = realloc(old, capacity * MemoryLayout<Element>.stride) else {
            preconditionFailure("no memory for \(capacity) rows")
        }
        return memory.bindMemory(to: Element.self, capacity: capacity)
    }
}

extension Column where Element == UInt8 {
    /// The bytes `start ..< end` of a column of bytes, valid until the column grows.
    @inlinable
    @inline(__always)
    public func view(_ start: Int, _ end: Int) -> ByteView {
        precondition(start >= 0 && start <= end && end <= rows)
        return ByteView(base: UnsafePointer(base) + start, count: end - start)
    }

    /// Adds all bytes of `bytes`.
    package mutating func append(_ bytes: ByteView) {
        let end = rows + bytes.count
        reserveMore(bytes.count)
        (base + rows).initialize(from: bytes.base, count: bytes.count)
        rows = end
    }
}
