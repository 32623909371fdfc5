import StackModel

/// One run of a format that has functions and calls in place of stacks (pstats).
struct CallGraphRun {
    let profile: Profile
    let selection: ValueSelection
    /// The group of each function row.
    let groups: [Int32]

    /// Calls `body` with every function's group and figures.
    func forEachFunction(_ body: (_ group: Int32, _ figures: FunctionFigures) -> Void) {
        for row in 0..<profile.callGraph.functionCount {
            let (id, figures) = profile.callGraph.function(row)
            let group = groups[id.row]
            if group >= 0 { body(group, figures) }
        }
    }
}

extension EntityRuns {
    /// Takes call graphs at their word: self and total come from the file and are exact, so nothing is counted noise.
    init(_ runs: [CallGraphRun], groupCount: Int) {
        let width = runs.count
        var own = [Double](repeating: 0, count: groupCount * width)
        var total = own
        for (run, graph) in runs.enumerated() {
            graph.forEachFunction { group, figures in
                let values = graph.profile.values(figures, graph.selection)
                own[Int(group) * width + run] += Double(values.own)
                total[Int(group) * width + run] += Double(values.total)
            }
        }
        self.init(runTotals: runs.map { Double($0.profile.total($0.selection).value) })
        let none = [Double](repeating: 0, count: width)
        for group in 0..<groupCount {
            let row = group * width..<(group + 1) * width
            let (ownRow, totalRow) = (Array(own[row]), Array(total[row]))
            if ownRow != none { append(Entity(.own, Int32(group)), sums: ownRow, squares: none) }
            if totalRow != none, totalRow != ownRow {
                append(Entity(.total, Int32(group)), sums: totalRow, squares: none)
            }
        }
    }
}

/// How often each function was called in each run: exact, so a difference is a fact and needs no test.
package struct CallCounts: Sendable {
    private let width: Int
    private var calls: [Int64]

    init(_ runs: [CallGraphRun], groupCount: Int) {
        width = runs.count
        calls = [Int64](repeating: 0, count: groupCount * runs.count)
        for (run, graph) in runs.enumerated() {
            graph.forEachFunction { group, figures in
                let slot = Int(group) * width + run
                calls[slot] = calls[slot].addingSaturated(figures.calls)
            }
        }
    }

    /// The calls of a function in a run.
    package subscript(group: Int32, run: Int) -> Int64 { calls[Int(group) * width + run] }

    /// The calls of a function in each of `runs` when they are the same in all; nil when they differ.
    package func constant(_ group: Int32, _ runs: [Int]) -> Int64? {
        guard let first = runs.first.map({ self[group, $0] }) else { return nil }
        return runs.allSatisfy { self[group, $0] == first } ? first : nil
    }
}
