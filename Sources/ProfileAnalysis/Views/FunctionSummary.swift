import StackModel

/// One function of a profile with its values.
package struct FunctionRow: Sendable {
    /// Index into the groups that the summary was made with.
    package var group: Int32
    /// Measured in the function itself (flat), and in it or anything it called (cum), recursion counted once.
    package var selfValue: Int64
    package var totalValue: Int64
    /// Calls, and those of them that were not recursive, where the trace counts them.
    package var calls: Int64?
    package var primitiveCalls: Int64?

    /// Adds the figures of another function of the same group.
    fileprivate mutating func add(own: Int64, total: Int64, _ figures: FunctionFigures?) {
        selfValue = selfValue.addingSaturated(own)
        totalValue = totalValue.addingSaturated(total)
        guard let figures else { return }
        calls = (calls ?? 0).addingSaturated(figures.calls)
        primitiveCalls = (primitiveCalls ?? 0).addingSaturated(figures.primitiveCalls)
    }
}

/// Self and total of every function, for one selection.
package struct FunctionSummary: Sendable {
    /// All functions that occur, in order of first appearance.
    package var rows: [FunctionRow]
    /// The sum over all samples, those without frames included.
    package var total: Int64

    /// Adds up a profile; `groups` gives the group of each function row, as `FrameGroups.add` made it.
    ///
    /// A call graph is taken at its word: its figures are exact, whatever its stacks are.
    package init(_ profile: Profile, _ selection: ValueSelection, groups: [Int32], groupCount: Int) {
        if profile.isCallGraph {
            self.init(callGraph: profile, selection, groups, groupCount)
        } else {
            let frameGroups = (0..<profile.frames.count).map { groups[profile.frames[FrameID(row: $0)].function.row] }
            self.init(profile, selection, frameGroups: frameGroups, groupCount: groupCount)
        }
    }

    /// Adds up a profile with stacks; `frameGroups` gives the group of each frame row, -1 for none.
    package init(_ profile: Profile, _ selection: ValueSelection, frameGroups: [Int32], groupCount: Int) {
        if profile.hasLooseStacks {
            self.init(loose: profile, selection, frameGroups, groupCount)
        } else {
            self.init(tree: profile, selection, frameGroups, groupCount)
        }
    }

    private init(tree profile: Profile, _ selection: ValueSelection, _ frameGroups: [Int32], _ groupCount: Int) {
        total = profile.total(selection).value
        let grouping = StackGrouping(profile, frameGroups: frameGroups, groupCount: groupCount)
        let (own, sums) = grouping.sums(StackValues(profile, selection))
        var isListed = [Bool](repeating: false, count: groupCount)
        rows = []
        for group in grouping.groups where group >= 0 && !isListed[Int(group)] {
            isListed[Int(group)] = true
            rows.append(FunctionRow(group: group, selfValue: own[Int(group)], totalValue: sums[Int(group)]))
        }
    }

    /// Adds up samples by `sampleGroups`, the group of each sample row: self and total are the same.
    package init(_ profile: Profile, _ selection: ValueSelection, sampleGroups: [Int32]) {
        total = profile.total(selection).value
        var rowOf: [Int32: Int] = [:]
        var rows: [FunctionRow] = []
        profile.forEachValue(selection) { row, value in
            let group = sampleGroups[row]
            if let known = rowOf[group] {
                rows[known].selfValue = rows[known].selfValue.addingSaturated(value)
                rows[known].totalValue = rows[known].selfValue
            } else {
                rowOf[group] = rows.count
                rows.append(FunctionRow(group: group, selfValue: value, totalValue: value))
            }
        }
        self.rows = rows
    }

    /// Adds up stacks that are lists: a group counts once in each, however often it stands there.
    private init(loose profile: Profile, _ selection: ValueSelection, _ frameGroups: [Int32], _ groupCount: Int) {
        var values = [Int64](repeating: 0, count: profile.looseStacks.count)
        profile.forEachValue(selection) { row, value in
            let stack = profile.samples.key(row).stack
            if !stack.isNone { values[stack.row - 1] = values[stack.row - 1].addingSaturated(value) }
        }
        var tallies = Column(repeating: RunTally(), count: groupCount)
        profile.looseStacks.frames.tally(profile.looseStacks.ends, values, by: frameGroups, into: &tallies)
        total = profile.total(selection).value
        rows = (0..<groupCount).filter { tallies[$0].lastRun > 0 }.map {
            FunctionRow(
                group: Int32(truncatingIfNeeded: $0), selfValue: tallies[$0].own, totalValue: tallies[$0].total)
        }
    }

    private init(callGraph profile: Profile, _ selection: ValueSelection, _ groups: [Int32], _ groupCount: Int) {
        total = profile.total(selection).value
        var rowOf = [Int32](repeating: -1, count: groupCount)
        rows = []
        let countsCalls = profile.countsCalls
        for row in 0..<profile.callGraph.functionCount {
            let (id, figures) = profile.callGraph.function(row)
            let group = groups[id.row]
            guard group >= 0 else { continue }
            let (own, total) = profile.values(figures, selection)
            if rowOf[Int(group)] < 0 {
                rowOf[Int(group)] = Int32(truncatingIfNeeded: rows.count)
                rows.append(FunctionRow(group: group, selfValue: 0, totalValue: 0))
            }
            rows[Int(rowOf[Int(group)])].add(own: own, total: total, countsCalls ? figures : nil)
        }
    }
}
