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

    /// Adds an edge of the same groups.
    fileprivate mutating func add(_ other: CallGraphEdge) {
        selfValue = selfValue.addingSaturated(other.selfValue)
        totalValue = totalValue.addingSaturated(other.totalValue)
        if let calls = other.calls { self.calls = (self.calls ?? 0).addingSaturated(calls) }
        isEstimated = isEstimated || other.isEstimated
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
    package init(_ profile: Profile, _ selection: ValueSelection, groups: [Int32], groupCount: Int) {
        if profile.isCallGraph {
            self.init(edges: CallGraphSummary.exactEdges(profile, selection, groups))
        } else {
            self.init(GroupedTree(profile, selection, groups), groupCount: groupCount)
        }
    }

    /// The edges of one profile of a tree; a command name in front of stacks calls nobody.
    package init(_ tree: CallTree, column: Int) {
        self.init(GroupedTree(tree, column), groupCount: tree.groups.count)
    }

    /// The edges into a function, largest total first.
    package func callers(of group: Int32) -> [CallGraphEdge] { edges.filter { $0.callee == group } }

    /// The edges out of a function, largest total first.
    package func callees(of group: Int32) -> [CallGraphEdge] { edges.filter { $0.caller == group } }

    private init(edges: [CallGraphEdge]) {
        self.edges = edges.sorted {
            ($1.totalValue, $0.caller, $0.callee) < ($0.totalValue, $1.caller, $1.callee)
        }
    }

    /// Sums over stacks: an edge counts in total where it does not stand above on the same path.
    private init(_ tree: GroupedTree, groupCount: Int) {
        var pairs = GroupPairs()
        var edgeOf = [Int32](repeating: -1, count: tree.parents.count)
        for node in 1..<max(tree.parents.count, 1) where tree.groups[node] >= 0 {
            edgeOf[node] = pairs.number(caller: tree.groups[Int(tree.parents[node])], callee: tree.groups[node])
        }
        let isOutermost = StackGrouping.outermost(parents: tree.parents, groups: edgeOf, groupCount: pairs.edges.count)
        for node in 1..<max(tree.parents.count, 1) where edgeOf[node] >= 0 {
            pairs.add(
                own: tree.own[node], total: isOutermost[node] ? tree.totals[node] : 0, to: Int(edgeOf[node]))
        }
        self.init(edges: pairs.edges)
    }
}

/// A tree of groups with its values: what stacks and call trees have in common.
private struct GroupedTree {
    /// By node; node 0 is the root, `parents[n] < n`.
    var parents: [Int32]
    /// By node; -1 for what is no function.
    var groups: [Int32]
    var own: [Int64]
    var totals: [Int64]

    init(_ profile: Profile, _ selection: ValueSelection, _ functionGroups: [Int32]) {
        let values = StackValues(profile, selection)
        own = values.own
        totals = values.total
        parents = [Int32](repeating: 0, count: profile.stacks.count)
        groups = [Int32](repeating: -1, count: profile.stacks.count)
        for row in 1..<max(parents.count, 1) {
            let stack = StackID(row: row)
            let frame = profile.frames[profile.stacks.frame(stack)]
            parents[row] = Int32(truncatingIfNeeded: profile.stacks.parent(stack).row)
            if !frame.flags.contains(.root) { groups[row] = functionGroups[frame.function.row] }
        }
    }

    init(_ tree: CallTree, _ column: Int) {
        parents = (0..<tree.count).map { Int32(truncatingIfNeeded: max(tree.parent($0), 0)) }
        groups = (0..<tree.count).map { node in
            let group = tree.group(node)
            return group < 0 || tree.groups[group].isCommand ? -1 : group
        }
        own = (0..<tree.count).map { tree.selfValue($0, column) }
        totals = (0..<tree.count).map { tree.totalValue($0, column) }
    }
}

/// Edges by their pair of groups, numbered in order of appearance.
private struct GroupPairs {
    private(set) var edges: [CallGraphEdge] = []
    private var numbers: [UInt64: Int32] = [:]

    /// The number of a pair, which is added with values of 0 when it is new.
    mutating func number(caller: Int32, callee: Int32) -> Int32 {
        let pair = UInt64(UInt32(bitPattern: caller)) << 32 | UInt64(UInt32(bitPattern: callee))
        if let known = numbers[pair] { return known }
        let number = Int32(truncatingIfNeeded: edges.count)
        edges.append(CallGraphEdge(caller: caller, callee: callee, selfValue: 0, totalValue: 0))
        numbers[pair] = number
        return number
    }

    mutating func add(own: Int64, total: Int64, to edge: Int) {
        edges[edge].selfValue = edges[edge].selfValue.addingSaturated(own)
        edges[edge].totalValue = edges[edge].totalValue.addingSaturated(total)
    }

    /// Adds the values of an edge to the one of the same groups.
    mutating func add(_ edge: CallGraphEdge) {
        edges[Int(number(caller: edge.caller, callee: edge.callee))].add(edge)
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
            var found = CallGraphEdge(
                caller: groups[edge.caller.row], callee: groups[edge.callee.row],
                selfValue: countsCalls ? figures.calls : figures.selfTime,
                totalValue: countsCalls ? figures.calls : figures.totalTime)
            found.calls = figures.calls
            found.isEstimated = !edge.hasTimes && !countsCalls
            pairs.add(found)
        }
        for (id, figures) in rests.all where figures.calls > 0 {
            var root = CallGraphEdge(
                caller: -1, callee: groups[id.row], selfValue: countsCalls ? figures.calls : figures.selfTime,
                totalValue: countsCalls ? figures.calls : figures.totalTime)
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
