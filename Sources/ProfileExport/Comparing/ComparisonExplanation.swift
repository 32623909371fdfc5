import ProfileAnalysis
import StackModel

/// How the verdict on one function came about: the values of every run, the noise, the test.
struct ComparisonExplanation {
    private let comparison: Comparison
    private var runs: ComparedRuns { comparison.runs }

    /// An explainer of verdicts.
    init(_ comparison: Comparison) { self.comparison = comparison }

    /// Lines about every entity of the function `name`; a part of a name does where nothing has the whole.
    func text(_ name: String) -> String {
        var found = comparison.ranked.filter { functionName($0) == name }
        if found.isEmpty { found = comparison.ranked.filter { functionName($0).contains(name) } }
        guard !found.isEmpty else { return "no function is called \"\(HumanValue.visible(name))\" in these runs\n" }
        return found.prefix(8).map(explain).joined(separator: "\n")
    }

    private func functionName(_ estimate: EntityEstimate) -> String {
        runs.functions.name(runs.entities.entities[estimate.entity].group).text
    }

    private func explain(_ estimate: EntityEstimate) -> String {
        var out = "\(comparison.label(estimate.entity)): \(estimate.verdict.rawValue)"
        if let place = runs.functions.place(runs.entities.entities[estimate.entity].group) {
            out += "  (\(HumanValue.visible(place)))"
        }
        out += "\n" + values(estimate) + noise(estimate) + test(estimate) + reason(estimate)
        return out
    }

    private func values(_ estimate: EntityEstimate) -> String {
        let scale = Dictionary(uniqueKeysWithValues: zip(comparison.sides.all, comparison.meta.scale))
        let unit = runs.valueType.unit
        return runs.sides.all.map { run in
            let side = runs.sides.before.contains(run) ? "before" : "after "
            let raw = runs.entities.sum(estimate.entity, run)
            var line = "  \(side)  \(ComparisonWords.value(raw, unit: unit).leftPadded(14))"
            if let factor = scale[run] {
                line += "  / \(HumanValue.fixed(factor, 4)) ="
                line += ComparisonWords.value(raw / factor, unit: unit).leftPadded(14)
            } else {
                line += "  left out".padded(24)
            }
            return line + "  \(HumanValue.visible(runs.facts[run].source))\n"
        }.joined()
    }

    private func noise(_ estimate: EntityEstimate) -> String {
        let parts = estimate.noiseParts(sides: comparison.sides)
        let unit = runs.valueType.unit
        var out = "  one run's standard deviation: \(ComparisonWords.value(parts.counting, unit: unit)) from counting"
        out += ", \(ComparisonWords.value(parts.runToRun, unit: unit)) from run to run as all functions show"
        if let observed = parts.observed {
            out += "; this function's own: \(ComparisonWords.value(observed, unit: unit))"
        }
        return out + "; used: \(ComparisonWords.value(parts.used, unit: unit))\n"
    }

    private func test(_ estimate: EntityEstimate) -> String {
        let t = estimate.test.t.map { HumanValue.fixed($0, 2) } ?? "exact"
        let degrees = estimate.test.degrees > 1e6 ? "normal" : HumanValue.fixed(estimate.test.degrees, 1)
        var out = "  t = \(t), degrees of freedom \(degrees), p = \(ComparisonWords.probability(estimate.test.p))"
        out += ", q = \(ComparisonWords.probability(estimate.q)) of \(comparison.meta.testedCount) tested\n"
        if let ratio = estimate.ratio { out += "  ratio \(HumanValue.fixed(ratio, 4))" } else { out += "  ratio none" }
        if let interval = estimate.ratioInterval {
            out += " [\(HumanValue.fixed(interval.low, 4)), \(HumanValue.fixed(interval.high, 4))]"
        }
        out += ", \(ComparisonWords.percent(estimate.impact, digits: 2)) of the total; smallest change that would show"
        return out + ": \(ComparisonWords.percent(estimate.detectableImpact, digits: 2)) of the total\n"
    }

    private func reason(_ estimate: EntityEstimate) -> String {
        let alpha = HumanValue.fixed(comparison.options.alpha, 2)
        switch estimate.verdict {
        case .regressed, .improved, .new, .gone:
            let why = "  q is at most \(alpha): the change is real"
            if estimate.isCause { return why + ", and nothing stronger explains it\n" }
            return why + (estimate.explainedBy.map { "; explained by \(comparison.label($0))" } ?? "") + "\n"
        case .shifted:
            let partner = estimate.explainedBy.map(comparison.label) ?? "another"
            return "  its change and that of \(partner) cancel, and the two stand side by side: cost that moved\n"
        case .unchanged:
            let margin = HumanValue.fixed(comparison.options.margin * 100, 1)
            return "  shown to have changed by less than \(margin) % of the total\n"
        case .inconclusive:
            return "  q is above \(alpha), and the interval is too wide to call it unchanged\n"
        case .tooSmall:
            return
                "  too small to look at: fewer than \(HumanValue.fixed(comparison.options.minSamples, 0)) samples, or a"
                + " mean below \(HumanValue.fixed(comparison.options.minImpact * 50, 2)) % of the total\n"
        }
    }
}

extension String {
    /// The text with blanks behind it until it is `width` characters wide.
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
