import StackModel

/// The functions of a call graph as nodes 0 ..< count, with the edges that leave each.
///
/// Callers that have no figures of their own, as merged and filtered dumps leave behind, are nodes too: their time is
/// what they called.
struct CallNodes {
    /// One edge, by nodes.
    struct Edge {
        let caller: Int32
        let callee: Int32
        /// The callee's own time when called by this caller, nanoseconds.
        let selfTime: Double
        /// The callee's inclusive time when called by this caller: what decides how much of it belongs to this caller.
        let weight: Double
        /// The same share of the second value type: calls, or samples.
        let count: Double
    }

    /// What a node has: its own time and count, and its inclusive time.
    struct Figures {
        var selfTime: Int64 = 0
        var count: Int64 = 0
        var totalTime: Int64 = 0
    }

    private(set) var functions: [FunctionID] = []
    private(set) var figures: [Figures] = []
    /// Edges by caller, the heaviest first: those of node n are `edges[starts[n] ..< starts[n + 1]]`.
    private(set) var edges: [Edge] = []
    private(set) var starts: [Int] = []

    init(_ profile: Profile) {
        var nodeOf = [Int32](repeating: -1, count: profile.functions.count)
        for row in 0..<profile.callGraph.functionCount {
            let (id, own) = profile.callGraph.function(row)
            nodeOf[id.row] = addNode(
                id,
                Figures(
                    selfTime: own.selfTime, count: profile.values(own, profile.callsSelection).own,
                    totalTime: own.totalTime))
        }
        addEdges(profile, &nodeOf)
        sortEdges()
    }

    /// How many nodes there are.
    var count: Int { functions.count }

    /// The edges that leave a node.
    @inline(__always)
    func edges(from node: Int) -> ArraySlice<Edge> { edges[starts[node]..<starts[node + 1]] }

    private mutating func addNode(_ function: FunctionID, _ own: Figures) -> Int32 {
        functions.append(function)
        figures.append(own)
        return Int32(truncatingIfNeeded: functions.count - 1)
    }

    private mutating func addEdges(_ profile: Profile, _ nodeOf: inout [Int32]) {
        var callsInto = [Double](repeating: 0, count: profile.functions.count)
        for row in 0..<profile.callGraph.edgeCount {
            let edge = profile.callGraph.edge(row)
            callsInto[edge.callee.row] += Double(max(edge.figures.calls, 0))
        }
        edges.reserveCapacity(profile.callGraph.edgeCount)
        for row in 0..<profile.callGraph.edgeCount {
            let edge = profile.callGraph.edge(row)
            let callee = nodeOf[edge.callee.row]
            guard callee >= 0 else { continue }
            let isListed = nodeOf[edge.caller.row] >= 0
            if !isListed { nodeOf[edge.caller.row] = addNode(edge.caller, Figures()) }
            let caller = nodeOf[edge.caller.row]
            let calls = Double(max(edge.figures.calls, 0))
            // Without times on the edge the callee's are shared out by calls.
            let share = callsInto[edge.callee.row] > 0 ? calls / callsInto[edge.callee.row] : 0
            let own = figures[Int(callee)]
            let selfTime = edge.hasTimes ? Double(edge.figures.selfTime) : Double(own.selfTime) * share
            let total = edge.hasTimes ? Double(edge.figures.totalTime) : Double(own.totalTime) * share
            edges.append(
                Edge(
                    caller: caller, callee: callee, selfTime: max(selfTime, 0), weight: max(total, 0),
                    count: edge.hasTimes ? calls : Double(own.count) * share))
            if profile.callGraph.figures(of: edge.caller) == nil {
                let more = Int64(saturating: max(total, 0))
                figures[Int(caller)].totalTime = figures[Int(caller)].totalTime.addingSaturated(more)
            }
        }
    }

    /// Groups edges by caller. The heaviest comes first, ties by node, so that a dump always gives the same tree.
    private mutating func sortEdges() {
        starts = [Int](repeating: 0, count: count + 1)
        for edge in edges { starts[Int(edge.caller) + 1] += 1 }
        for node in 0..<count { starts[node + 1] += starts[node] }
        var next = starts
        var sorted = edges
        for edge in edges {
            sorted[next[Int(edge.caller)]] = edge
            next[Int(edge.caller)] += 1
        }
        for node in 0..<count where starts[node + 1] - starts[node] > 1 {
            sorted[starts[node]..<starts[node + 1]].sort { ($1.weight, $0.callee) < ($0.weight, $1.callee) }
        }
        edges = sorted
    }
}

extension Int64 {
    /// The nearest whole number, held at the limits; 0 for what is no number.
    init(saturating value: Double) {
        self = value.isNaN ? 0 : Int64(exactly: value.rounded()) ?? (value < 0 ? .min : .max)
    }
}
