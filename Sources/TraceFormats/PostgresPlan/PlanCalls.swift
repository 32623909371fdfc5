import StackModel

/// Which step works for which: mostly as the plan is printed, with two exceptions.
///
/// A common table is printed below the step that declares it, but it is the steps that scan it that wait for it; and
/// an init plan runs within the first step whose expressions read its output. Where they stay in their places, the
/// step above seems to take less than nothing.
struct PlanCalls {
    /// The steps, and the step that each works for.
    private(set) var order: CallOrder
    /// Steps that run after the plan, for nobody: common tables that change rows and are never scanned.
    private(set) var detached: Set<Int> = []
    private var callers: [Int]

    /// The calls of a statement's steps.
    init(_ steps: [PlanStep]) {
        callers = steps.map(\.parent)
        order = CallOrder([])
        for row in steps.indices {
            switch steps[row].role {
            case .commonTable: moveTable(row, steps)
            case .initPlan: moveInitPlan(row, steps)
            case .input, .subPlan: break
            }
        }
        order = CallOrder(callers)
    }

    /// How the time that passed is shared among the steps. Below a Gather, it is the mean of the processes that took
    /// part: as many as there are loops for each of the Gather's own.
    func shares(_ steps: [PlanStep]) -> ElapsedShares {
        ElapsedShares(steps.map(\.time), order) { caller, callee in
            guard steps[caller].isGather, steps[callee].role == .input, let loops = steps[caller].loops, loops > 0,
                let inner = steps[callee].loops, inner > loops
            else { return 1 }
            return Double(inner) / Double(loops)
        }
    }

    /// Of several scans, the one that took longest is taken for the one that waited.
    private mutating func moveTable(_ row: Int, _ steps: [PlanStep]) {
        let scans = steps.indices.filter {
            steps[$0].scannedTable.map(steps[row].outputs.contains) ?? false && !isWithin($0, row)
        }
        if let scan = scans.max(by: { steps[$0].time < steps[$1].time }) {
            callers[row] = scan
        } else if steps[row].isModify {
            callers[row] = -1
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
}
