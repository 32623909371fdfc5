import StackModel

/// The children of each node of a tree, side by side in memory. Public for the reason of ByteView (docs/decisions/0010).
public struct TreeChildren: Sendable {
    /// Those of node n are `ids[starts[n] ..< starts[n + 1]]`.
    @usableFromInline var starts: [Int32]
    @usableFromInline var ids: [Int32]

    /// The children by the parent of each node, which stands before it; node 0 is the root, and children come in the order
    /// of their numbers.
    init(_ parents: borrowing Column<Int32>) {
        let count = max(parents.count, 1)
        // One place ahead while children are put in: what then ends a node's children begins those of the next.
        starts = [Int32](repeating: 0, count: count + 2)
        for node in 1..<count { starts[Int(parents[node]) + 2] += 1 }
        for place in 2..<(count + 2) { starts[place] += starts[place - 1] }
        ids = [Int32](repeating: 0, count: count - 1)
        for node in 1..<count {
            let place = Int(parents[node]) + 1
            ids[Int(starts[place])] = Int32(truncatingIfNeeded: node)
            starts[place] += 1
        }
    }

    /// The children of a node.
    @inlinable
    @inline(__always)
    public subscript(node: Int) -> ArraySlice<Int32> { ids[range(node)] }

    /// Whether a node has any.
    @inlinable
    @inline(__always)
    public func hasAny(_ node: Int) -> Bool { starts[node] < starts[node + 1] }

    @inlinable
    @inline(__always)
    func range(_ node: Int) -> Range<Int> { Int(starts[node])..<Int(starts[node + 1]) }

    /// Puts siblings in the order of their `place`, those of one place in the order of their numbers.
    mutating func sort(by place: (Int) -> UInt32) {
        var siblings: [UInt64] = []
        for node in 0..<(starts.count - 2) where starts[node + 1] - starts[node] > 1 {
            let range = range(node)
            siblings.removeAll(keepingCapacity: true)
            for id in ids[range] { siblings.append(UInt64(place(Int(id))) << 32 | UInt64(UInt32(bitPattern: id))) }
            siblings.sort()
            for (index, sibling) in zip(range, siblings) { ids[index] = Int32(truncatingIfNeeded: sibling) }
        }
    }
}
