import ProfileAnalysis
import StackModel

/// What the test of two sides' runs found, with the functions of a report's page.
struct ReportComparison {
    private let diff: ProfileDiff
    private var functionOf: [Key: Int] = [:]

    private struct Key: Hashable {
        let name: [UInt8]
        let place: [UInt8]
    }

    /// The findings of `diff` on the functions of `model`.
    init(_ diff: ProfileDiff, _ model: borrowing ReportModel) {
        self.diff = diff
        for (function, group) in model.tree.functionGroups.enumerated() {
            let name = model.groups.name(group)
            let path = model.groups[group].module.isNone ? model.groups[group].file : model.groups[group].module
            let key = Key(
                name: StableName.stripped(name) ?? name.bytes, place: model.groups.strings.bytes(path).baseName.bytes)
            if functionOf[key] == nil { functionOf[key] = function }
        }
    }

    /// Writes the member `comparison`.
    func write(to json: inout JSONText) {
        json.newline()
        json.key("comparison")
        json.open("{")
        json.key("factor")
        json.number(diff.factor)
        json.member("factor_reason", diff.factorReason)
        if let comparison = diff.comparison { write(comparison, to: &json) }
        json.close("}")
    }

    private func write(_ comparison: Comparison, to json: inout JSONText) {
        json.member("headline", ComparisonText(comparison, limit: 0).headline())
        json.member("norm", comparison.meta.norm)
        json.key("warnings")
        json.open("[")
        for warning in comparison.warnings { json.string(warning.words) }
        json.close("]")
        json.key("changes")
        json.open("[")
        for estimate in comparison.ranked where estimate.verdict != .tooSmall {
            json.newline()
            write(estimate, comparison, to: &json)
        }
        json.close("]")
    }

    private func write(_ estimate: EntityEstimate, _ comparison: Comparison, to json: inout JSONText) {
        let entity = comparison.runs.entities.entities[estimate.entity]
        let functions = comparison.runs.functions
        let place = functions.place(entity.group).map { ByteView.withBytes(of: $0) { $0.baseName.bytes } } ?? []
        json.open("{")
        json.member("function", functionOf[Key(name: functions.name(entity.group).bytes, place: place)].map(Int64.init))
        json.member("name", functions.name(entity.group).text)
        json.member("figure", entity.kind.rawValue)
        json.member("verdict", estimate.verdict.rawValue)
        json.key("cause")
        json.bool(estimate.isCause)
        for (name, value) in [
            ("impact", estimate.impact), ("ratio", estimate.ratio ?? .nan),
            ("ratio_lo", estimate.ratioInterval?.low ?? .nan),
            ("ratio_hi", estimate.ratioInterval?.high ?? .nan), ("q", estimate.q),
            ("detectable", estimate.detectableImpact),
        ] {
            json.key(name)
            json.number(value)
        }
        json.member("explained_by", estimate.explainedBy.map { comparison.label($0) })
        json.close("}")
    }
}
