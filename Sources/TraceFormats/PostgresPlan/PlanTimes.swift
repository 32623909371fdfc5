import StackModel

/// How a statement's elapsed time is shared among the steps of its plan, in nanoseconds.
///
/// PostgreSQL prints the mean of a step's loops, steps below included; multiplied out these can exceed what the step
/// above took: workers run side by side, and means are rounded. Below a Gather, time is therefore the mean of the
/// processes that took part; and where the steps below still claim more than there is, they share it.
struct PlanTimes {
    /// What each step took with all that worked for it.
    private(set) var totals: [Int64]
    /// What each step took itself: never below 0, and all together what the first step took.
    private(set) var selves: [Int64]

    /// Shares out the time of the first step (and of the detached ones).
    init(_ steps: [PlanStep], _ calls: PlanCalls) {
        totals = [Int64](repeating: 0, count: steps.count)
        selves = totals
        for row in calls.order {
            if calls.callers[row] < 0 || calls.detached.contains(row) { totals[row] = steps[row].time }
            share(row, steps, calls)
        }
    }

    private mutating func share(_ row: Int, _ steps: [PlanStep], _ calls: PlanCalls) {
        let callees = calls.callees(of: row).filter { !calls.detached.contains($0) }
        let printed = steps[row].time
        // How much of what was printed counts: less than all of it below a Gather.
        let scale = printed > 0 ? Double(totals[row]) / Double(printed) : 0
        var claims = callees.map { Double(steps[$0].time) * scale / PlanTimes.processes(row, $0, steps) }
        let claimed = claims.reduce(0, +)
        if claimed > Double(totals[row]), claimed > 0 {
            claims = claims.map { $0 * (Double(totals[row]) / claimed) }
        }
        var left = totals[row]
        for (callee, claim) in zip(callees, claims) {
            totals[callee] = min(max(claim.nearestInt64, 0), left)
            left -= totals[callee]
        }
        selves[row] = left
    }

    /// How many processes ran a step side by side: below a Gather, as many as there are loops for each of its own.
    private static func processes(_ row: Int, _ callee: Int, _ steps: [PlanStep]) -> Double {
        guard steps[row].isGather, steps[callee].role == .input, let loops = steps[row].loops, loops > 0,
            let inner = steps[callee].loops, inner > loops
        else { return 1 }
        return Double(inner) / Double(loops)
    }
}
