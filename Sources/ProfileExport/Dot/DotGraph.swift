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
        var calls: Int64?
        var isEstimated: Bool
    }

    let type: ValueType
    /// The whole.
    let totals: Figures
    /// What values after are multiplied by before they are compared; nil for a single profile.
    let factor: Double?
    /// Largest total first.
    let vertices: [Vertex]
    let edges: [Edge]

    /// The graph of one profile; of a call graph it is exact.
    init(_ profile: Profile, _ selection: ValueSelection) {
        var groups = FrameGroups(identity: .function)
        let functionGroups = groups.add(profile)
        let summary = FunctionSummary(profile, selection, groups: functionGroups, groupCount: groups.count)
        let calls = CallGraphSummary(profile, selection, groups: functionGroups, groupCount: groups.count)
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
        self.vertices = DotGraph.sorted(vertices)
        edges = calls.edges.filter { $0.caller >= 0 }.map { edge in
            Edge(
                caller: edge.caller, callee: edge.callee,
                own: Figures(before: edge.selfValue, after: edge.selfValue),
                total: Figures(before: edge.totalValue, after: edge.totalValue), calls: edge.calls,
                isEstimated: edge.isEstimated)
        }
    }

    /// The graph of a comparison.
    init(_ diff: ProfileDiff) {
        type = diff.valueType
        totals = Figures(before: diff.totalBefore, after: diff.totalAfter)
        factor = diff.factor
        let groups = diff.tree
        let vertices = diff.functions.map { function in
            let group = groups.groups[function.group]
            return Vertex(
                group: function.group, name: groups.groups.strings.text(group.name),
                place: DotGraph.place(group, groups.groups.strings),
                own: Figures(before: function.selfFigure.before, after: function.selfFigure.after),
                total: Figures(before: function.totalFigure.before, after: function.totalFigure.after), calls: nil)
        }
        self.vertices = DotGraph.sorted(vertices)
        edges = DotGraph.edges(of: diff.tree)
    }

    /// The edges of both sides, each once.
    private static func edges(of tree: CallTree) -> [Edge] {
        struct Pair: Hashable {
            let caller: Int32
            let callee: Int32
        }
        var edges: [Edge] = []
        var index: [Pair: Int] = [:]
        for column in 0..<2 {
            for edge in CallGraphSummary(tree, column: column).edges where edge.caller >= 0 {
                let pair = Pair(caller: edge.caller, callee: edge.callee)
                if index[pair] == nil {
                    index[pair] = edges.count
                    let none = Figures(before: 0, after: 0)
                    edges.append(
                        Edge(caller: edge.caller, callee: edge.callee, own: none, total: none, isEstimated: false))
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

    private static func sorted(_ vertices: [Vertex]) -> [Vertex] {
        vertices.sorted { left, right in
            let (leftSize, rightSize) = (left.total.before, right.total.before)
            if leftSize != rightSize { return leftSize > rightSize }
            return (left.name, left.place, left.group) < (right.name, right.place, right.group)
        }
    }

    private static func place(_ group: FrameGroup, _ strings: borrowing StringTable) -> String {
        strings.bytes(group.module.isNone ? group.file : group.module).baseName.text
    }
}
