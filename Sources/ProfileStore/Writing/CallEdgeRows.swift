import StackModel

extension ValueRows {
    /// Writes `call_edge`, for a call graph; edges whose functions are one in the store are added up.
    func writeEdges(_ placed: PlacedTree) throws(StoreError) {
        let graph = EdgeSums(stored.profile, placed)
        var insert = try BulkInsert(
            connection, "call_edge",
            ["profile_id", "caller_id", "callee_id", "calls", "primitive_calls", "self", "total"])
        for edge in graph.edges {
            insert.push(profileID)
            insert.push(edge.caller)
            insert.push(edge.callee)
            insert.push(edge.figures.calls)
            // Python's own profiler counts calls alone: neither times nor recursion.
            insert.push(edge.hasTimes ? edge.figures.primitiveCalls : nil)
            insert.push(edge.hasTimes ? edge.figures.selfTime : nil)
            insert.push(edge.hasTimes ? edge.figures.totalTime : nil)
            try insert.endRow()
        }
        try insert.finish()
    }
}

/// The edges of a call graph by functions of the store, in order of caller and callee.
private struct EdgeSums {
    struct Edge {
        var caller: Int64
        var callee: Int64
        var figures: FunctionFigures
        var hasTimes: Bool
    }

    private struct Pair: Hashable {
        let caller: Int64
        let callee: Int64
    }

    private(set) var edges: [Edge] = []

    init(_ profile: Profile, _ placed: PlacedTree) {
        var rowOf: [Pair: Int] = [:]
        for row in 0..<profile.callGraph.edgeCount {
            let edge = profile.callGraph.edge(row)
            let caller = placed.function(edge.caller)
            let callee = placed.function(edge.callee)
            guard caller > 0, callee > 0 else { continue }
            let key = Pair(caller: caller, callee: callee)
            if let known = rowOf[key] {
                edges[known].figures = edges[known].figures + edge.figures
                edges[known].hasTimes = edges[known].hasTimes && edge.hasTimes
            } else {
                rowOf[key] = edges.count
                edges.append(Edge(caller: caller, callee: callee, figures: edge.figures, hasTimes: edge.hasTimes))
            }
        }
        edges.sort { ($0.caller, $0.callee) < ($1.caller, $1.callee) }
    }
}
