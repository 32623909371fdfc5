import ProfileAnalysis
import StackModel

/// A comparison as JSON, or as lines for people (`DiffReport+Text`).
package struct DiffReport {
    let diff: ProfileDiff
    private let runsBefore: Int
    private let runsAfter: Int
    private let limit: Int
    let verdicts: VerdictLookup?

    /// A report of the first `limit` functions and stacks (all for 0).
    package init(_ diff: ProfileDiff, runsBefore: Int, runsAfter: Int, limit: Int) {
        self.diff = diff
        self.runsBefore = runsBefore
        self.runsAfter = runsAfter
        self.limit = limit
        verdicts = diff.comparison.map { VerdictLookup($0) }
    }

    /// The object of schema `stacksift.diff/1`.
    package func json() -> [UInt8] {
        var json = JSONText()
        json.open("{")
        json.member("schema", "stacksift.diff/1")
        json.key("meta")
        json.open("{")
        json.member("value_type", diff.valueType.name)
        json.member("unit", diff.valueType.unit)
        json.member("n_before", Int64(runsBefore))
        json.member("n_after", Int64(runsAfter))
        json.member("norm", diff.norm.rawValue)
        json.key("factor")
        json.number(diff.factor)
        json.member("total_before", diff.totalBefore)
        json.member("total_after", diff.totalAfter)
        if let comparison = diff.comparison {
            let findings = ComparisonJSON(comparison)
            findings.addFindings(to: &json)
            if runsBefore + runsAfter > 2 { findings.addRuns(to: &json) }
        }
        json.close("}")
        json.key("functions")
        json.open("[")
        for function in shown(diff.functions) {
            write(function, .own, function.selfFigure, to: &json)
            write(function, .total, function.totalFigure, to: &json)
        }
        json.close("]")
        json.key("stacks")
        json.open("[")
        for stack in shownStacks() { write(stack, to: &json) }
        json.close("]")
        json.close("}")
        return json.bytes + [0x0A]
    }

    private func write(_ function: DiffFunction, _ kind: EntityKind, _ figure: DiffFigure, to json: inout JSONText) {
        let group = diff.tree.groups[function.group]
        let strings = { (id: StringID) in id.isNone ? nil : diff.tree.groups.strings.text(id) }
        json.newline()
        json.open("{")
        json.member("kind", kind.rawValue)
        json.member("name", strings(group.name) ?? "")
        json.member("file", strings(group.file))
        json.member("module", strings(group.module))
        write(figure, to: &json)
        json.member("status", function.status(figure).rawValue)
        addVerdict(of: function, kind, figure, to: &json)
        json.close("}")
    }

    /// What a test of the two runs says; its intervals are put around the figures that stand beside them.
    private func addVerdict(
        of function: DiffFunction, _ kind: EntityKind, _ figure: DiffFigure, to json: inout JSONText
    ) {
        guard let verdicts else { return }
        let writer = ComparisonJSON(verdicts.comparison)
        guard let estimate = verdicts.estimate(kind, of: function.group, in: diff.tree) else {
            return writer.addNothing(to: &json)
        }
        let ratio = estimate.ratio.flatMap { scaled in figure.ratio.map { scaled > 0 ? $0 / scaled : 1 } }
        writer.addVerdict(of: estimate, around: (ratio ?? 1, Double(figure.delta)), to: &json)
    }

    private func write(_ stack: DiffStack, to json: inout JSONText) {
        json.newline()
        json.open("{")
        json.member("stack", path(stack))
        write(stack.figure, to: &json)
        json.member("status", stack.status.rawValue)
        json.close("}")
    }

    private func write(_ figure: DiffFigure, to json: inout JSONText) {
        json.member("before", figure.before)
        json.member("after", figure.after)
        json.member("delta", figure.delta)
        json.key("ratio")
        if let ratio = figure.ratio { json.number(ratio) } else { json.null() }
    }

    func path(_ stack: DiffStack) -> String {
        let names = diff.path(stack).map { group in
            var name: [UInt8] = []
            FoldedText.append(diff.tree.groups.name(group), to: &name)
            return String(decoding: name, as: UTF8.self)
        }
        return names.isEmpty ? "[no stack]" : names.joined(separator: ";")
    }

    /// The first stacks that are shown.
    func shownStacks() -> ArraySlice<DiffStack> { shown(diff.stacks(first: limit > 0 ? limit : .max)) }

    func shown<Row>(_ rows: [Row]) -> ArraySlice<Row> { limit > 0 ? rows.prefix(limit) : rows[...] }
}
