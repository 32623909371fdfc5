import ProfileAnalysis
import StackModel

/// The parts of sentences about runs over time.
struct TrendWords {
    let trend: Trend

    /// `score_order (self)`; `total` for everything together.
    func name(_ series: TrendSeries) -> String {
        guard let entity = series.entity else { return series.name }
        return "\(HumanValue.visible(series.name)) (\(entity.kind.rawValue))"
    }

    /// A value of a run.
    func value(_ value: Double) -> String { ComparisonWords.value(value, unit: trend.runs.runs.valueType.unit) }

    /// `run 7 (commit abc)`: counted from 1.
    func place(_ run: Int) -> String {
        let commit = commit(run).map { " (commit \(HumanValue.visible($0)))" } ?? ""
        return "run \(run + 1)\(commit)"
    }

    /// The commit of a run; nil where nothing is said of it.
    func commit(_ run: Int) -> String? { trend.runs.runs.facts[run].labels["commit"] }

    /// `+29.8 % [+25.0 %, +34.1 %]`.
    func change(_ step: TrendStep) -> String {
        guard let ratio = step.ratio else { return step.before > 0 ? "gone" : "new" }
        return ComparisonWords.percent(ratio.ratio - 1)
            + (ratio.interval.map { " " + ComparisonWords.interval($0, ratios: true) } ?? "")
    }

    /// The command that compares the runs around a step again: all runs of the two commits where a store has several
    /// of each, else the five runs on either side.
    func command(_ step: TrendStep, in series: TrendSeries) -> String {
        let places = [0] + series.steps.map(\.run) + [trend.runs.count]
        let start = places.last { $0 < step.run } ?? 0
        let end = places.first { $0 > step.run } ?? trend.runs.count
        let before = source(Array(max(start, step.run - 5)..<step.run))
        let after = source(Array(step.run..<min(end, step.run + 5)))
        return "stacksift diff \(before) --against \(after)"
    }

    private func source(_ runs: [Int]) -> String {
        let sources = runs.map { trend.runs.runs.facts[$0].source }
        // Profiles of one store: `store.db:#4,#5`.
        let parts = sources.map { $0.split(separator: "#", omittingEmptySubsequences: false) }
        if let store = parts.first?.first, store.hasSuffix(":"),
            parts.allSatisfy({ $0.count == 2 && $0[0] == store && Int64($0[1]) != nil })
        {
            return TrendWords.quoted(store + parts.map { "#" + $0[1] }.joined(separator: ","))
        }
        return sources.map(TrendWords.quoted).joined(separator: " ")
    }

    /// A word as a shell takes it.
    private static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x3A, 0x3D, 0x40, 0x5F: true
                default: byte >= 0x80
                }
            }
        if isPlain { return word }
        let parts = word.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: "'\\''") + "'"
    }

    /// A step with its series, and all steps at one run.
    typealias Found = (series: TrendSeries, step: TrendStep)
    typealias StepsAtRun = (run: Int, steps: [Found])

    /// The steps that stayed, by the run at which they begin; those of causes first, then the largest.
    var lasting: [StepsAtRun] { grouped { $0.lasting } }

    /// Those that went away again, each once: by the run at which they began.
    var passing: [StepsAtRun] { grouped { $0.passing } }

    private func grouped(_ steps: (TrendSeries) -> [TrendStep]) -> [StepsAtRun] {
        var all: [Found] = []
        for series in trend.series { all += steps(series).map { (series: series, step: $0) } }
        return Set(all.map(\.step.run)).sorted().map { run in
            (run: run, steps: all.filter { $0.step.run == run }.sorted(by: precedes))
        }
    }

    private func precedes(_ left: Found, _ right: Found) -> Bool {
        let (a, b) = (rank(left), rank(right))
        if a != b { return a < b }
        let sizes = [left, right].map { abs($0.step.after - $0.step.before) }
        return sizes[0] != sizes[1] ? sizes[0] > sizes[1] : left.series.name < right.series.name
    }

    private func rank(_ found: Found) -> Int {
        if found.series.entity == nil { return 1 }
        return found.step.isCause ? 0 : 2
    }
}
