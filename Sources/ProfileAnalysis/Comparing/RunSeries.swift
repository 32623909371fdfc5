import StackModel

/// Runs of one program in the order of time.
package struct RunSeries: Sendable {
    /// By what the runs are ordered.
    package enum Order: String, Sendable {
        /// Wall-clock time of the recordings.
        case recorded
        /// The traces' own clock.
        case clock
        /// As they were named: not all of them have a time.
        case given
    }

    package let order: Order
    package let runs: ComparedRuns
    /// What each run is divided by, and the norm that was used.
    package let scale: [Double]
    package let norm: String

    private static let fewestRuns = 6

    /// Puts the runs that `profiles` are in order.
    package init(_ profiles: [Profile], _ asked: RunSeriesOptions) throws(DiffError) {
        guard profiles.count >= RunSeries.fewestRuns else {
            throw DiffError(
                description: "error: expected \(RunSeries.fewestRuns) runs or more, found \(profiles.count)"
                    + " [trend.runs]")
        }
        let (ordered, order) = RunSeries.ordered(profiles)
        var options = ComparisonOptions()
        runs = try ComparedRuns(before: ordered, after: [], value: asked.value)
        options.norm = asked.norm ?? runs.usualNorm
        let scale = RunScale(runs.entities, runs.sides, options, excluded: [])
        self.scale = scale.factors
        norm = scale.note
        self.order = order
        for run in runs.sides.all where !(runs.entities.runTotals[run] > 0) {
            throw DiffError(
                description: "\(runs.facts[run].source): error: expected a run with values above 0 in all, found none"
                    + " [trend.empty]")
        }
    }

    private static func ordered(_ profiles: [Profile]) -> ([Profile], Order) {
        let clocks: [(Order, (ProfileMetadata) -> Int64?)] = [(.recorded, \.recordedAt), (.clock, \.start)]
        for (order, time) in clocks {
            let times = profiles.compactMap { time($0.metadata) }
            guard times.count == profiles.count, Set(times).count > 1 else { continue }
            let ranked = profiles.indices.sorted { (times[$0], $0) < (times[$1], $1) }
            return (ranked.map { profiles[$0] }, order)
        }
        return (profiles, .given)
    }

    /// How many runs there are.
    package var count: Int { runs.facts.count }

    /// An entity's value in each run, scaled.
    package func values(_ entity: Int) -> [Double] {
        (0..<count).map { runs.entities.sum(entity, $0) / scale[$0] }
    }
}
