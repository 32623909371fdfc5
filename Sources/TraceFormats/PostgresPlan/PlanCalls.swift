import StackModel

/// Which step works for which: mostly as the plan is printed, with two exceptions.
///
/// A common table is printed below the step that declares it, but it is the steps that scan it that wait for it; and
/// an init plan runs within the first step whose expressions read its output. Where they stay in their places, the
/// step above seems to take less than nothing.
struct PlanCalls {
    /// The step that each works for; -1 for the first step.
    private(set) var callers: [Int]
    /// Steps that run after the plan, for nobody: common tables that change rows and are never scanned.
    private(set) var detached: Set<Int> = []
    /// The steps, callers before callees.
    private(set) var order: [Int] = []

    /// The calls of a statement's steps.
    init(_ steps: [PlanStep]) {
        callers = steps.map(\.parent)
        for row in steps.indices {
            switch steps[row].role {
            case .commonTable: moveTable(row, steps)
            case .initPlan: moveInitPlan(row, steps)
            case .input, .subPlan: break
            }
        }
        sort()
    }

    /// The steps that work for `row`.
    func callees(of row: Int) -> ArraySlice<Int> { children[starts[row]..<starts[row + 1]] }

    private var children: [Int] = []
    private var starts: [Int] = []

    /// Of several scans, the one that took longest is taken for the one that waited.
    private mutating func moveTable(_ row: Int, _ steps: [PlanStep]) {
        let scans = steps.indices.filter {
            steps[$0].scannedTable.map(steps[row].outputs.contains) ?? false && !isWithin($0, row)
        }
        if let scan = scans.max(by: { steps[$0].time < steps[$1].time }) {
            callers[row] = scan
        } else if steps[row].isModify {
            detached.insert(row)
        }
    }

    private mutating func moveInitPlan(_ row: Int, _ steps: [PlanStep]) {
        let reader = steps.indices.first { reader in
            steps[reader].loops != 0 && steps[reader].readParameters.contains(where: steps[row].outputs.contains)
                && !isWithin(reader, row)
        }
        if let reader { callers[row] = reader }
    }

    /// Whether `row` is `other` or works for it.
    private func isWithin(_ row: Int, _ other: Int) -> Bool {
        var current = row
        while current >= 0, current != other { current = callers[current] }
        return current == other
    }

    /// Lists callees by caller, and orders all steps.
    private mutating func sort() {
        starts = [Int](repeating: 0, count: callers.count + 1)
        for caller in callers where caller >= 0 { starts[caller + 1] += 1 }
        for row in callers.indices { starts[row + 1] += starts[row] }
        children = [Int](repeating: 0, count: starts.last ?? 0)
        var next = starts
        for (row, caller) in callers.enumerated() where caller >= 0 {
            children[next[caller]] = row
            next[caller] += 1
        }
        var pending = callers.indices.filter { callers[$0] < 0 }
        while let row = pending.popLast() {
            order.append(row)
            pending.append(contentsOf: children[starts[row]..<starts[row + 1]].reversed())
        }
    }
}
