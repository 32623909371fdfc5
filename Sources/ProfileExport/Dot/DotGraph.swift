import ProfileAnalysis
import StackModel

/// What is drawn: functions and calls with their figures on one side or two.
struct DotGraph {
    /// Values before and after; of a single profile both are the same.
    struct Figures {
        var before: Int64
        var after: Int64

        /// The larger one of both shares of the whole.
        func share(of totals: Figures) -> Double {
            max(Figures.share(before, of: totals.before), Figures.share(after, of: totals.after))
        }

        private static func share(_ value: Int64, of total: Int64) -> Double {
            total == 0 ? 0 : abs(Double(value) / Double(total))
        }
    }

    /// One function.
    struct Vertex {
        let group: Int32
        /// Name, and the base name of where it is.
        let name: String
        let place: String
        let own: Figures
        let total: Figures
        let calls: Int64?
    }

    /// One caller and callee, by their groups.
    struct Edge {
        let caller: Int32
        let callee: Int32
        var own: Figures
        var total: Figures
        /// Whether the calls go by way of functions that are left out.
        let isIndirect: Bool
        var calls: Int64?
        var isEstimated = false
    }

    let type: ValueType
    /// The whole.
    let totals: Figures
    /// What values after are multiplied by before they are compared; nil for a single profile.
    let factor: Double?
    /// What is drawn, largest total first.
    let vertices: [Vertex]
    let edges: [Edge]
    /// How many functions the limits left out, and how many edges between those that are drawn.
    let leftOut: (functions: Int, edges: Int)

    /// The graph of one profile; of a call graph it is exact.
    init(_ profile: Profile, _ selection: ValueSelection, _ limits: DotLimits = DotLimits()) {
        var groups = FrameGroups(identity: .function)
        let functionGroups = groups.add(profile)
        let summary = FunctionSummary(profile, selection, groups: functionGroups, groupCount: groups.count)
        type = profile.valueType(of: selection)
        totals = Figures(before: summary.total, after: summary.total)
        factor = nil
        var vertices: [Vertex] = []
        for row in summary.rows where !groups[row.group].flags.contains(.root) {
            vertices.append(
                Vertex(
                    group: row.group, name: groups.strings.text(groups[row.group].name),
                    place: DotGraph.place(groups[row.group], groups.strings),
                    own: Figures(before: row.selfValue, after: row.selfValue),
                    total: Figures(before: row.totalValue, after: row.totalValue), calls: row.calls))
        }
        let drawn = DotGraph.drawn(vertices, of: totals, limits)
        let calls = CallGraphSummary(
            profile, selection, groups: functionGroups, groupCount: groups.count,
            choice: .among(DotGraph.mask(drawn, count: groups.count)))
        let edges = calls.edges.filter { $0.caller >= 0 }.map { edge in
            Edge(
                caller: edge.caller, callee: edge.callee,
                own: Figures(before: edge.selfValue, after: edge.selfValue),
                total: Figures(before: edge.totalValue, after: edge.totalValue), isIndirect: edge.isIndirect,
                calls: edge.calls, isEstimated: edge.isEstimated)
        }
        self.vertices = drawn
        self.edges = DotGraph.drawn(edges, of: totals, limits)
        leftOut = (vertices.count - drawn.count, edges.count - self.edges.count)
    }

    /// The graph of a comparison.
    init(_ diff: ProfileDiff, _ limits: DotLimits = DotLimits()) {
        type = diff.valueType
        totals = Figures(before: diff.totalBefore, after: diff.totalAfter)
        factor = diff.factor
        let tree = diff.tree
        let vertices = diff.functions.map { function in
            let group = tree.groups[function.group]
            return Vertex(
                group: function.group, name: tree.groups.strings.text(group.name),
                place: DotGraph.place(group, tree.groups.strings),
                own: Figures(before: function.selfFigure.before, after: function.selfFigure.after),
                total: Figures(before: function.totalFigure.before, after: function.totalFigure.after), calls: nil)
        }
        let drawn = DotGraph.drawn(vertices, of: totals, limits)
        let edges = DotGraph.edges(of: tree, among: DotGraph.mask(drawn, count: tree.groups.count))
        self.vertices = drawn
        self.edges = DotGraph.drawn(edges, of: totals, limits)
        leftOut = (vertices.count - drawn.count, edges.count - self.edges.count)
    }

    /// The edges of both sides, each once.
    private static func edges(of tree: CallTree, among kept: [Bool]) -> [Edge] {
        struct Pair: Hashable {
            let caller: Int32
            let callee: Int32
            let isIndirect: Bool
        }
        var edges: [Edge] = []
        var index: [Pair: Int] = [:]
        for column in 0..<2 {
            for edge in CallGraphSummary(tree, column: column, choice: .among(kept)).edges where edge.caller >= 0 {
                let pair = Pair(caller: edge.caller, callee: edge.callee, isIndirect: edge.isIndirect)
                if index[pair] == nil {
                    index[pair] = edges.count
                    let none = Figures(before: 0, after: 0)
                    edges.append(
                        Edge(
                            caller: edge.caller, callee: edge.callee, own: none, total: none,
                            isIndirect: edge.isIndirect))
                }
                guard let row = index[pair] else { continue }
                if column == 0 {
                    edges[row].own.before = edge.selfValue
                    edges[row].total.before = edge.totalValue
                } else {
                    edges[row].own.after = edge.selfValue
                    edges[row].total.after = edge.totalValue
                }
            }
        }
        return edges
    }

    /// The functions within the limits, largest total first.
    private static func drawn(_ vertices: [Vertex], of totals: Figures, _ limits: DotLimits) -> [Vertex] {
        let enough = vertices.filter { $0.total.share(of: totals) >= limits.minShare }
        let sorted = enough.sorted { left, right in
            let (leftSize, rightSize) = (left.total.share(of: totals), right.total.share(of: totals))
            if leftSize != rightSize { return leftSize > rightSize }
            return (left.name, left.place, left.group) < (right.name, right.place, right.group)
        }
        return limits.maxFunctions > 0 ? Array(sorted.prefix(limits.maxFunctions)) : sorted
    }

    /// The edges within the limits, largest total first.
    private static func drawn(_ edges: [Edge], of totals: Figures, _ limits: DotLimits) -> [Edge] {
        let enough = edges.filter { $0.total.share(of: totals) >= limits.edgeShare }
        guard limits.maxEdges > 0, enough.count > limits.maxEdges else { return enough }
        let sizes = enough.map { $0.total.share(of: totals) }
        let order = enough.indices.sorted { sizes[$0] == sizes[$1] ? $0 < $1 : sizes[$0] > sizes[$1] }
        return order.prefix(limits.maxEdges).sorted().map { enough[$0] }
    }

    /// By group, whether it is drawn.
    private static func mask(_ vertices: [Vertex], count: Int) -> [Bool] {
        var mask = [Bool](repeating: false, count: count)
        for vertex in vertices { mask[Int(vertex.group)] = true }
        return mask
    }

    private static func place(_ group: FrameGroup, _ strings: borrowing StringTable) -> String {
        strings.bytes(group.module.isNone ? group.file : group.module).baseName.text
    }
}
