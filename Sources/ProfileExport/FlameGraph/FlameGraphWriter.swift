import ProfileAnalysis
import StackModel

/// Writes a call tree as a flame graph: one SVG that needs nothing else, with a script for those who open it in a
/// browser.
///
/// A tree of two profiles gives a comparison: column 0 is before, column 1 is after.
package struct FlameGraphWriter {
    private let options: FlameGraphOptions
    private let comparison: Comparison?

    /// A writer of drawings that look as `options` say; what `comparison` tested of the same runs colours them.
    package init(options: FlameGraphOptions = FlameGraphOptions(), comparison: Comparison? = nil) {
        self.options = options
        self.comparison = comparison
    }

    /// Writes the drawing of a chart: what ran when, from left to right.
    package func write(_ chart: FlameChart, to sink: inout ByteSink) {
        write(chart.tree, FlameLayout(chart.tree, options, places: chart.starts), to: &sink)
    }

    /// Writes the drawing of `tree`.
    package func write(_ tree: CallTree, to sink: inout ByteSink) {
        write(tree, FlameLayout(tree, options), to: &sink)
    }

    private func write(_ tree: CallTree, _ layout: FlameLayout, to sink: inout ByteSink) {
        let subtitles = subtitles(tree, layout)
        let geometry = FlameGeometry(rows: max(layout.rows, 1), subtitleLines: subtitles.count, options)
        var out = FlameBytes()
        addHead(geometry, subtitles, to: &out)
        if layout.order.isEmpty {
            out.add("<text class=\"sub\" x=\"50%\" y=\"")
            out.add(Int64(geometry.top + 12))
            out.add("\">no samples</text>\n</svg>\n")
            return sink.write(out.bytes)
        }
        out.add(FlameStyle.buttonsStart)
        out.add(Int64(geometry.top - 8))
        out.add(FlameStyle.buttons)
        out.add("<svg id=\"frames\" x=\"0.5%\" width=\"99%\" total_samples=\"")
        out.add(layout.whole)
        out.add("\" fg:top=\"")
        out.add(Int64(geometry.top))
        out.add("\" fg:rows=\"")
        out.add(Int64(geometry.rows))
        out.add(options.inverted ? "\" fg:inverted=\"1" : "")
        out.add(tree.width > 1 ? "\" fg:diff=\"1" : "")
        out.add("\">\n")
        var frames = FlameFrames(
            tree, layout, geometry, options, verdicts: comparison.map { FlameVerdicts($0, tree) })
        for node in layout.order {
            frames.add(node, to: &out)
            if out.bytes.count >= 1 << 16 {
                sink.write(out.bytes)
                out.bytes.removeAll(keepingCapacity: true)
            }
        }
        out.add("</svg>\n")
        addStatus(geometry, to: &out)
        out.add("<script><![CDATA[\n")
        for part in FlameScript.parts { out.add(part) }
        out.add("]]></script>\n</svg>\n")
        sink.write(out.bytes)
    }

    /// The lines under the title.
    private func subtitles(_ tree: CallTree, _ layout: FlameLayout) -> [String] {
        var lines: [String] = []
        if let subtitle = options.subtitle, !subtitle.isEmpty { lines.append(subtitle) }
        if tree.width > 1, !layout.order.isEmpty {
            var line = "\(options.baseLabel) → \(options.otherLabel)"
            if comparison != nil {
                lines += ["\(line) × \(HumanValue.fixed(options.factor, 4))", FlameVerdicts.legend]
            } else {
                if options.factor != 1 { line += " × \(options.factor)" }
                line += "; red: more, blue: less (by \(options.deltaColor == .total ? "total" : "self"))"
                lines.append(line + "; dark outline: new, hatched: removed")
            }
        }
        if layout.isCut { lines.append("cut: frames more than \(max(options.maxDepth, 1)) levels deep are not drawn") }
        return lines
    }

    private func addHead(_ geometry: FlameGeometry, _ subtitles: [String], to out: inout FlameBytes) {
        out.add("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<svg version=\"1.1\" width=\"")
        if options.width == nil { out.add("100%") } else { out.add(Int64(geometry.width)) }
        out.add("\" height=\"")
        out.add(Int64(geometry.height))
        out.add("\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:fg=\"http://github.com/jonhoo/inferno\">\n")
        out.add(FlameStyle.definitions)
        out.add("<rect id=\"page\" width=\"100%\" height=\"100%\"/>\n<text class=\"head\" x=\"50%\" y=\"24\">")
        out.addEscaped(options.title)
        out.add("</text>\n")
        for (index, line) in subtitles.enumerated() {
            out.add("<text class=\"sub\" x=\"50%\" y=\"")
            out.add(Int64(44 + index * 18))
            out.add("\">")
            out.addEscaped(line)
            out.add("</text>\n")
        }
    }

    /// The line at the bottom, which a script keeps in sight.
    private func addStatus(_ geometry: FlameGeometry, to out: inout FlameBytes) {
        out.add("<g id=\"status\"><rect width=\"100%\" height=\"28\" y=\"")
        out.add(Int64(geometry.bottom + 4))
        out.add("\"/>\n<text id=\"details\" aria-live=\"polite\" x=\"0.5%\" y=\"")
        out.add(Int64(geometry.bottom + 20))
        out.add("\"> </text>\n<text id=\"matched\" x=\"99.5%\" y=\"")
        out.add(Int64(geometry.bottom + 20))
        out.add("\"> </text></g>\n")
    }
}
