/// Many stacks as lists of frames: what a reader gathers before they become a tree, all at once.
///
/// Added one by one, each new stack of a large profile costs a look-up in a table that no cache holds. All at once
/// they are sorted, so that those with a beginning in common are neighbours, and every row of the tree is new.
/// What needs no tree, such as adding values up, merging, and writing stacks out, does without (`Profile.looseStacks`).
package struct StackBatch: ~Copyable, Sendable {
    /// Frames of all stacks, root first, and where each stack ends in them. Who fills a batch adds the frames of a stack
    /// to the first, from the leaf to the root, and then calls `endStack`.
    package var frames = Column<FrameID>()
    package internal(set) var ends = Column<Int>()

    /// No stacks yet.
    package init() {}

    /// How many stacks there are.
    package var count: Int { ends.count }

    /// Where the frames of a stack are, root first.
    package func range(_ stack: Int) -> Range<Int> { (stack == 0 ? 0 : ends[stack - 1])..<ends[stack] }

    /// How many frames the stack has that is being added.
    package var openCount: Int { frames.count - (ends.count == 0 ? 0 : ends[ends.count - 1]) }

    /// Ends the stack that is being added.
    package mutating func endStack() {
        frames.reverse(from: frames.count - openCount)
        ends.append(frames.count)
    }

    /// Makes room for many batches of about `count` frames: what is to be walked in any order later had better be in large
    /// pages, and memory that is not used is only addresses.
    mutating func reserve(following count: Int) {
        if count > 1 << 18 { frames.reserve(1 << 26) }
    }

    /// Adds the stacks of samples to `path`, leaf first, each ending in it where `ends` then says, until they have `limit`
    /// frames together. The leaf of each sample, all of them, is added to `leaves`; none where it has no frames.
    ///
    /// The stacks are far apart in memory. Where they are, and then their leaves, is looked up for all before any is
    /// copied.
    package func append(
        stacksOf keys: borrowing Column<SampleKey>, limit: Int, to path: inout Column<FrameID>,
        ends pathEnds: inout Column<Int>, leaves: inout Column<FrameID>
    ) {
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(keys.count)
        for index in 0..<keys.count {
            let stack = keys[index].stack
            ranges.append(stack.isNone ? 0..<0 : range(stack.row - 1))
        }
        for range in ranges { leaves.append(range.isEmpty ? .none : frames[range.upperBound - 1]) }
        for (index, range) in ranges.enumerated() where index == 0 || path.count < limit {
            path.append(reversed: range, of: frames)
            pathEnds.append(path.count)
        }
    }

    /// Adds stack `stack` of another batch unless it is here already, and gives where it is; a frame of the other batch
    /// is `frames[row]` here.
    mutating func intern(
        _ stack: Int, of other: borrowing StackBatch, through frames: [FrameID], _ index: inout StackBatchIndex
    ) -> Int {
        let start = self.frames.count
        self.frames.append(other.range(stack), of: other.frames, through: frames)
        let run = start..<self.frames.count
        let hash = self.frames.hash(run, seed: index.seed)
        let found = index.slots.find(hash) { self.frames.isEqual(range($0 - 1), run) }
        if found > 0 {
            self.frames.truncate(to: start)
            return found - 1
        }
        ends.append(self.frames.count)
        index.slots.insert(hash, row: ends.count)
        return ends.count - 1
    }

    /// The place of every stack in the order of their frames' `ranks`, which are below `limit`: from 1 on, 0 for those
    /// without frames; equal stacks share a place.
    package func places(byRanks ranks: [UInt32], limit: Int) -> [UInt32] {
        var places = [UInt32](repeating: 0, count: count)
        var place: UInt32 = 0
        for sorted in ranks.withUnsafeBufferPointer({ self.sorted(by: $0, limit: limit) }) {
            let stack = Int(sorted.run)
            if range(stack).isEmpty { continue }
            if !sorted.isRepeated { place &+= 1 }
            places[stack] = place
        }
        return places
    }

    /// Adds all stacks to the tree, and gives their ids; nil, and nothing added, where that takes it beyond `limit` rows.
    package consuming func intern(into tree: inout StackTable, limit: Int) -> [StackID]? {
        let order = sorted(by: UnsafeBufferPointer(start: nil, count: 0), limit: frameLimit()).map(\.run)
        guard let rows = rowCount(order, limit: limit - tree.count) else { return nil }
        // In a tree that has only the empty stack, each row is new.
        let isFirst = tree.count == 1
        if isFirst { tree.reserve(rows + 1) }
        var ids = [StackID](repeating: .none, count: ends.count)
        var path: [StackID] = [.none]
        var previous = 0..<0
        for stack in order {
            let run = range(Int(stack))
            let shared = sharedCount(previous, run)
            path.removeSubrange((shared + 1)...)
            var parent = path[shared]
            for place in run.dropFirst(shared) {
                parent =
                    isFirst
                    ? tree.append(parent: parent, frame: frames[place])
                    : tree.intern(parent: parent, frame: frames[place])
                path.append(parent)
            }
            ids[Int(stack)] = parent
            previous = run
        }
        return ids
    }

    private func sorted(by ranks: UnsafeBufferPointer<UInt32>, limit: Int) -> [RunSorter.Sorted] {
        frames.withMemory { elements in
            ends.withMemory { ends in
                RunSorter(elements: elements, ends: ends, ranks: ranks, limit: limit).sorted()
            }
        }
    }

    /// A number that all frame ids are below.
    private func frameLimit() -> Int {
        frames.withMemory { Int($0.max()?.raw ?? 0) + 1 }
    }

    /// How many rows the tree of all stacks has, the empty one apart.
    private func rowCount(_ order: [UInt32], limit: Int) -> Int? {
        // The usual case needs no counting: with nothing in common they would still fit.
        if frames.count <= min(limit, 1 << 20) { return frames.count }
        var count = 0
        var previous = 0..<0
        for stack in order {
            let run = range(Int(stack))
            count += run.count - sharedCount(previous, run)
            if count > limit { return nil }
            previous = run
        }
        return count
    }

    /// How many frames both runs begin with.
    @inline(__always)
    private func sharedCount(_ left: Range<Int>, _ right: Range<Int>) -> Int {
        let limit = min(left.count, right.count)
        var shared = 0
        while shared < limit, frames[left.lowerBound + shared] == frames[right.lowerBound + shared] { shared += 1 }
        return shared
    }
}

/// Finds stacks of a batch by their frames.
struct StackBatchIndex: ~Copyable {
    /// Places of stacks, counted from 1, by the hash of their frames.
    var slots = HashSlots(expecting: 64)
    let seed = ProcessSeed.value
}
