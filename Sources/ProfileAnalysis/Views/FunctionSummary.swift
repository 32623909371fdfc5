import StackModel

/// One function of a profile with its values.
package struct FunctionRow: Sendable {
    /// Index into the groups that the summary was made with.
    package var group: Int32
    /// Measured in the function itself (flat), and in it or anything it called (cum), recursion counted once.
    package var selfValue: Int64
    package var totalValue: Int64
    /// Calls, where the trace counts them.
    package var calls: Int64?
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
        total = profile.total(selection).value
        rows = []
        var rowOf = [Int32](repeating: -1, count: groupCount)
        func add(_ group: Int32, own: Int64, total: Int64, calls: Int64?, to rows: inout [FunctionRow]) {
            let index = rowOf[Int(group)]
            if index < 0 {
                rowOf[Int(group)] = Int32(rows.count)
                rows.append(FunctionRow(group: group, selfValue: own, totalValue: total, calls: calls))
            } else {
                let row = Int(index)
                rows[row].selfValue = rows[row].selfValue.addingSaturated(own)
                rows[row].totalValue = rows[row].totalValue.addingSaturated(total)
                if let calls { rows[row].calls = (rows[row].calls ?? 0).addingSaturated(calls) }
            }
        }
        if profile.isCallGraph {
            let countsCalls = selection == profile.callsSelection
            for row in 0..<profile.callGraph.functionCount {
                let (id, figures) = profile.callGraph.function(row)
                add(
                    groups[id.row], own: countsCalls ? figures.calls : figures.selfTime,
                    total: countsCalls ? figures.calls : figures.totalTime, calls: figures.calls, to: &rows)
            }
            return
        }
        let values = StackValues(profile, selection)
        let outermost = outermostStacks(profile, groups: groups, groupCount: groupCount)
        for row in 1..<max(profile.stacks.count, 1) {
            let group = groups[profile.function(of: profile.stacks.frame(StackID(row: row))).row]
            let total = outermost[row] ? values.total[row] : 0
            if group >= 0 { add(group, own: values.own[row], total: total, calls: nil, to: &rows) }
        }
    }
}
