import StackModel

/// A tree of groups with its values: what stacks and call trees have in common.
struct GroupedTree {
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

    /// The edge into each node by its number in `pairs`, -1 where `takes` leaves it out or where there is none.
    func edges(in pairs: inout GroupPairs, _ takes: (_ caller: Int32, _ callee: Int32) -> Bool) -> [Int32] {
        var edgeOf = [Int32](repeating: -1, count: parents.count)
        for node in 1..<max(parents.count, 1) where groups[node] >= 0 {
            let caller = groups[Int(parents[node])]
            if takes(caller, groups[node]) { edgeOf[node] = pairs.number(caller: caller, callee: groups[node]) }
        }
        return edgeOf
    }

    /// The same for edges between groups that are kept, through whatever is not.
    func edges(among kept: [Bool], in pairs: inout GroupPairs) -> [Int32] {
        var edgeOf = [Int32](repeating: -1, count: parents.count)
        /// By node: the group of the nearest one that is kept, at the node or above it.
        var nearest = edgeOf
        for node in 1..<max(parents.count, 1) {
            let parent = Int(parents[node])
            let (caller, callee) = (nearest[parent], groups[node])
            nearest[node] = caller
            guard callee >= 0, kept[Int(callee)] else { continue }
            nearest[node] = callee
            let isIndirect = caller != groups[parent]
            if isIndirect, caller < 0 || caller == callee { continue }
            edgeOf[node] = pairs.number(caller: caller, callee: callee, isIndirect: isIndirect)
        }
        return edgeOf
    }
}

/// Edges by their pair of groups, numbered in order of appearance.
struct GroupPairs {
    private(set) var edges: [CallGraphEdge] = []
    private var numbers: [UInt64: Int32] = [:]

    /// The number of a pair, which is added with values of 0 when it is new.
    mutating func number(caller: Int32, callee: Int32, isIndirect: Bool = false) -> Int32 {
        var pair = UInt64(UInt32(bitPattern: caller)) << 32 | UInt64(UInt32(bitPattern: callee))
        // A callee is never below 0, so that its highest bit is free.
        if isIndirect { pair |= 1 << 31 }
        if let known = numbers[pair] { return known }
        let number = Int32(truncatingIfNeeded: edges.count)
        edges.append(CallGraphEdge(caller: caller, callee: callee, isIndirect: isIndirect))
        numbers[pair] = number
        return number
    }

    mutating func add(own: Int64, total: Int64, to edge: Int) { edges[edge].add(own: own, total: total) }

    /// Adds the values of an edge to the one of the same groups.
    mutating func add(_ edge: CallGraphEdge) {
        edges[Int(number(caller: edge.caller, callee: edge.callee))].add(edge)
    }
}
