import ProfileAnalysis
import StackModel

/// A comparison of several runs a side as lines for people: causes first, then what the runs cannot tell.
struct ComparisonText {
    private let comparison: Comparison
    private let limit: Int
    private var runs: ComparedRuns { comparison.runs }

    /// Lines about the first `limit` changes, and as many inconclusive functions; all for 0.
    init(_ comparison: Comparison, limit: Int) {
        self.comparison = comparison
        self.limit = limit > 0 ? limit : .max
    }

    /// The whole report.
    func text() -> String {
        let sections = [header(), causes(), unexplained(), facts(), inconclusive(), summary(), warnings()]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    // MARK: Everything together

    /// One line: the strongest cause, or that there is none.
    func headline() -> String {
        let name = runs.valueType.name
        let causes = comparison.ranked.filter { $0.isCause && $0.verdict.isChange }
        guard let first = causes.first else {
            let isChanged = comparison.estimates.contains { $0.verdict.isChange || $0.verdict == .shifted }
            return "\(name): \(isChanged ? "cost moved, none was added" : "no change found" + blindness)"
        }
        var line = "\(name): \(comparison.label(first.entity)) \(first.verdict.rawValue)"
        if let ratio = first.ratio, first.moments.meanAfter > 0 { line += " \(ComparisonWords.percent(ratio - 1))" }
        line += ", \(ComparisonWords.percent(first.impact)) of the total"
        return line + (causes.count > 1 ? "; and \(ComparisonWords.count(causes.count - 1, "more cause"))" : "")
    }

    /// How large a change of one function could have been without being found.
    private var blindness: String {
        let largest = comparison.estimates.filter(\.isTested).map(\.detectableImpact).filter(\.isFinite).max()
        return largest.map { "; changes of up to \(HumanValue.fixed($0 * 100, 1)) % of the total may go unseen" } ?? ""
    }

    private func header() -> String {
        let meta = comparison.meta
        let unit = runs.valueType.unit
        let sides = comparison.sides
        var out = headline() + "\n"
        out += "runs          \(sides.before.count) before, \(sides.after.count) after; norm \(meta.norm)\n"
        out += "total         \(ComparisonWords.value(meta.totalBefore, unit: unit)) a run before,"
        out += " \(ComparisonWords.value(meta.totalAfter, unit: unit)) after"
        if let total = meta.total { out += ": " + change(total) }
        out += "\n"
        if let scale = meta.scaleChange, comparison.options.norm != .asIs {
            out += "scale         \(change(scale)): what most of the program did; the lines below are without it\n"
        }
        return out
    }

    private func change(_ ratio: WelchRatio) -> String {
        ComparisonWords.percent(ratio.ratio - 1)
            + (ratio.interval.map { " " + ComparisonWords.interval($0, ratios: true) } ?? "")
    }

    // MARK: Changes

    private func causes() -> String {
        let causes = comparison.ranked.filter(\.isCause)
        if causes.isEmpty { return "" }
        var out = ""
        var told: Set<Int> = []
        for cause in causes.prefix(limit) where !told.contains(cause.entity) {
            told.insert(cause.entity)
            if cause.verdict == .shifted, let partner = cause.explainedBy {
                told.insert(partner)
                out += shift(cause, partner)
            } else {
                out += line(cause)
                let explained = comparison.explained(by: cause.entity).filter { !isSameFunction($0, cause) }
                if !explained.isEmpty {
                    out += indent + "explains: \(comparison.names(explained, limit: 6))\n"
                }
            }
        }
        return out + more(causes.count { !told.contains($0.entity) }, "causes")
    }

    private func isSameFunction(_ left: EntityEstimate, _ right: EntityEstimate) -> Bool {
        runs.entities.entities[left.entity].group == runs.entities.entities[right.entity].group
    }

    private let indent = String(repeating: " ", count: 14)

    private func line(_ estimate: EntityEstimate) -> String {
        var out = word(estimate.verdict.rawValue) + comparison.label(estimate.entity)
        if let ratio = estimate.ratio, estimate.moments.meanAfter > 0 {
            out += "  \(ComparisonWords.percent(ratio - 1))"
            if let interval = estimate.ratioInterval { out += " " + ComparisonWords.interval(interval, ratios: true) }
        }
        let baseline = comparison.meta.baseline
        let reach = Interval(estimate.deltaInterval.low / baseline, estimate.deltaInterval.high / baseline)
        out += "  = \(ComparisonWords.percent(estimate.impact, digits: 2)) of total \(ComparisonWords.interval(reach))"
        return out + "  q=\(ComparisonWords.probability(estimate.q))\n"
    }

    private func shift(_ cause: EntityEstimate, _ partner: Int) -> String {
        let (first, second) = cause.moments.delta < 0 ? (cause.entity, partner) : (partner, cause.entity)
        let net = (cause.shiftNet ?? 0) / comparison.meta.baseline
        return word("shifted") + "\(comparison.label(first)) → \(comparison.label(second))"
            + "  net \(ComparisonWords.percent(net, digits: 2)) of total\n"
    }

    private func unexplained() -> String {
        let changes = comparison.ranked.filter { $0.verdict.isChange && !$0.isCause && $0.explainedBy == nil }
        return changes.prefix(limit).map(line).joined() + more(changes.count - limit, "changes")
    }

    private func facts() -> String {
        let facts = comparison.callFacts
        let lines = facts.prefix(min(limit, 10)).map { fact in
            var out = word("calls") + comparison.label(fact.estimate.entity)
            let unit = "count"
            out += "  \(ComparisonWords.value(fact.calls.before, unit: unit))"
            out += " → \(ComparisonWords.value(fact.calls.after, unit: unit))"
            if let ratio = fact.calls.perCallRatio { out += "; a call takes \(ComparisonWords.percent(ratio - 1))" }
            return out + "\n"
        }
        return lines.joined() + more(facts.count - min(limit, 10), "exact differences of calls")
    }

    // MARK: What cannot be told

    private func inconclusive() -> String {
        let open = comparison.estimates.filter { $0.verdict == .inconclusive }
            .sorted { (abs($0.moments.delta), $1.entity) > (abs($1.moments.delta), $0.entity) }
        let sides = comparison.sides
        let lines = open.prefix(min(limit, 8)).map { estimate in
            var out = word(estimate.verdict.rawValue) + comparison.label(estimate.entity)
            if let ratio = estimate.ratio { out += "  \(ComparisonWords.percent(ratio - 1))" }
            if let interval = estimate.ratioInterval { out += " " + ComparisonWords.interval(interval, ratios: true) }
            if let least = estimate.detectableRatio {
                out += "; with these \(sides.before.count)+\(sides.after.count) runs only changes over"
                out += " \(HumanValue.fixed(least * 100, 0)) % would show (80 % of the time)"
            }
            return out + "\n"
        }
        return lines.joined() + more(open.count - min(limit, 8), "inconclusive")
    }

    private func summary() -> String {
        var counts: [Verdict: Int] = [:]
        for estimate in comparison.estimates { counts[estimate.verdict, default: 0] += 1 }
        let parts = Verdict.allCases.compactMap { verdict in
            counts[verdict].map { "\($0) \(verdict == .tooSmall ? "too small to look at" : verdict.rawValue)" }
        }
        return "functions' selves and totals: " + parts.joined(separator: ", ") + "\n"
    }

    private func warnings() -> String {
        comparison.warnings.map { "\($0.code): \(HumanValue.visible($0.words))\n" }.joined()
    }

    private func word(_ verdict: String) -> String {
        let word = verdict.uppercased()
        return word + String(repeating: " ", count: max(1, indent.count - word.count))
    }

    private func more(_ count: Int, _ what: String) -> String {
        count > 0 && limit != .max ? indent + "and \(count) more \(what) (-n 0 for all)\n" : ""
    }
}
