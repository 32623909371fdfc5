import StackModel

/// A change of level of one series.
package struct TrendStep: Sendable {
    /// The first run of the new level.
    package let run: Int
    /// Mean levels up to the steps before and after.
    package let before: Double
    package let after: Double
    /// After over before, with its interval; nil where there was nothing before.
    package let ratio: WelchRatio?
    package let p: Double
    /// False discovery rate over all series, of the series' strongest step.
    package let q: Double
    /// The run at which the level came back to what it was before; nil where it stayed.
    package internal(set) var backAt: Int?
    /// Whether a comparison of the runs around names this series as a cause.
    package internal(set) var isCause = false

    /// By how much the level changed, as a part of what it was.
    package var change: Double { before > 0 ? after / before - 1 : .infinity }
}

/// One figure over the runs.
package struct TrendSeries: Sendable {
    /// The function's self or total; nil for everything together.
    package let entity: Entity?
    package let name: String
    /// By run: scaled; of everything together as measured.
    package let values: [Double]
    package internal(set) var steps: [TrendStep] = []
    /// Lag-1 autocorrelation of what is left when the levels are taken away.
    package internal(set) var autocorrelation: Double

    /// A quantile over the runs.
    package func quantile(_ part: Double) -> Double { OrderStatistics.quantile(values, part) }

    /// Steps that stayed, and those that went away again.
    package var lasting: [TrendStep] { steps.filter { $0.backAt == nil } }
    package var passing: [TrendStep] { steps.filter { $0.backAt != nil } }
}

/// Many runs over time: where the total and each function took another level.
package struct Trend: Sendable {
    package let runs: RunSeries
    package let options: RunSeriesOptions
    /// Everything together, and then the functions: the largest first.
    package let series: [TrendSeries]
    /// Paths whose bytes grow run after run; empty for other units.
    package let growing: [GrowingStack]

    /// Looks at the runs that `profiles` are.
    package init(_ profiles: [Profile], _ options: RunSeriesOptions) throws(DiffError) {
        let runs = try RunSeries(profiles, options)
        var series = Trend.series(runs, options)
        TrendSteps(options).find(in: &series)
        try Trend.markCauses(&series, runs, options)
        self.runs = runs
        self.options = options
        self.series = series
        growing = GrowingStack.find(runs, options)
    }

    private static func series(_ runs: RunSeries, _ options: RunSeriesOptions) -> [TrendSeries] {
        let totals = runs.runs.entities.runTotals
        let scaledTotal = zip(totals, runs.scale).map { $0 / $1 }.mean
        let functions = runs.runs.entities.entities.enumerated().compactMap { index, entity -> TrendSeries? in
            let values = runs.values(index)
            guard values.mean >= options.minImpact / 2 * scaledTotal else { return nil }
            return TrendSeries(
                entity: entity, name: runs.runs.functions.name(entity.group).text, values: values, autocorrelation: 0)
        }
        let ranked = functions.sorted { left, right in
            let (a, b) = (left.values.mean, right.values.mean)
            if a != b { return a > b }
            return left.name != right.name ? left.name < right.name : left.entity?.kind == .own
        }
        return [TrendSeries(entity: nil, name: "total", values: totals, autocorrelation: 0)] + ranked
    }

    /// Compares the runs around each step, and marks what the comparison says is the cause.
    private static func markCauses(
        _ series: inout [TrendSeries], _ runs: RunSeries, _ options: RunSeriesOptions
    ) throws(DiffError) {
        var comparing = ComparisonOptions()
        comparing.norm = options.norm
        comparing.alpha = options.alpha
        comparing.screensRuns = false
        let places = Set(series.dropFirst().flatMap { $0.steps.map(\.run) }).sorted()
        let edges = [0] + places + [runs.count]
        for (index, place) in places.enumerated() {
            var sides = RunSides(before: 0, after: 0)
            // Steps of other functions nearby must not leave too few runs for a test.
            let start = max(min(edges[index], place - ChangePointSearch.fewest), 0)
            let end = min(max(edges[index + 2], place + ChangePointSearch.fewest), runs.count)
            sides.before = Array(max(start, place - 10)..<place)
            sides.after = Array(place..<min(end, place + 10))
            let comparison = try Comparison(runs.runs.dealt(to: sides), comparing)
            let causes = Set(
                comparison.causes.filter { comparison.estimates[$0].verdict.isChange }
                    .map { comparison.runs.entities.entities[$0] })
            for row in series.indices {
                guard let entity = series[row].entity, causes.contains(entity) else { continue }
                for step in series[row].steps.indices where series[row].steps[step].run == place {
                    series[row].steps[step].isCause = true
                }
            }
        }
    }
}
