import ProfileAnalysis

/// Draws a call graph in the DOT language.
///
/// What the limits leave out is counted in a note; edges that go by way of it are dashed. Boxes are coloured by their
/// share of total (of a comparison: by the change of self, red grew and blue shrank); letters grow with self, lines
/// with total. Raw figures stand in the attributes `self` and `total` (`before_` and `after_` of a comparison), which
/// Graphviz leaves alone.
struct DotWriter {
    var title = "call graph"
    /// What the graph was made with.
    let limits: DotLimits

    init(limits: DotLimits) { self.limits = limits }

    /// Writes the graph.
    func write(_ graph: DotGraph, to sink: inout ByteSink) {
        var numbers: [Int32: Int] = [:]
        for (number, vertex) in graph.vertices.enumerated() { numbers[vertex.group] = number }
        let paint = DotPaint(graph)
        let note = self.note(graph)
        sink.write("digraph \(DotText.quoted(title)) {\n")
        sink.write("  graph [fontname=\"Helvetica,Arial,sans-serif\" labelloc=t labeljust=l label=\(note)];\n")
        sink.write("  node [fontname=\"Helvetica,Arial,sans-serif\" shape=box style=filled];\n")
        sink.write("  edge [fontname=\"Helvetica,Arial,sans-serif\" fontsize=10];\n")
        for (number, vertex) in graph.vertices.enumerated() {
            sink.write("  f\(number) \(attributes(of: vertex, paint));\n")
        }
        for edge in graph.edges {
            guard let caller = numbers[edge.caller], let callee = numbers[edge.callee] else { continue }
            sink.write("  f\(caller) -> f\(callee) \(attributes(of: edge, paint));\n")
        }
        sink.write("}\n")
    }

    private func note(_ graph: DotGraph) -> String {
        let unit = graph.type.unit
        var lines = [title]
        if let factor = graph.factor {
            let before = HumanValue.text(graph.totals.before, unit: unit)
            let after = HumanValue.text(graph.totals.after, unit: unit)
            lines.append("\(graph.type.name): \(before) before, \(after) after")
            if factor != 1 { lines.append("after is multiplied by \(HumanValue.fixed(factor, 6))") }
        } else {
            lines.append("\(graph.type.name): \(HumanValue.text(graph.totals.before, unit: unit)) in all")
        }
        if graph.leftOut.functions > 0 { lines.append(leftOut(graph.leftOut.functions)) }
        if graph.leftOut.edges > 0 { lines.append("left out: \(graph.leftOut.edges) small edges between the others") }
        if graph.edges.contains(where: \.isIndirect) {
            lines.append("dashed: calls by way of functions that are left out")
        }
        if graph.edges.contains(where: \.isEstimated) {
            lines.append("the trace has no times for some edges: these are shared out by calls")
        }
        return DotText.quoted(lines: lines, .left)
    }

    private func leftOut(_ functions: Int) -> String {
        let share = HumanValue.fixed(limits.minShare * 100, 2)
        let rule = limits.maxFunctions > 0 ? ", or beyond the first \(limits.maxFunctions)" : ""
        return "left out: \(functions) function\(functions == 1 ? "" : "s") below \(share)% of total\(rule)"
    }

    private func attributes(of vertex: DotGraph.Vertex, _ paint: DotPaint) -> String {
        var lines = [HumanValue.shortened(vertex.name, 60)]
        if !vertex.place.isEmpty { lines.append(HumanValue.shortened(vertex.place, 60)) }
        lines.append("self \(paint.words(vertex.own))")
        if vertex.own.before != vertex.total.before || vertex.own.after != vertex.total.after {
            lines.append("total \(paint.words(vertex.total))")
        }
        if let calls = vertex.calls { lines.append(words(calls: calls)) }
        let size = 8 + Int((24 * min(vertex.own.share(of: paint.graph.totals), 1).squareRoot()).rounded())
        return "[label=\(DotText.quoted(lines: lines)) tooltip=\(DotText.quoted(vertex.name))"
            + " fontsize=\(size) fillcolor=\(DotText.color(paint.fill(vertex)))"
            + " color=\(DotText.color(paint.line(vertex.total)))\(figures(vertex.own, vertex.total, paint))]"
    }

    private func attributes(of edge: DotGraph.Edge, _ paint: DotPaint) -> String {
        var tip = "self \(paint.words(edge.own)), total \(paint.words(edge.total))"
        if let calls = edge.calls { tip += ", " + words(calls: calls) }
        let width = HumanValue.fixed(1 + 4 * min(edge.total.share(of: paint.graph.totals), 1), 2)
        return "[label=\(DotText.quoted(paint.short(edge.total)))"
            + " tooltip=\(DotText.quoted(tip)) labeltooltip=\(DotText.quoted(tip)) penwidth=\(width)"
            + " color=\(DotText.color(paint.line(edge.total)))\(edge.isIndirect ? " style=dashed" : "")"
            + "\(figures(edge.own, edge.total, paint))]"
    }

    private func words(calls: Int64) -> String {
        HumanValue.text(calls, unit: "count") + (calls == 1 ? " call" : " calls")
    }

    private func figures(_ own: DotGraph.Figures, _ total: DotGraph.Figures, _ paint: DotPaint) -> String {
        guard paint.graph.factor != nil else { return " self=\"\(own.before)\" total=\"\(total.before)\"" }
        return " before_self=\"\(own.before)\" after_self=\"\(own.after)\""
            + " before_total=\"\(total.before)\" after_total=\"\(total.after)\""
    }
}
