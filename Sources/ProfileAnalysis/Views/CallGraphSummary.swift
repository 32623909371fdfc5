import StackModel

/// One function called by another, with the callee's values under this caller.
package struct CallGraphEdge: Sendable {
    /// Group of the caller; -1 where the callee began a stack.
    package let caller: Int32
    /// Group of the callee.
    package let callee: Int32
    /// Measured in the callee itself when this caller called it.
    package fileprivate(set) var selfValue: Int64
    /// Measured in the callee or below when this caller called it; a recurring call counts once in each sample.
    package fileprivate(set) var totalValue: Int64
    /// How often it was called, where the trace counts calls.
    package fileprivate(set) var calls: Int64?
    /// Whether the values are shared out by calls, as the trace counted these only (pure-Python `profile`).
    package fileprivate(set) var isEstimated = false
    /// Whether the caller called the callee by way of functions that are left out.
    package let isIndirect: Bool

    /// An edge without values.
    init(caller: Int32, callee: Int32, isIndirect: Bool = false) {
        self.caller = caller
        self.callee = callee
        selfValue = 0
        totalValue = 0
        self.isIndirect = isIndirect
    }

    /// Adds values of the same edge.
    mutating func add(own: Int64, total: Int64) {
        selfValue = selfValue.addingSaturated(own)
        totalValue = totalValue.addingSaturated(total)
    }

    /// Adds an edge of the same groups.
    mutating func add(_ other: CallGraphEdge) {
        add(own: other.selfValue, total: other.totalValue)
        if let calls = other.calls { self.calls = (self.calls ?? 0).addingSaturated(calls) }
        isEstimated = isEstimated || other.isEstimated
    }
}

/// Which edges are summed up: what is left out takes no memory.
package enum EdgeChoice: Sendable {
    case all
    /// Edges into and out of the groups that are true.
    case at([Bool])
    /// Edges between the groups that are true; and, as indirect ones, from each of them to the next below it where all
    /// between are false. An indirect edge never leads back to its own caller.
    case among([Bool])

    /// Whether an edge between these groups is summed up; -1 is nobody.
    fileprivate func takes(caller: Int32, callee: Int32) -> Bool {
        switch self {
        case .all: true
        case .at(let groups): groups[Int(callee)] || (caller >= 0 && groups[Int(caller)])
        case .among(let groups): groups[Int(callee)] && (caller < 0 || groups[Int(caller)])
        }
    }
}

/// Who called whom: the edges between functions, and from nobody to the functions that begin stacks.
///
/// Of stacks, every edge is summed over the samples that it occurs in. A call graph (pstats) is taken at its word: its
/// edges are exact, and nothing is estimated but what the trace leaves out.
package struct CallGraphSummary: Sendable {
    /// Largest total first; each pair of caller and callee once.
    package let edges: [CallGraphEdge]

    /// The edges of a profile; `groups` gives the group of each function row, as `FrameGroups.add` made it.
    package init(
        _ profile: Profile, _ selection: ValueSelection, groups: [Int32], groupCount: Int, choice: EdgeChoice = .all
    ) {
        if profile.isCallGraph {
            let edges = CallGraphSummary.exactEdges(profile, selection, groups)
            self.init(edges: edges.filter { choice.takes(caller: $0.caller, callee: $0.callee) })
        } else {
            self.init(GroupedTree(profile, selection, groups), choice)
        }
    }

    /// The edges of one profile of a tree; a command name in front of stacks calls nobody.
    package init(_ tree: CallTree, column: Int, choice: EdgeChoice = .all) {
        self.init(GroupedTree(tree, column), choice)
    }

    /// The edges into a function, largest total first.
    package func callers(of group: Int32) -> [CallGraphEdge] { edges.filter { $0.callee == group } }

    /// The edges out of a function, largest total first.
    package func callees(of group: Int32) -> [CallGraphEdge] { edges.filter { $0.caller == group } }

    private init(edges: [CallGraphEdge]) {
        self.edges = edges.sorted { left, right in
            if left.totalValue != right.totalValue { return left.totalValue > right.totalValue }
            if left.isIndirect != right.isIndirect { return right.isIndirect }
            return (left.caller, left.callee) < (right.caller, right.callee)
        }
    }

    /// Sums over stacks: an edge counts in total where it does not stand above on the same path.
    private init(_ tree: GroupedTree, _ choice: EdgeChoice) {
        var pairs = GroupPairs()
        let edgeOf =
            if case .among(let kept) = choice {
                tree.edges(among: kept, in: &pairs)
            } else {
                tree.edges(in: &pairs) { choice.takes(caller: $0, callee: $1) }
            }
        let isOutermost = StackGrouping.outermost(parents: tree.parents, groups: edgeOf, groupCount: pairs.edges.count)
        for node in 1..<max(tree.parents.count, 1) where edgeOf[node] >= 0 {
            pairs.add(own: tree.own[node], total: isOutermost[node] ? tree.totals[node] : 0, to: Int(edgeOf[node]))
        }
        self.init(edges: pairs.edges)
    }
}

// Call graphs.
extension CallGraphSummary {
    /// The edges of a call graph as they are, and for each function what no caller accounts for.
    private static func exactEdges(
        _ profile: Profile, _ selection: ValueSelection, _ groups: [Int32]
    ) -> [CallGraphEdge] {
        let countsCalls = selection == profile.callsSelection
        var pairs = GroupPairs()
        var rests = CallRests(profile)
        for row in 0..<profile.callGraph.edgeCount {
            let edge = profile.callGraph.edge(row)
            guard let figures = rests.take(edge) else { continue }
            var found = CallGraphEdge(caller: groups[edge.caller.row], callee: groups[edge.callee.row])
            found.add(
                own: countsCalls ? figures.calls : figures.selfTime,
                total: countsCalls ? figures.calls : figures.totalTime)
            found.calls = figures.calls
            found.isEstimated = !edge.hasTimes && !countsCalls
            pairs.add(found)
        }
        for (id, figures) in rests.all where figures.calls > 0 {
            var root = CallGraphEdge(caller: -1, callee: groups[id.row])
            root.add(
                own: countsCalls ? figures.calls : figures.selfTime,
                total: countsCalls ? figures.calls : figures.totalTime)
            root.calls = figures.calls
            pairs.add(root)
        }
        return pairs.edges
    }
}

/// What of each function's figures no edge has taken yet.
private struct CallRests {
    private let profile: Profile
    private var rests: [FunctionID: FunctionFigures] = [:]
    /// Calls by all callers, for edges without times.
    private var callsInto: [FunctionID: Int64] = [:]

    init(_ profile: Profile) {
        self.profile = profile
        for row in 0..<profile.callGraph.functionCount {
            let (id, figures) = profile.callGraph.function(row)
            rests[id] = figures
        }
        for row in 0..<profile.callGraph.edgeCount {
            let edge = profile.callGraph.edge(row)
            callsInto[edge.callee] = (callsInto[edge.callee] ?? 0).addingSaturated(edge.figures.calls)
        }
    }

    /// The figures of an edge, by its share of the calls where it has no times; nil where the callee has no row.
    mutating func take(_ edge: CallEdge) -> FunctionFigures? {
        guard let whole = profile.callGraph.figures(of: edge.callee), var rest = rests[edge.callee] else { return nil }
        var figures = edge.figures
        if !edge.hasTimes, let calls = callsInto[edge.callee], calls > 0 {
            let share = min(max(Double(figures.calls) / Double(calls), 0), 1)
            figures.selfTime = Int64(exactly: (Double(whole.selfTime) * share).rounded()) ?? whole.selfTime
            figures.totalTime = Int64(exactly: (Double(whole.totalTime) * share).rounded()) ?? whole.totalTime
        }
        rest.calls = rest.calls.subtractingSaturated(figures.calls)
        rest.selfTime = max(rest.selfTime.subtractingSaturated(figures.selfTime), 0)
        // Within a recursion the callee's time is already its own outer call's.
        if edge.caller != edge.callee {
            rest.totalTime = max(rest.totalTime.subtractingSaturated(figures.totalTime), 0)
        }
        rests[edge.callee] = rest
        return figures
    }

    /// Functions in the order of the trace, each with its rest.
    var all: [(FunctionID, FunctionFigures)] {
        (0..<profile.callGraph.functionCount).compactMap { row in
            let id = profile.callGraph.function(row).id
            return rests[id].map { (id, $0) }
        }
    }
}
