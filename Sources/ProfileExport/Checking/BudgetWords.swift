import ProfileAnalysis
import StackModel

/// What became of budgets, in words and as JSON.
enum BudgetWords {
    /// `total p95 < 2.5 s: 2.71 s [2.60 s, 2.90 s] over 5 runs`.
    static func sentence(_ verdict: BudgetVerdict) -> String {
        "\(HumanValue.visible(verdict.budget.text)): \(figure(verdict))"
    }

    /// The figure with its interval and the runs it rests on.
    static func figure(_ verdict: BudgetVerdict) -> String {
        let interval = verdict.figure.interval
        let ends = [interval.low, interval.high].map { $0.isFinite ? value($0, verdict.unit) : "?" }
        let runs = ComparisonWords.count(verdict.runCount, "run")
        return "\(value(verdict.figure.value, verdict.unit)) [\(ends[0]), \(ends[1])] over \(runs)"
            + (verdict.note.map { "; \(HumanValue.visible($0))" } ?? "")
    }

    /// A line for each budget.
    static func lines(_ verdicts: [BudgetVerdict]) -> String {
        verdicts.map { verdict in
            let word = verdict.status.rawValue.uppercased()
            return word + String(repeating: " ", count: max(1, 14 - word.count)) + sentence(verdict) + "\n"
        }.joined()
    }

    /// Adds an object.
    static func add(_ verdict: BudgetVerdict, to json: inout JSONText) {
        json.newline()
        json.open("{")
        json.member("budget", verdict.budget.text)
        json.member("status", verdict.status.rawValue)
        json.member("value", verdict.figure.value)
        json.member("value_lo", verdict.figure.interval.low)
        json.member("value_hi", verdict.figure.interval.high)
        json.member("limit", verdict.limit)
        json.member("unit", verdict.unit)
        json.member("runs", Int64(verdict.runCount))
        json.member("note", verdict.note)
        json.close("}")
    }

    private static func value(_ value: Double, _ unit: String) -> String {
        if unit == "share" { return HumanValue.percent(value) }
        guard unit.hasSuffix("/h") else { return ComparisonWords.value(value, unit: unit) }
        return ComparisonWords.value(value, unit: String(unit.dropLast(2))) + "/h"
    }
}
