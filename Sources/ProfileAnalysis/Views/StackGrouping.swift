import StackModel

/// A grouping of a profile's stacks by something of their leaf frame (function, line, module), with where inclusive
/// values count: at a stack none of whose callers is of the same group.
package struct StackGrouping: Sendable {
    /// By stack row; -1 is none.
    package let groups: [Int32]
    package let groupCount: Int
    /// By stack row.
    package let isOutermost: [Bool]

    /// Groups stacks by `frameGroups`, the group of every frame row (-1 for none).
    package init(_ profile: Profile, frameGroups: [Int32], groupCount: Int) {
        var groups = [Int32](repeating: -1, count: profile.stacks.count)
        var parents = [Int32](repeating: 0, count: profile.stacks.count)
        for row in 1..<max(groups.count, 1) {
            groups[row] = frameGroups[profile.stacks.frame(StackID(row: row)).row]
            parents[row] = Int32(truncatingIfNeeded: profile.stacks.parent(StackID(row: row)).row)
        }
        self.groups = groups
        self.groupCount = groupCount
        isOutermost = StackGrouping.outermost(parents: parents, groups: groups, groupCount: groupCount)
    }

    /// Self and total by group.
    package func sums(_ values: StackValues) -> (own: [Int64], total: [Int64]) {
        var own = [Int64](repeating: 0, count: groupCount)
        var total = own
        for row in 1..<max(groups.count, 1) where groups[row] >= 0 {
            let group = Int(groups[row])
            own[group] = own[group].addingSaturated(values.own[row])
            if isOutermost[row] { total[group] = total[group].addingSaturated(values.total[row]) }
        }
        return (own, total)
    }

    /// For each node of a tree, whether no node above it has the same group (-1 is none).
    ///
    /// Node 0 is the root, `parents[n] < n`. Walks without recursion: down to the first child, else along to the
    /// sibling, else up.
    package static func outermost(parents: [Int32], groups: [Int32], groupCount: Int) -> [Bool] {
        let count = parents.count
        var firstChild = [UInt32](repeating: 0, count: count)
        var nextSibling = [UInt32](repeating: 0, count: count)
        for row in 1..<max(count, 1) {
            let parent = Int(parents[row])
            nextSibling[row] = firstChild[parent]
            firstChild[parent] = UInt32(truncatingIfNeeded: row)
        }
        var outermost = [Bool](repeating: false, count: count)
        var onPath = [Bool](repeating: false, count: groupCount)
        var row = Int(firstChild.first ?? 0)
        while row != 0 {
            let group = Int(groups[row])
            if group >= 0, !onPath[group] {
                onPath[group] = true
                outermost[row] = true
            }
            if firstChild[row] != 0 {
                row = Int(firstChild[row])
                continue
            }
            while row != 0 {
                if outermost[row] { onPath[Int(groups[row])] = false }
                if nextSibling[row] != 0 {
                    row = Int(nextSibling[row])
                    break
                }
                row = Int(parents[row])
            }
        }
        return outermost
    }
}
