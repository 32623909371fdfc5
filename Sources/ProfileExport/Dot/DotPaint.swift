/// Colours and words of a call graph's figures.
struct DotPaint {
    let graph: DotGraph
    /// The largest change of a function's self, which has the strongest colour.
    private let largestChange: Double

    init(_ graph: DotGraph) {
        self.graph = graph
        largestChange = graph.vertices.reduce(0) { max($0, abs(DotPaint.change($1.own, graph.factor))) }
    }

    /// A box: by its share of total, or by the change of self.
    func fill(_ vertex: DotGraph.Vertex) -> UInt32 {
        graph.factor == nil ? heat(vertex.total, paper: 0xF7F3EE) : delta(vertex.own)
    }

    /// A line: by its share of total, or by the change of total.
    func line(_ total: DotGraph.Figures) -> UInt32 {
        if graph.factor == nil { return heat(total, paper: 0xB4AFA8) }
        let change = delta(total)
        return change == FlameColor.delta(0) ? 0xB4B4B4 : change
    }

    /// A figure in words, with its share; of a comparison both values and the change in percent.
    func words(_ figures: DotGraph.Figures) -> String {
        let unit = graph.type.unit
        let before = HumanValue.text(figures.before, unit: unit)
        guard let factor = graph.factor else {
            return "\(before) (\(HumanValue.share(figures.before, of: graph.totals.before)))"
        }
        let after = HumanValue.text(figures.after, unit: unit)
        if figures.before == 0 { return figures.after == 0 ? before : "\(after) (new)" }
        return "\(before) to \(after) (\(HumanValue.change(Double(figures.after) * factor / Double(figures.before))))"
    }

    /// A figure as short as an edge's label must be; of a comparison the change.
    func short(_ figures: DotGraph.Figures) -> String {
        let unit = graph.type.unit
        guard let factor = graph.factor else { return HumanValue.text(figures.before, unit: unit) }
        let change = DotPaint.change(figures, factor).rounded()
        return HumanValue.signed(Int64(exactly: change) ?? (change < 0 ? .min : .max), unit: unit)
    }

    private func delta(_ figures: DotGraph.Figures) -> UInt32 {
        guard largestChange > 0 else { return FlameColor.delta(0) }
        return FlameColor.delta(DotPaint.change(figures, graph.factor) / largestChange)
    }

    private static func change(_ figures: DotGraph.Figures, _ factor: Double?) -> Double {
        Double(figures.after) * (factor ?? 1) - Double(figures.before)
    }

    /// From the colour of paper over orange to red, by the share of the whole.
    private func heat(_ figures: DotGraph.Figures, paper: UInt32) -> UInt32 {
        let share = min(figures.share(of: graph.totals), 1).squareRoot()
        let (from, to, part): (UInt32, UInt32, Double) =
            share < 0.5 ? (paper, 0xF6A860, share * 2) : (0xF6A860, 0xDD3B24, share * 2 - 1)
        var color: UInt32 = 0
        for shift in [UInt32(16), 8, 0] {
            let (low, high) = (Double(from >> shift & 255), Double(to >> shift & 255))
            color |= UInt32(low + (high - low) * part) << shift
        }
        return color
    }
}
