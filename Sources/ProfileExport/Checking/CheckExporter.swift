import ProfileAnalysis
import StackModel

/// The judgement of a check, with what it rests on: lines, or one JSON object.
package enum CheckExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "check", summary: "a gate's judgement on several runs a side, as lines or as JSON",
        subjects: [.comparison, .traces], detail: .everything, usesTests: .always)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard let words = GateWords(subject, options) else { return }
        if options.form == .json { return sink.write(json(words)) }
        sink.write(words.line + "\n")
        if !words.gate.budgets.isEmpty { sink.write("\n" + BudgetWords.lines(words.gate.budgets)) }
        guard let comparison = words.comparison else { return }
        sink.write("\n" + ComparisonText(comparison, limit: options.limit ?? 5).text())
    }

    /// The object of schema `stacksift.check/1`.
    private static func json(_ words: GateWords) -> [UInt8] {
        let gate = words.gate
        var json = JSONText()
        json.open("{")
        json.member("schema", "stacksift.check/1")
        json.member("status", gate.status.rawValue)
        json.member("exit", Int64(gate.exitStatus))
        json.member("reason", words.reason)
        json.key("limits")
        json.open("{")
        json.member("impact", gate.limits.impact)
        json.member("total", gate.limits.total)
        json.close("}")
        json.key("findings")
        json.open("[")
        for finding in gate.findings {
            json.newline()
            json.open("{")
            json.member("kind", finding.kind)
            json.member("name", words.functionName(finding))
            json.member("sentence", words.sentence(finding))
            json.close("}")
        }
        json.close("]")
        json.key("budgets")
        json.open("[")
        for verdict in gate.budgets { BudgetWords.add(verdict, to: &json) }
        json.close("]")
        if let comparison = words.comparison { ComparisonJSON(comparison).addBody(to: &json) }
        json.close("}")
        return json.bytes + [0x0A]
    }
}

extension Gate.Finding {
    /// A word for programs.
    var kind: String {
        switch self {
        case .function: "function"
        case .total: "total"
        case .scale: "scale"
        case .budget: "budget"
        }
    }

    /// The entity of a function's finding.
    var entity: Int? { if case .function(let entity) = self { entity } else { nil } }
}

extension GateWords {
    /// The judgement on what is to be written; nil where there is nothing to judge.
    init?(_ subject: ExportSubject, _ options: ExportOptions) {
        let comparison: Comparison? = if case .comparison(let comparison) = subject { comparison } else { nil }
        guard comparison != nil || !options.budgets.isEmpty else { return nil }
        self.init(comparison: comparison, gate: Gate(comparison, options.gate, budgets: options.budgets))
    }

    /// The function that a finding is about.
    fileprivate func functionName(_ finding: Gate.Finding) -> String? {
        guard let comparison, let entity = finding.entity else { return nil }
        return comparison.runs.functions.name(comparison.runs.entities.entities[entity].group).text
    }
}
