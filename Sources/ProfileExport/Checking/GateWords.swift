import ProfileAnalysis
import StackModel

/// A judgement in words, for every output of a check.
struct GateWords {
    /// nil where budgets alone are checked.
    let comparison: Comparison?
    let gate: Gate

    /// One word for a log.
    var word: String {
        switch gate.status {
        case .pass: "PASS"
        case .fail: "FAIL"
        case .provisional: "PROVISIONAL"
        case .refused: "REFUSED"
        }
    }

    /// One line that says how it ended and why.
    var line: String { "\(word): \(reason)" }

    /// Why it ended so.
    var reason: String {
        let found = gate.findings.first.map(sentence)
        switch gate.status {
        case .pass: return "nothing got worse beyond the limits (\(limits))"
        case .fail:
            let rest = gate.findings.count - 1
            return (found ?? "") + (rest > 0 ? "; and \(rest) more beyond the limits" : "")
        case .provisional:
            return fewRuns + "; record 5 a side or more, in turns" + (found.map { "; a first look: \($0)" } ?? "")
        case .refused:
            return "one side was recorded before the other: drift of the machine would look like a change."
                + " Record the sides in turns, or say --allow-blocked"
        }
    }

    private var fewRuns: String {
        guard let sides = comparison?.sides else {
            let runs = gate.budgets.map(\.runCount).min() ?? 0
            return "\(ComparisonWords.count(runs, "run")) \(runs == 1 ? "is" : "are") too few for a verdict"
        }
        return "\(sides.before.count) before and \(sides.after.count) after are too few runs for a verdict"
    }

    /// What the limits are.
    var limits: String {
        if comparison == nil { return ComparisonWords.count(gate.budgets.count, "budget") }
        var text = "a function \(ComparisonWords.percent(gate.limits.impact)) of the total"
        if let total = gate.limits.total { text += ", everything \(ComparisonWords.percent(total))" }
        if !gate.budgets.isEmpty { text += ", \(ComparisonWords.count(gate.budgets.count, "budget"))" }
        return text
    }

    /// What one finding says.
    func sentence(_ finding: Gate.Finding) -> String {
        switch finding {
        case .function(let entity): return comparison.map { function(entity, $0) } ?? ""
        case .budget(let verdict): return BudgetWords.sentence(verdict)
        case .total(let change): return "the total grew \(ratio(change.ratio, change.interval))"
        case .scale(let change): return "most of the program got slower: \(ratio(change.ratio, change.interval))"
        }
    }

    private func function(_ entity: Int, _ comparison: Comparison) -> String {
        let estimate = comparison.estimates[entity]
        var text = "\(comparison.label(estimate.entity)) \(estimate.verdict.rawValue)"
        if let change = estimate.ratio, estimate.moments.meanAfter > 0 {
            text += " \(ratio(change, estimate.ratioInterval))"
        }
        text += ", \(ComparisonWords.percent(estimate.impact)) of the total"
        let explained = comparison.explained(by: estimate.entity)
            .filter { comparison.group($0) != comparison.group(estimate) }
        return explained.isEmpty ? text : text + "; explains \(comparison.names(explained, limit: 3))"
    }

    private func ratio(_ ratio: Double, _ interval: Interval?) -> String {
        ComparisonWords.percent(ratio - 1)
            + (interval.map { " " + ComparisonWords.interval($0, ratios: true) } ?? "")
    }
}

extension Comparison {
    /// The function that an estimate is about.
    func group(_ estimate: EntityEstimate) -> Int32 { runs.entities.entities[estimate.entity].group }
}

/// The judgement of a check in one line, for stderr.
package func gateLine(_ comparison: Comparison?, _ gate: Gate) -> String {
    GateWords(comparison: comparison, gate: gate).line
}
