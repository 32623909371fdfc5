/// The index of a table that is a tree: a row by its parent and what tells siblings apart.
///
/// Most rows of a tree of stacks have one child, the row behind them: a parent knows its first child, and only further
/// ones are hashed. Like HashSlots it holds no keys, and row 0 is the root. Public for the reason of ByteView
/// (docs/decisions/0010).
public struct ChildIndex: ~Copyable, Sendable {
    /// By row: its first child, 0 where it has none.
    @usableFromInline var firsts = Column<UInt32>()
    @usableFromInline var others = HashSlots(expecting: 1024)

    /// The index of a root without children.
    public init() { firsts.append(0) }

    /// How many rows the index knows, the root included.
    @inlinable public var count: Int { firsts.count }

    /// The child of `parent` for which `matches` holds, or 0; `hash` is that of the parent and of what `matches` looks
    /// at, which is both.
    @inlinable
    @inline(__always)
    public borrowing func find(under parent: Int, _ hash: UInt64, matches: (Int) -> Bool) -> Int {
        let first = Int(firsts[parent])
        if first == 0 || matches(first) { return first }
        return others.find(hash, matches: matches)
    }

    /// Adds the next row, a child of `parent`; the caller has looked before that there is none like it.
    public mutating func append(under parent: Int, _ hash: UInt64) {
        let row = firsts.count
        firsts.append(0)
        if firsts[parent] == 0 {
            firsts[parent] = UInt32(truncatingIfNeeded: row)
        } else {
            others.insert(hash, row: row)
        }
    }
}
