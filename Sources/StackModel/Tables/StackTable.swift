/// The prefix tree of all stacks: each stack is its caller's stack and one frame more.
///
/// INVARIANT: `parent(s) < s`. Totals are therefore one loop from the last row to the first, and nothing that walks
/// stacks needs recursion, however deep they are. Stack 0 is the empty stack.
package struct StackTable: ~Copyable, Sendable {
    @usableFromInline var parents = Column<StackID>()
    @usableFromInline var frames = Column<FrameID>()
    @usableFromInline var depths = Column<UInt32>()
    /// The most frames that any stack has.
    package private(set) var greatestDepth = 0
    /// Of the rows so far that were not merely appended: the others are taken in when something is looked up.
    private var index = ChildIndex()
    private let seed: UInt64

    /// A table of the empty stack only.
    package init(seed: UInt64) {
        self.seed = seed
        parents.append(.none)
        frames.append(.none)
        depths.append(0)
    }

    /// How many stacks there are, the empty one included.
    package var count: Int { parents.count }

    /// The stack without its leaf.
    @inlinable
    @inline(__always)
    package func parent(_ id: StackID) -> StackID { parents[id.row] }

    /// The leaf frame of a stack; none for the empty stack.
    @inlinable
    @inline(__always)
    package func frame(_ id: StackID) -> FrameID { frames[id.row] }

    /// How many frames a stack has.
    package func depth(_ id: StackID) -> Int { Int(depths[id.row]) }

    /// The stack that `frame` makes when called from `parent`; it is added when it is new.
    @inline(__always)
    package mutating func intern(parent: StackID, frame: FrameID) -> StackID {
        if index.count != parents.count { indexAppended() }
        let hash = hash(parent, frame)
        let row = index.find(under: parent.row, hash) { self.parents[$0] == parent && self.frames[$0] == frame }
        return row != 0 ? StackID(row: row) : insert(parent: parent, frame: frame, hash: hash)
    }

    /// Adds a stack that is known to be new.
    package mutating func append(parent: StackID, frame: FrameID) -> StackID {
        let id = StackID(row: parents.count)
        let depth = depths[parent.row] &+ 1
        greatestDepth = max(greatestDepth, Int(depth))
        depths.append(depth)
        parents.append(parent)
        frames.append(frame)
        return id
    }

    /// Makes room for `count` rows in all.
    package mutating func reserve(_ count: Int) {
        parents.reserve(count)
        frames.reserve(count)
        depths.reserve(count)
    }

    @inline(__always)
    private func hash(_ parent: StackID, _ frame: FrameID) -> UInt64 {
        mix(seed ^ (UInt64(parent.raw) << 32 | UInt64(frame.raw)), 0x9E37_79B9_7F4A_7C15)
    }

    @inline(never)
    private mutating func insert(parent: StackID, frame: FrameID, hash: UInt64) -> StackID {
        let id = append(parent: parent, frame: frame)
        index.append(under: parent.row, hash)
        return id
    }

    @inline(never)
    private mutating func indexAppended() {
        while index.count < parents.count {
            let row = index.count
            index.append(under: parents[row].row, hash(parents[row], frames[row]))
        }
    }
}
