import StackModel

/// The stacks of a profile in canonical order: a walk of the tree, callers before callees, callees by their frames.
///
/// The profiler's own root is no caller: a stack of it alone has the place of the empty one. Without recursion, and
/// linear but for the sorting of siblings. Stacks that are lists have the same order: that of their frames, root first.
struct StackOrder {
    /// Place by stack row; stacks of equal frames share one.
    let places: [UInt32]

    /// Orders the stacks of a profile whose frames are in canonical order.
    init(_ profile: Profile, frames: Ranks) {
        if profile.hasLooseStacks {
            places = [0] + profile.looseStacks.places(byRanks: frames.places, limit: frames.count)
            return
        }
        let alike = StackOrder.firstAlike(profile, frames)
        let callees = Callees(profile, frames, alike)
        var places = [UInt32](repeating: 0, count: profile.stacks.count)
        var next: UInt32 = 0
        var open: [UInt32] = [0]
        while let row = open.popLast() {
            places[Int(row)] = next
            next &+= 1
            open.append(contentsOf: callees.of(Int(row)).reversed())
        }
        if let alike { for row in 0..<places.count { places[row] = places[Int(alike[row])] } }
        self.places = places
    }

    /// For each stack the first one of equal frames; nil where each is the only one, as no frame is in the table twice
    /// and none is the profiler's root.
    private static func firstAlike(_ profile: Profile, _ frames: Ranks) -> [UInt32]? {
        let isRoot = frames.rows.map { profile.frames[FrameID(row: $0)].flags.contains(.root) }
        guard frames.count < profile.frames.count || isRoot.contains(true) else { return nil }
        var merged = StackTable(seed: ProcessSeed.value)
        var ids: [StackID] = [.none]
        var first: [UInt32] = [0]
        var alike: [UInt32] = [0]
        for row in 1..<max(profile.stacks.count, 1) {
            let stack = StackID(row: row)
            let place = FrameID(frames[profile.stacks.frame(stack).row])
            let caller = ids[profile.stacks.parent(stack).row]
            let id = caller.isNone && isRoot[place.row] ? .none : merged.intern(parent: caller, frame: place)
            ids.append(id)
            if id.row == first.count { first.append(stack.raw) }
            alike.append(first[id.row])
        }
        return alike
    }
}

/// The stacks that are one frame deeper than each stack, by the places of those frames.
private struct Callees {
    /// Callees of stack s: rows[starts[s] ..< starts[s + 1]].
    private let rows: [UInt32]
    private let starts: [UInt32]

    init(_ profile: Profile, _ frames: Ranks, _ alike: [UInt32]?) {
        let count = profile.stacks.count
        func caller(_ row: Int) -> Int {
            let parent = profile.stacks.parent(StackID(row: row)).row
            return alike.map { Int($0[parent]) } ?? parent
        }
        func isCounted(_ row: Int) -> Bool { alike.map { Int($0[row]) == row } ?? true }
        var starts = [UInt32](repeating: 0, count: count + 1)
        for row in 1..<max(count, 1) where isCounted(row) { starts[caller(row) + 1] += 1 }
        for row in 0..<count { starts[row + 1] += starts[row] }
        var next = starts
        var rows = [UInt32](repeating: 0, count: Int(starts[count]))
        for row in 1..<max(count, 1) where isCounted(row) {
            let slot = caller(row)
            rows[Int(next[slot])] = UInt32(truncatingIfNeeded: row)
            next[slot] += 1
        }
        for row in 0..<count where starts[row + 1] - starts[row] > 1 {
            rows[Int(starts[row])..<Int(starts[row + 1])].sort {
                frames[profile.stacks.frame(StackID($0)).row] < frames[profile.stacks.frame(StackID($1)).row]
            }
        }
        self.rows = rows
        self.starts = starts
    }

    func of(_ row: Int) -> ArraySlice<UInt32> { rows[Int(starts[row])..<Int(starts[row + 1])] }
}
