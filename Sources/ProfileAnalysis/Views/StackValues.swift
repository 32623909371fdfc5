import StackModel

/// The values of one selection by stack.
package struct StackValues: Sendable {
    /// By stack row: what was measured with this very stack.
    package let own: [Int64]
    /// By stack row: what was measured with this stack or a deeper one.
    package let total: [Int64]

    /// Adds up a selection; one loop over the rows and one, backwards, over the stacks.
    package init(_ profile: Profile, _ selection: ValueSelection) {
        var own = [Int64](repeating: 0, count: profile.stacks.count)
        profile.forEachValue(selection) { row, value in
            let stack = profile.samples.key(row).stack.row
            own[stack] = own[stack].addingSaturated(value)
        }
        var total = own
        var row = profile.stacks.count - 1
        while row > 0 {
            let parent = profile.stacks.parent(StackID(row: row)).row
            total[parent] = total[parent].addingSaturated(total[row])
            row -= 1
        }
        self.own = own
        self.total = total
    }
}

/// For each stack, whether no caller in it belongs to the same group as its leaf: where inclusive values count.
package func outermostStacks(_ profile: Profile, groups: [Int32], groupCount: Int) -> [Bool] {
    let count = profile.stacks.count
    var firstChild = [UInt32](repeating: 0, count: count)
    var nextSibling = [UInt32](repeating: 0, count: count)
    for row in 1..<max(count, 1) {
        let parent = profile.stacks.parent(StackID(row: row)).row
        nextSibling[row] = firstChild[parent]
        firstChild[parent] = UInt32(row)
    }
    var outermost = [Bool](repeating: false, count: count)
    var onPath = [Bool](repeating: false, count: groupCount)
    var row = Int(firstChild.first ?? 0)
    // Walks the tree without recursion: down to the first child, else along to the sibling, else up.
    while row != 0 {
        let group = Int(groups[profile.function(of: profile.stacks.frame(StackID(row: row))).row])
        if group >= 0, !onPath[group] {
            onPath[group] = true
            outermost[row] = true
        }
        if firstChild[row] != 0 {
            row = Int(firstChild[row])
            continue
        }
        while row != 0 {
            if outermost[row] {
                onPath[Int(groups[profile.function(of: profile.stacks.frame(StackID(row: row))).row])] = false
            }
            if nextSibling[row] != 0 {
                row = Int(nextSibling[row])
                break
            }
            row = profile.stacks.parent(StackID(row: row)).row
        }
    }
    return outermost
}
