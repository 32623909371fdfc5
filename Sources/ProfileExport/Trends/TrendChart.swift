import ProfileAnalysis
import StackModel

/// Runs over time as an SVG: a panel for each series, its levels as lines, its steps marked.
struct TrendChart {
    private let trend: Trend
    private let words: TrendWords
    private let title: String
    private let shown: [TrendSeries]

    private let width = 960
    private let left = 90
    private let right = 20
    private let top = 64
    private let panel = 96
    private let plot = 62

    /// A chart of everything together, of the series that have steps, and of the largest: `limit` at most; all for 0.
    init(_ trend: Trend, title: String?, limit: Int) {
        self.trend = trend
        words = TrendWords(trend: trend)
        self.title = title ?? "\(trend.runs.count) runs of \(trend.runs.runs.valueType.name)"
        let functions = trend.series.dropFirst()
        let ranked = functions.filter { !$0.steps.isEmpty } + functions.filter { $0.steps.isEmpty }
        shown = Array((trend.series.prefix(1) + ranked).prefix(limit > 0 ? limit : .max))
    }

    func write(to sink: inout ByteSink) {
        var out = FlameBytes()
        addHead(&out)
        for (index, series) in shown.enumerated() { add(series, y: top + index * panel, &out) }
        out.add(plain: "</svg>\n")
        sink.write(out.bytes)
    }

    private func addHead(_ out: inout FlameBytes) {
        out.add(plain: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n")
        out.add(plain: "<svg version=\"1.1\" width=\"\(width)\"")
        out.add(plain: " height=\"\(top + shown.count * panel + 10)\" xmlns=\"http://www.w3.org/2000/svg\">\n")
        out.add(plain: TrendChart.style)
        out.add(plain: "<rect width=\"100%\" height=\"100%\" fill=\"#fcfcf8\"/>\n")
        out.add(plain: "<text class=\"head\" x=\"10\" y=\"24\">")
        out.addEscaped(title)
        out.add(plain: "</text>\n<text class=\"sub\" x=\"10\" y=\"44\">")
        out.addEscaped("by run; norm \(trend.runs.norm); red: a step up, blue: a step down, grey: one that went away")
        out.add(plain: "</text>\n")
    }

    private static let style = """
        <style>
        text { font: 12px "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #222; }
        .head { font: 17px Verdana, "DejaVu Sans", sans-serif; }
        .sub { font: 12px Verdana, "DejaVu Sans", sans-serif; fill: #555; }
        .tick { font-size: 10px; fill: #777; text-anchor: end; }
        .frame { fill: #fff; stroke: #ddd; }
        .level { fill: none; stroke: #9a9a9a; stroke-width: 1.5; }
        circle { fill: #4a6a8a; }
        .up { stroke: #c02020; } .down { stroke: #2050c0; } .back { stroke: #999; stroke-dasharray: 4 3; }
        .step { stroke-width: 2; }
        .said { font-size: 11px; }
        </style>

        """

    // MARK: Panels

    private func add(_ series: TrendSeries, y: Int, _ out: inout FlameBytes) {
        let scale = Scale(series.values, x: left, width: width - left - right, y: y + 20, height: plot)
        out.add(plain: "<g>\n<text x=\"\(left)\" y=\"\(y + 14)\">")
        out.addEscaped(HumanValue.shortened(words.name(series), 100))
        out.add(plain: "</text>\n<rect class=\"frame\" x=\"\(left)\" y=\"\(y + 20)\" width=\"\(width - left - right)\"")
        out.add(plain: " height=\"\(plot)\"/>\n")
        for (value, place) in [(scale.high, y + 29), (scale.low, y + 20 + plot)] {
            out.add(plain: "<text class=\"tick\" x=\"\(left - 6)\" y=\"\(place)\">")
            out.addEscaped(words.value(value))
            out.add(plain: "</text>\n")
        }
        for step in series.steps { add(step, scale, y, &out) }
        addLevels(series, scale, &out)
        for (run, value) in series.values.enumerated() {
            out.add(plain: "<circle cx=\"\(scale.x(Double(run)))\" cy=\"\(scale.y(value))\" r=\"2.5\"><title>")
            out.addEscaped("\(words.place(run)): \(words.value(value))\n\(trend.runs.runs.facts[run].source)")
            out.add(plain: "</title></circle>\n")
        }
        out.add(plain: "</g>\n")
    }

    private func add(_ step: TrendStep, _ scale: Scale, _ y: Int, _ out: inout FlameBytes) {
        let direction = step.backAt != nil ? "back" : step.after > step.before ? "up" : "down"
        let x = scale.x(Double(step.run) - 0.5)
        out.add(plain: "<line class=\"step \(direction)\" x1=\"\(x)\" x2=\"\(x)\"")
        out.add(plain: " y1=\"\(y + 20)\" y2=\"\(y + 20 + plot)\"><title>")
        out.addEscaped("between \(words.place(step.run - 1)) and \(words.place(step.run)): \(words.change(step))")
        // Where the new level does not run.
        let place = step.after > step.before ? y + 16 + plot : y + 31
        out.add(plain: "</title></line>\n<text class=\"said\" x=\"\(x)\" dx=\"4\" y=\"\(place)\">")
        out.addEscaped(ComparisonWords.percent(step.change))
        out.add(plain: "</text>\n")
    }

    private func addLevels(_ series: TrendSeries, _ scale: Scale, _ out: inout FlameBytes) {
        let places = [0] + series.steps.map(\.run) + [series.values.count]
        for (start, end) in zip(places, places.dropFirst()) {
            let level = scale.y(Array(series.values[start..<end]).mean)
            out.add(plain: "<path class=\"level\" d=\"M\(scale.x(Double(start) - 0.4)) \(level)")
            out.add(plain: "H\(scale.x(Double(end) - 0.6))\"/>\n")
        }
    }

    /// Where values stand in a panel.
    private struct Scale {
        let low: Double
        let high: Double
        private let count: Double
        private let left: Double
        private let width: Double
        private let top: Double
        private let height: Double

        init(_ values: [Double], x: Int, width: Int, y: Int, height: Int) {
            let (least, most) = (values.min() ?? 0, values.max() ?? 0)
            // A flat series must not look like a wild one.
            let room = max((most - least) * 0.1, abs(most) * 0.02, 1e-9)
            low = max(least - room, least < 0 ? -.infinity : 0)
            high = most + room
            count = Double(max(values.count, 1))
            left = Double(x)
            self.width = Double(width)
            top = Double(y)
            self.height = Double(height)
        }

        /// The middle of a run's column, to a tenth of a pixel.
        func x(_ run: Double) -> String { HumanValue.fixed(left + (run + 0.5) / count * width, 1) }

        func y(_ value: Double) -> String {
            HumanValue.fixed(top + height * (1 - (value - low) / max(high - low, 1e-300)), 1)
        }
    }
}

extension FlameBytes {
    /// Adds text that needs no escaping.
    fileprivate mutating func add(plain text: String) { bytes.append(contentsOf: text.utf8) }
}
