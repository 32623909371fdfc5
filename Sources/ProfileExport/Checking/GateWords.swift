import ProfileAnalysis
import StackModel

/// A judgement in words, for every output of a check.
struct GateWords {
    let comparison: Comparison
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
            let before = comparison.sides.before.count
            let after = comparison.sides.after.count
            let fewest = "\(before) before and \(after) after are too few runs for a verdict"
            return fewest + "; record 5 a side or more, in turns" + (found.map { "; a first look: \($0)" } ?? "")
        case .refused:
            return "one side was recorded before the other: drift of the machine would look like a change."
                + " Record the sides in turns, or say --allow-blocked"
        }
    }

    /// What the limits are.
    var limits: String {
        var text = "a function \(ComparisonWords.percent(gate.limits.impact)) of the total"
        if let total = gate.limits.total { text += ", everything \(ComparisonWords.percent(total))" }
        return text
    }

    /// What one finding says.
    func sentence(_ finding: Gate.Finding) -> String {
        switch finding {
        case .function(let entity): return function(comparison.estimates[entity])
        case .total(let change): return "the total grew \(ratio(change.ratio, change.interval))"
        case .scale(let change): return "most of the program got slower: \(ratio(change.ratio, change.interval))"
        }
    }

    private func function(_ estimate: EntityEstimate) -> String {
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
package func gateLine(_ comparison: Comparison, _ gate: Gate) -> String {
    GateWords(comparison: comparison, gate: gate).line
}
