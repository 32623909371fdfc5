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
