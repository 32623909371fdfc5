import ProfileAnalysis

/// One check of a pipeline file: `{ of: change, fail-impact: 0.02, budgets: ["total p95 < 2.5 s"] }`.
enum PipelineCheck {
    private static let keys = [
        "of", "value", "fail-impact", "fail-total", "allow-blocked", "require-verdict", "budgets",
    ]

    static func read(_ value: YAMLValue, _ plan: Plan) throws(PipelineError) -> CheckPlan {
        let members = try value.members(keys, of: "a check")
        guard let of = members["of"] else { throw value.broken("of: a diff, or a profile with budgets", "none") }
        var check = CheckPlan(of: try of.text("the name of a diff or profile"))
        check.value = try members["value"]?.text("a value type")
        if let impact = members["fail-impact"] { check.limits.impact = try impact.number("fail-impact", in: 0...1) }
        if let total = members["fail-total"] {
            let isNone = try total.text("fail-total") == "none"
            check.limits.total = isNone ? nil : try total.number("fail-total", in: 0...1000)
        }
        check.limits.allowsBlocks = try members["allow-blocked"]?.bool("allow-blocked") ?? false
        check.limits.requiresVerdict = try members["require-verdict"]?.bool("require-verdict") ?? false
        for sentence in members["budgets"]?.list ?? [] { check.budgets.append(try budget(sentence)) }
        let isDiff = plan.diffs.contains { $0.name == check.subject }
        let isProfile = plan.profiles.contains { $0.name == check.subject }
        guard isDiff || isProfile && !check.budgets.isEmpty else {
            let known = plan.diffs.map(\.name) + plan.profiles.map(\.name)
            let expected = "one of the diffs, or a profile with budgets (\(known.joined(separator: ", ")))"
            throw of.broken(expected, isProfile ? "a profile without budgets" : nil)
        }
        return check
    }

    private static func budget(_ value: YAMLValue) throws(PipelineError) -> Budget {
        let sentence = try value.text("a budget")
        do throws(BudgetError) {
            return try Budget(sentence)
        } catch {
            throw value.broken(error.expected)
        }
    }
}
