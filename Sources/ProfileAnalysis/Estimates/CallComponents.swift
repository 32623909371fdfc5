import StackModel

/// The functions of a call graph as nodes 0 ..< count, with the edges that leave and enter each.
struct CallNodes {
    /// Function of each node, and its figures.
    let functions: [FunctionID]
    let figures: [FunctionFigures]
    /// Edges by caller: those of node n are `edges[starts[n] ..< starts[n + 1]]`.
    let starts: [Int]
    let edges: [NodeEdge]

    struct NodeEdge {
        let caller: Int
        let callee: Int
        /// The callee's own time when called by this caller, nanoseconds.
        let selfTime: Double
        /// What decides how much of the callee belongs to this caller.
        let weight: Double
        let calls: Double
    }

    init(_ profile: Profile) {
        var functions: [FunctionID] = []
        var figures: [FunctionFigures] = []
        var nodeOf: [FunctionID: Int] = [:]
        for row in 0..<profile.callGraph.functionCount {
            let (id, own) = profile.callGraph.function(row)
            nodeOf[id] = functions.count
            functions.append(id)
            figures.append(own)
        }
        var callsInto = [Double](repeating: 0, count: functions.count)
        for row in 0..<profile.callGraph.edgeCount {
            let edge = profile.callGraph.edge(row)
            if let callee = nodeOf[edge.callee] { callsInto[callee] += Double(max(edge.figures.calls, 0)) }
        }
        var unsorted: [NodeEdge] = []
        for row in 0..<profile.callGraph.edgeCount {
            let edge = profile.callGraph.edge(row)
            // A caller that has no entry of its own was not profiled: its callee starts a stack.
            guard let caller = nodeOf[edge.caller], let callee = nodeOf[edge.callee] else { continue }
            let calls = Double(max(edge.figures.calls, 0))
            let share = callsInto[callee] > 0 ? calls / callsInto[callee] : 0
            let own = edge.hasTimes ? Double(edge.figures.selfTime) : Double(figures[callee].selfTime) * share
            let total = edge.hasTimes ? Double(edge.figures.totalTime) : Double(figures[callee].totalTime) * share
            unsorted.append(
                NodeEdge(caller: caller, callee: callee, selfTime: max(own, 0), weight: max(total, 0), calls: calls))
        }
        var starts = [Int](repeating: 0, count: functions.count + 1)
        for edge in unsorted { starts[edge.caller + 1] += 1 }
        for node in 0..<functions.count { starts[node + 1] += starts[node] }
        // Heaviest callee first, ties by node, so that the same dump always gives the same tree.
        self.edges = unsorted.sorted {
            ($0.caller, -$0.weight, $0.callee) < ($1.caller, -$1.weight, $1.callee)
        }
        self.starts = starts
        self.functions = functions
        self.figures = figures
    }

    var count: Int { functions.count }

    func edges(from node: Int) -> ArraySlice<NodeEdge> { edges[starts[node]..<starts[node + 1]] }

    /// The strongly connected component of every node (Tarjan's algorithm, on a stack of our own).
    func components() -> [Int] {
        var component = [Int](repeating: -1, count: count)
        var order = [Int](repeating: -1, count: count)
        var low = [Int](repeating: 0, count: count)
        var open: [Int] = []
        var walk: [(node: Int, next: Int)] = []
        var counter = 0
        var found = 0
        for root in 0..<count where order[root] < 0 {
            walk.append((root, starts[root]))
            while let (node, next) = walk.last {
                if order[node] < 0 {
                    order[node] = counter
                    low[node] = counter
                    counter += 1
                    open.append(node)
                }
                if next < starts[node + 1] {
                    walk[walk.count - 1].next += 1
                    let callee = edges[next].callee
                    if order[callee] < 0 {
                        walk.append((callee, starts[callee]))
                    } else if component[callee] < 0 {
                        low[node] = min(low[node], order[callee])
                    }
                    continue
                }
                walk.removeLast()
                if let caller = walk.last?.node { low[caller] = min(low[caller], low[node]) }
                guard low[node] == order[node] else { continue }
                while let member = open.popLast() {
                    component[member] = found
                    if member == node { break }
                }
                found += 1
            }
        }
        return component
    }
}
