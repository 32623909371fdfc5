/// Who calls whom, where a file lists calls in whatever order: callees by caller, and an order with callers first.
struct CallOrder {
    /// The caller of each row; -1 for roots.
    let callers: [Int]
    /// All rows that a root leads to, callers before callees, siblings as they are listed.
    private(set) var order: [Int] = []
    private var children: [Int]
    private var starts: [Int]

    /// The order of calls; rows on a cycle are left out.
    init(_ callers: [Int]) {
        self.callers = callers
        starts = [Int](repeating: 0, count: callers.count + 1)
        for caller in callers where caller >= 0 { starts[caller + 1] += 1 }
        for row in callers.indices { starts[row + 1] += starts[row] }
        children = [Int](repeating: 0, count: starts.last ?? 0)
        var next = starts
        for (row, caller) in callers.enumerated() where caller >= 0 {
            children[next[caller]] = row
            next[caller] += 1
        }
        var pending = Array(callers.indices.filter { callers[$0] < 0 }.reversed())
        while let row = pending.popLast() {
            order.append(row)
            pending.append(contentsOf: callees(of: row).reversed())
        }
    }

    /// The rows that `row` calls.
    func callees(of row: Int) -> ArraySlice<Int> { children[starts[row]..<starts[row + 1]] }
}

/// Shares out elapsed time among calls of which each tells what it took with all below it, where that may not add up:
/// calls run side by side, and figures are rounded.
///
/// What a row itself took is never below 0, and all rows together took what their roots did. Where callees claim more
/// than their caller took, they share it.
struct ElapsedShares {
    /// What each row took with all that it called.
    private(set) var totals: [Int64]
    /// What each row took itself.
    private(set) var selves: [Int64]

    /// Shares out what was `printed`; `processes` says how many processes ran a callee side by side for its caller.
    init(_ printed: [Int64], _ calls: CallOrder, processes: (_ caller: Int, _ callee: Int) -> Double = { _, _ in 1 }) {
        totals = [Int64](repeating: 0, count: printed.count)
        selves = totals
        for row in calls.order {
            if calls.callers[row] < 0 { totals[row] = max(printed[row], 0) }
            share(row, printed, Array(calls.callees(of: row)), processes)
        }
    }

    private mutating func share(
        _ row: Int, _ printed: [Int64], _ callees: [Int], _ processes: (Int, Int) -> Double
    ) {
        // How much of what was printed counts: less than all of it below calls that run side by side.
        let scale = printed[row] > 0 ? Double(totals[row]) / Double(printed[row]) : 0
        var claims = callees.map { Double(printed[$0]) * scale / max(processes(row, $0), 1) }
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
}
