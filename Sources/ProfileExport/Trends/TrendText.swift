import ProfileAnalysis
import StackModel

/// Runs over time as lines for people: steps first, then a table of the series.
struct TrendText {
    private let trend: Trend
    private let words: TrendWords
    private let limit: Int

    /// Lines about the first `limit` series; all for 0.
    init(_ trend: Trend, limit: Int) {
        self.trend = trend
        self.limit = limit > 0 ? limit : .max
        words = TrendWords(trend: trend)
    }

    /// The whole report.
    func text() -> String {
        [header(), steps(), passing(), growing(), table()].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func header() -> String {
        let runs = trend.runs
        let order =
            switch runs.order {
            case .recorded: "in the order in which they were recorded"
            case .clock: "in the order of the traces' clock"
            case .given: "in the order given: not all of them say when they were recorded"
            }
        var out = "\(runs.count) runs \(order) (\(runs.runs.valueType.name); norm \(runs.norm))\n"
        if trend.series.allSatisfy({ $0.steps.isEmpty }) {
            out += "no step of \(HumanValue.fixed(trend.options.minEffect * 100, 1)) % or more in"
            out += " \(trend.series.count) series\n"
        }
        return out
    }

    private let indent = String(repeating: " ", count: 14)

    private func steps() -> String {
        words.lasting.map { run, steps in
            var out = "STEP          between \(words.place(run - 1)) and \(words.place(run))\n"
            out += lines(steps)
            if let first = steps.first {
                out += indent + "again: \(HumanValue.visible(words.command(first.step, in: first.series)))\n"
            }
            return out
        }.joined()
    }

    private func lines(_ steps: [(series: TrendSeries, step: TrendStep)]) -> String {
        let telling = steps.filter { $0.step.isCause || $0.series.entity == nil }
        let shown = telling.isEmpty ? Array(steps.prefix(3)) : telling
        var out = shown.map { series, step in
            var line = indent + "\(words.name(series))  \(words.change(step))  \(words.value(step.before)) → "
            line += "\(words.value(step.after))  p=\(ComparisonWords.probability(step.p))"
            return line + " q=\(ComparisonWords.probability(step.q))\n"
        }.joined()
        let rest = steps.map { words.name($0.series) }.filter { name in
            !shown.contains { words.name($0.series) == name }
        }
        if !rest.isEmpty {
            let more = rest.count > 6 ? " and \(rest.count - 6) more" : ""
            out += indent + "with it: \(rest.prefix(6).joined(separator: ", "))\(more)\n"
        }
        return out
    }

    /// A step and its way back are told once, where it began.
    private func passing() -> String {
        words.passing.map { run, steps in
            steps.filter { $0.step.backAt != run }.prefix(3).map { series, step in
                let back = step.backAt.map { words.place($0) } ?? ""
                return "WENT AWAY     \(words.name(series))  \(words.change(step)) from \(words.place(run)),"
                    + " back at \(back)\n"
            }.joined()
        }.joined()
    }

    private func growing() -> String {
        let lines = trend.growing.prefix(min(limit, 10)).map { stack in
            let ends = [stack.slope.interval.low, stack.slope.interval.high].map(words.value)
            var out = "GROWS         +\(words.value(stack.slope.value)) a run [\(ends[0]), \(ends[1])]"
            out += "  \(words.value(stack.first)) → \(words.value(stack.last))\n"
            let names = stack.path.map { HumanValue.visible(trend.runs.runs.functions.name($0).text) }
            return out + indent + HumanValue.shortened(names.joined(separator: ";"), 200) + "\n"
        }
        return lines.joined()
    }

    private func table() -> String {
        let count = trend.runs.count
        let top = count >= 100 ? "p99" : "max"
        var out = "p50".leftPadded(12) + "p95".leftPadded(13) + top.leftPadded(13) + "last".leftPadded(13)
        out += "lag-1".leftPadded(8) + "  steps at     series\n"
        for series in trend.series.prefix(limit) {
            let last = series.values.last ?? 0
            let figures = [series.quantile(0.95), series.quantile(count >= 100 ? 0.99 : 1), last]
            out += words.value(series.quantile(0.5)).leftPadded(12)
            out += figures.map { words.value($0).leftPadded(13) }.joined()
            out += HumanValue.fixed(series.autocorrelation, 2).leftPadded(8)
            let steps = series.steps.map { "\($0.run + 1)" }.joined(separator: ",")
            let cell = steps.isEmpty ? "-" : steps
            out += "  " + cell + String(repeating: " ", count: max(1, 13 - cell.count)) + words.name(series) + "\n"
        }
        let rest = trend.series.count - limit
        return out + (rest > 0 ? "and \(rest) more series (-n 0 for all)\n" : "")
    }
}
