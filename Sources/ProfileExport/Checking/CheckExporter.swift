import ProfileAnalysis
import StackModel

/// The judgement of a check, with what it rests on: lines, or one JSON object.
package enum CheckExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "check", summary: "a gate's judgement on several runs a side, as lines or as JSON", subjects: [.comparison],
        usesTests: true)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .comparison(let comparison) = subject else { return }
        let gate = Gate(comparison, options.gate)
        if options.form == .json { return sink.write(json(comparison, gate)) }
        sink.write(GateWords(comparison: comparison, gate: gate).line + "\n\n")
        sink.write(ComparisonText(comparison, limit: options.limit ?? 5).text())
    }

    /// The object of schema `stacksift.check/1`.
    private static func json(_ comparison: Comparison, _ gate: Gate) -> [UInt8] {
        let words = GateWords(comparison: comparison, gate: gate)
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
            json.member("name", finding.entity.map { comparison.runs.functions.name($0, in: comparison) })
            json.member("sentence", words.sentence(finding))
            json.close("}")
        }
        json.close("]")
        ComparisonJSON(comparison).addBody(to: &json)
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
        }
    }

    /// The entity of a function's finding.
    var entity: Int? { if case .function(let entity) = self { entity } else { nil } }
}

extension ComparedFunctions {
    /// The name of the function that an entity of a comparison belongs to.
    fileprivate func name(_ entity: Int, in comparison: Comparison) -> String {
        name(comparison.runs.entities.entities[entity].group).text
    }
}
