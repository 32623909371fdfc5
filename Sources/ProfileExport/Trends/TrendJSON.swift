import ProfileAnalysis
import StackModel

/// The object of schema `stacksift.trend/1`.
struct TrendJSON {
    private let trend: Trend
    private let words: TrendWords

    init(_ trend: Trend) {
        self.trend = trend
        words = TrendWords(trend: trend)
    }

    /// The whole object.
    func bytes() -> [UInt8] {
        var json = JSONText()
        json.open("{")
        json.member("schema", "stacksift.trend/1")
        json.member("value_type", trend.runs.runs.valueType.name)
        json.member("unit", trend.runs.runs.valueType.unit)
        json.member("norm", trend.runs.norm)
        json.member("order", trend.runs.order.rawValue)
        json.member("alpha", trend.options.alpha)
        json.member("min_effect", trend.options.minEffect)
        addRuns(to: &json)
        json.key("series")
        json.open("[")
        for series in trend.series { add(series, to: &json) }
        json.close("]")
        json.key("growing_stacks")
        json.open("[")
        for stack in trend.growing { add(stack, to: &json) }
        json.close("]")
        json.close("}")
        return json.bytes + [0x0A]
    }

    private func addRuns(to json: inout JSONText) {
        json.key("runs")
        json.open("[")
        for (run, facts) in trend.runs.runs.facts.enumerated() {
            json.newline()
            json.open("{")
            json.member("source", facts.source)
            json.member("recorded_ns", facts.recordedAt)
            json.member("scale", trend.runs.scale[run])
            json.member("total", trend.runs.runs.entities.runTotals[run])
            json.key("labels")
            json.open("{")
            for (label, value) in facts.labels.sorted(by: { $0.key < $1.key }) { json.member(label, value) }
            json.close("}")
            json.close("}")
        }
        json.close("]")
    }

    private func add(_ series: TrendSeries, to json: inout JSONText) {
        json.newline()
        json.open("{")
        json.member("kind", series.entity?.kind.rawValue ?? "all")
        json.member("name", series.name)
        json.member("place", series.entity.flatMap { trend.runs.runs.functions.place($0.group) })
        json.member("p50", series.quantile(0.5))
        json.member("p95", series.quantile(0.95))
        json.member("p99", series.values.count >= 100 ? series.quantile(0.99) : nil)
        json.member("max", series.quantile(1))
        json.member("lag1", series.autocorrelation)
        json.key("values")
        json.open("[")
        for value in series.values { json.number(value) }
        json.close("]")
        json.key("steps")
        json.open("[")
        for step in series.steps { add(step, of: series, to: &json) }
        json.close("]")
        json.close("}")
    }

    private func add(_ step: TrendStep, of series: TrendSeries, to json: inout JSONText) {
        json.newline()
        json.open("{")
        json.member("run", Int64(step.run))
        json.member("before", step.before)
        json.member("after", step.after)
        json.member("ratio", step.ratio?.ratio)
        json.member("ratio_lo", step.ratio?.interval?.low)
        json.member("ratio_hi", step.ratio?.interval?.high)
        json.member("p", step.p)
        json.member("q", step.q)
        json.key("cause")
        json.bool(step.isCause)
        json.member("back_at", step.backAt.map { Int64($0) })
        json.member("last_before", trend.runs.runs.facts[step.run - 1].source)
        json.member("first_after", trend.runs.runs.facts[step.run].source)
        json.member("commit_before", words.commit(step.run - 1))
        json.member("commit_after", words.commit(step.run))
        json.member("command", words.command(step, in: series))
        json.close("}")
    }

    private func add(_ stack: GrowingStack, to json: inout JSONText) {
        json.newline()
        json.open("{")
        json.key("stack")
        json.open("[")
        for group in stack.path { json.string(trend.runs.runs.functions.name(group)) }
        json.close("]")
        json.member("slope", stack.slope.value)
        json.member("slope_lo", stack.slope.interval.low)
        json.member("slope_hi", stack.slope.interval.high)
        json.member("first", stack.first)
        json.member("last", stack.last)
        json.member("q", stack.q)
        json.close("}")
    }
}
