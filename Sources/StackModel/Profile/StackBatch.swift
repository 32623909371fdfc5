/// Many stacks that are added to a profile at once.
///
/// Added one by one, each new stack of a large profile costs a look-up in a table that no cache holds. All at once
/// they are sorted, so that those with a beginning in common are neighbours, and every row of the tree is new.
package struct StackBatch: ~Copyable {
    /// Frames of all stacks, root first, and where each stack ends in them.
    private var frames = Column<UInt32>()
    private var ends = Column<Int>()

    /// No stacks yet.
    package init() {}

    /// How many stacks there are.
    package var count: Int { ends.count }

    /// Adds a stack of frames that are listed leaf first.
    package mutating func append(leafFirst stack: [FrameID]) {
        for frame in stack.reversed() { frames.append(frame.raw) }
        ends.append(frames.count)
    }

    /// Adds all stacks to a profile that has none yet, and gives their ids; nil, and nothing added, where that takes
    /// more than `limit` rows.
    package consuming func intern(into builder: inout ProfileBuilder, limit: Int) -> [StackID]? {
        precondition(builder.stacks.count == 1)
        let order = sorted()
        guard let rows = rowCount(order, limit: limit) else { return nil }
        builder.stacks.reserve(rows)
        var ids = [StackID](repeating: .none, count: ends.count)
        var path: [StackID] = [.none]
        var previous = 0..<0
        for stack in order {
            let run = self.run(stack)
            let shared = sharedCount(previous, run)
            path.removeSubrange((shared + 1)...)
            for place in run.dropFirst(shared) {
                path.append(builder.stacks.append(parent: path[path.count - 1], frame: FrameID(frames[place])))
            }
            ids[Int(stack)] = path[path.count - 1]
            previous = run
        }
        return ids
    }

    private func sorted() -> [UInt32] {
        frames.withMemory { elements in ends.withMemory { RunSorter(elements: elements, ends: $0).sorted() } }
    }

    /// How many rows the tree of all stacks has.
    private func rowCount(_ order: [UInt32], limit: Int) -> Int? {
        var count = 1
        var previous = 0..<0
        for stack in order {
            let run = self.run(stack)
            count += run.count - sharedCount(previous, run)
            if count > limit { return nil }
            previous = run
        }
        return count
    }

    @inline(__always)
    private func run(_ stack: UInt32) -> Range<Int> { (stack == 0 ? 0 : ends[Int(stack) - 1])..<ends[Int(stack)] }

    /// How many frames both runs begin with.
    @inline(__always)
    private func sharedCount(_ left: Range<Int>, _ right: Range<Int>) -> Int {
        let limit = min(left.count, right.count)
        var shared = 0
        while shared < limit, frames[left.lowerBound + shared] == frames[right.lowerBound + shared] { shared += 1 }
        return shared
    }
}
