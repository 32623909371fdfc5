import ProfileAnalysis
import StackModel

/// For each row of a tree, whether no row above it has the same group: where inclusive values count.
///
/// Row 0 is the root, `parents[i] < i`, group 0 is none. Walks without recursion: down to the first child, else along
/// to the sibling, else up.
func outermostRows(parents: [Int32], groups: [Int32], groupCount: Int) -> [Bool] {
    let count = parents.count
    var firstChild = [Int32](repeating: 0, count: count)
    var nextSibling = [Int32](repeating: 0, count: count)
    for row in 1..<max(count, 1) {
        let parent = Int(parents[row])
        nextSibling[row] = firstChild[parent]
        firstChild[parent] = Int32(truncatingIfNeeded: row)
    }
    var outermost = [Bool](repeating: false, count: count)
    var onPath = [Bool](repeating: false, count: groupCount)
    var row = Int(firstChild.first ?? 0)
    while row != 0 {
        let group = Int(groups[row])
        if group > 0, !onPath[group] {
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

/// A grouping of a profile's stacks by something of their leaf (line, module), with where inclusive values count.
struct LeafGrouping {
    /// By stack row; 0 is none.
    let groups: [Int32]
    let groupCount: Int
    private let outermost: [Bool]

    /// Groups stacks by the group of their leaf frame; `frameGroups` is by frame row, 0 being none.
    init(_ profile: Profile, frameGroups: [Int32], groupCount: Int) {
        var parents = [Int32](repeating: 0, count: profile.stacks.count)
        var groups = parents
        for row in 1..<max(profile.stacks.count, 1) {
            let stack = StackID(row: row)
            parents[row] = Int32(truncatingIfNeeded: profile.stacks.parent(stack).row)
            groups[row] = frameGroups[profile.stacks.frame(stack).row]
        }
        self.groups = groups
        self.groupCount = groupCount
        outermost = outermostRows(parents: parents, groups: groups, groupCount: groupCount)
    }

    /// Self and total by group.
    func sums(_ values: StackValues) -> (own: [Int64], total: [Int64]) {
        var own = [Int64](repeating: 0, count: groupCount)
        var total = own
        for row in 1..<max(groups.count, 1) {
            let group = Int(groups[row])
            if group == 0 { continue }
            own[group] = own[group].addingSaturated(values.own[row])
            if outermost[row] { total[group] = total[group].addingSaturated(values.total[row]) }
        }
        return (own, total)
    }
}
