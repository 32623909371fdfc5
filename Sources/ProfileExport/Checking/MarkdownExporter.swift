import ProfileAnalysis
import StackModel

/// A check as Markdown, fit for a comment on a pull request.
package enum MarkdownExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "markdown", aliases: ["md"], suffixes: [".md"],
        summary: "a check as Markdown, for a comment on a pull request", subjects: [.comparison, .traces],
        detail: .everything, usesTests: .always)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard let words = GateWords(subject, options) else { return }
        sink.write(MarkdownReport(words: words, limit: options.limit ?? 10).text())
    }
}

/// The text of one check.
private struct MarkdownReport {
    let words: GateWords
    let limit: Int

    func text() -> String {
        var out = "### StackSift: \(escaped(words.line))\n\n"
        if !words.gate.budgets.isEmpty { out += budgets() }
        guard let comparison = words.comparison else { return out }
        out += whole(comparison) + table(comparison)
        let warnings = comparison.warnings.map { "- \($0.code): \(escaped($0.words))\n" }.joined()
        if !warnings.isEmpty { out += "\n" + warnings }
        return out
    }

    private func whole(_ comparison: Comparison) -> String {
        let unit = comparison.runs.valueType.unit
        let meta = comparison.meta
        var out = "\(escaped(comparison.runs.valueType.name)), \(comparison.sides.before.count) runs before and"
        out += " \(comparison.sides.after.count) after, norm \(meta.norm):"
        out += " \(ComparisonWords.value(meta.totalBefore, unit: unit)) a run before,"
        out += " \(ComparisonWords.value(meta.totalAfter, unit: unit)) after"
        if let total = meta.total { out += " (\(change(total.ratio, total.interval)))" }
        return out + "\n"
    }

    private func budgets() -> String {
        var out = "| budget | found | verdict |\n|---|---|---|\n"
        for verdict in words.gate.budgets {
            let cells = [verdict.budget.text, BudgetWords.figure(verdict), verdict.status.rawValue]
            out += "| " + cells.map(escaped).joined(separator: " | ") + " |\n"
        }
        return out + "\n"
    }

    private func table(_ comparison: Comparison) -> String {
        let causes = comparison.ranked.filter(\.isCause)
        if causes.isEmpty { return "\nNo function changed for certain.\n" }
        var out = "\n| verdict | function | change | of the total | q | explains |\n|---|---|---|---|---|---|\n"
        for cause in causes.prefix(limit > 0 ? limit : .max) {
            let explained = comparison.explained(by: cause.entity).filter {
                comparison.group($0) != comparison.group(cause)
            }
            let partner = cause.verdict == .shifted ? cause.explainedBy.map { "moved: " + comparison.label($0) } : nil
            let cells = [
                cause.verdict.rawValue, comparison.label(cause.entity),
                cause.ratio.map { change($0, cause.ratioInterval) } ?? "",
                ComparisonWords.percent(cause.impact, digits: 2), ComparisonWords.probability(cause.q),
                partner ?? comparison.names(explained, limit: 3),
            ]
            out += "| " + cells.map(escaped).joined(separator: " | ") + " |\n"
        }
        return out
    }

    private func change(_ ratio: Double, _ interval: Interval?) -> String {
        ComparisonWords.percent(ratio - 1)
            + (interval.map { " " + ComparisonWords.interval($0, ratios: true) } ?? "")
    }

    /// A name must not become a link, a mention, HTML or a table's border.
    private func escaped(_ text: String) -> String {
        var out = ""
        for scalar in HumanValue.visible(text).unicodeScalars {
            switch scalar {
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "&": out += "&amp;"
            case "@": out += "&#64;"
            case "\\", "`", "*", "_", "|", "[", "]", "#", "~": out += "\\\(scalar)"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
