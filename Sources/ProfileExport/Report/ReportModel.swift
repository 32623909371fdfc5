import ProfileAnalysis
import StackModel

/// All that a report's page is made of.
struct ReportModel: ~Copyable {
    let subject: ReportSubject
    let types: ReportValueTypes
    let groups: FrameGroups
    let tree: ReportTree
    let rows: ReportRows
    let threads: [String]
    let clock: ReportClock?
    /// Exact figures of functions, where a trace has a call graph in place of stacks.
    let exact: [ExactFigures]

    /// A side's figures of each function, by value type and function.
    struct ExactFigures {
        var own: [[Int64]]
        var total: [[Int64]]
    }

    /// Adds the runs of `subject` up.
    init(_ subject: ReportSubject) throws {
        let found = subject.runs
        let originals = unifyingUnits(found.map(\.profile))
        let runs = originals.map { $0.withStacks(.estimate) }
        let types = try ReportValueTypes(runs, value: subject.value)
        let clock = ReportClock(runs)
        let sides = found.map(\.side)
        var groups = FrameGroups(identity: .functionKey)
        let groupsOf = ReportModel.grouped(runs, sides: sides, in: &groups)
        var paths = ReportPaths()
        var threads = ReportThreads()
        let places = zip(runs, groupsOf).map { RunPlaces(paths: paths.add($0, $1), threads: threads.add($0)) }
        let rows = ReportModel.added(runs, places, types, clock)
        let tree = ReportTree(paths, measured: rows.paths, ranks: ReportModel.ranks(groups))
        exact = ReportModel.exactFigures(originals, sides, types, tree, &groups)
        self.subject = subject
        self.types = types
        self.clock = clock
        self.threads = threads.names
        self.tree = tree
        self.rows = rows
        self.groups = groups
    }

    /// The path of each stack and the thread of each thread of a run.
    private struct RunPlaces {
        let paths: [Int32]
        let threads: [Int32]
    }

    /// The rows of all runs, with time as fine as their number allows.
    private static func added(
        _ runs: [Profile], _ places: [RunPlaces], _ types: ReportValueTypes, _ clock: ReportClock?
    ) -> ReportRows {
        var cellsTogether: Int32 = 1
        while true {
            var rows = ReportRows(typeCount: types.types.count, cellsTogether: cellsTogether)
            // With all time in one cell there is nothing left to be made coarser.
            let isLast = clock == nil || cellsTogether > 1 << 20
            var fits = true
            for (number, run) in runs.enumerated() where fits {
                rows.add(
                    run, number: number, types.selections[number], paths: places[number].paths,
                    threads: places[number].threads, clock)
                fits = isLast || rows.count <= ReportRows.limit
            }
            if fits { return rows }
            cellsTogether *= 4
        }
    }

    /// The groups of each run's functions; a function that only moved to another file or module is one on both sides.
    private static func grouped(_ runs: [Profile], sides: [Int], in groups: inout FrameGroups) -> [[Int32]] {
        var result: [[Int32]] = []
        for run in runs { result.append(groups.add(run)) }
        guard sides.contains(1) else { return result }
        func all(_ side: Int) -> [Int32] { zip(sides, result).flatMap { $0 == side ? $1 : [] } }
        let moved = MovedFunctions(before: all(0), after: all(1), groups: groups)
        for run in result.indices where sides[run] == 1 { result[run] = moved.applied(to: result[run]) }
        return result
    }

    /// By group: its place among all by name.
    private static func ranks(_ groups: borrowing FrameGroups) -> [Int32] {
        let order = (0..<Int32(truncatingIfNeeded: groups.count)).sorted { left, right in
            let (first, second) = (groups.name(left), groups.name(right))
            return first == second ? left < right : first < second
        }
        var ranks = [Int32](repeating: 0, count: order.count)
        for (place, group) in order.enumerated() { ranks[Int(group)] = Int32(truncatingIfNeeded: place) }
        return ranks
    }

    private static func exactFigures(
        _ runs: [Profile], _ sides: [Int], _ types: ReportValueTypes, _ tree: ReportTree, _ groups: inout FrameGroups
    ) -> [ExactFigures] {
        guard runs.contains(where: \.isCallGraph) else { return [] }
        let functionGroups = grouped(runs, sides: sides, in: &groups)
        var functionOf = [Int](repeating: -1, count: groups.count)
        for (function, group) in tree.functionGroups.enumerated() { functionOf[Int(group)] = function }
        let none = [[Int64]](
            repeating: [Int64](repeating: 0, count: tree.functionGroups.count), count: types.types.count)
        var figures = [ExactFigures](repeating: ExactFigures(own: none, total: none), count: (sides.max() ?? 0) + 1)
        for (run, profile) in runs.enumerated() {
            for type in types.types.indices {
                let named = "\(types.types[type].name)/\(types.types[type].unit)"
                guard let selection = try? profile.selection(named: named) else { continue }
                let summary = FunctionSummary(
                    profile, selection, groups: functionGroups[run], groupCount: groups.count)
                for row in summary.rows where row.group >= 0 && functionOf[Int(row.group)] >= 0 {
                    let (side, function) = (sides[run], functionOf[Int(row.group)])
                    figures[side].own[type][function] =
                        figures[side].own[type][function].addingSaturated(row.selfValue)
                    figures[side].total[type][function] =
                        figures[side].total[type][function].addingSaturated(row.totalValue)
                }
            }
        }
        return figures
    }
}
