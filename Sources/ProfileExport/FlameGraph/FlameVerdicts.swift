import ProfileAnalysis
import StackModel

/// What a test of several runs a side says of the functions in a drawing: colours, outlines, tooltips.
struct FlameVerdicts {
    private let comparison: Comparison
    /// By the tree's group: the estimate that its frames are coloured by.
    private let estimates: [EntityEstimate?]

    /// The verdicts on the functions of `tree`.
    init(_ comparison: Comparison, _ tree: CallTree) {
        self.comparison = comparison
        let lookup = VerdictLookup(comparison)
        estimates = (0..<tree.groups.count).map { row in
            let group = Int32(truncatingIfNeeded: row)
            let both = [EntityKind.own, .total].compactMap { lookup.estimate($0, of: group, in: tree) }
            return FlameVerdicts.telling(both)
        }
    }

    /// The line that says what the colours mean.
    static let legend =
        "red: regressed, blue: improved, orange: new, hatched: gone, violet: moved, grey: no change shown;"
        + " pale: explained by another function; heavy outline: the cause"

    /// Of a function's self and total the one that says more: a cause, then a shift, then a change, then its total.
    private static func telling(_ both: [EntityEstimate]) -> EntityEstimate? {
        both.first { $0.isCause && $0.verdict.isChange } ?? both.first { $0.verdict == .shifted }
            ?? both.first { $0.verdict.isChange } ?? both.last
    }

    private func estimate(_ node: Int, _ tree: CallTree) -> EntityEstimate? {
        let group = Int(tree.group(node))
        return estimates.indices.contains(group) ? estimates[group] : nil
    }

    /// The colour of a frame; nil is hatched.
    func color(_ node: Int, _ tree: CallTree) -> UInt32? {
        guard let estimate = estimate(node, tree) else { return FlameVerdicts.noise }
        switch estimate.verdict {
        case .regressed: return estimate.isCause ? 0xD7301F : 0xF09080
        case .improved: return estimate.isCause ? 0x2B62C8 : 0x93B5EE
        case .new: return 0xF09A20
        case .gone: return nil
        case .shifted: return 0xBE9BE0
        case .unchanged, .inconclusive, .tooSmall: return FlameVerdicts.noise
        }
    }

    private static let noise: UInt32 = 0xDEDEDE

    /// The class of a frame's group, which decides its outline.
    func styleClass(_ node: Int, _ tree: CallTree) -> StaticString {
        guard let estimate = estimate(node, tree) else { return "plain" }
        if estimate.isCause, estimate.verdict.isChange { return "cause" }
        return estimate.verdict == .new ? "new" : estimate.verdict == .gone ? "gone" : "plain"
    }

    /// A line for a tooltip: the verdict with ratio, interval and q.
    func line(_ node: Int, _ tree: CallTree) -> String? {
        guard let estimate = estimate(node, tree) else { return nil }
        let kind = comparison.runs.entities.entities[estimate.entity].kind.rawValue
        var line = "\(kind) \(estimate.verdict.rawValue)"
        if let ratio = estimate.ratio, estimate.moments.meanAfter > 0 {
            line += " \(ComparisonWords.percent(ratio - 1))"
            if let interval = estimate.ratioInterval { line += " " + ComparisonWords.interval(interval, ratios: true) }
        }
        if estimate.isTested { line += ", q=\(ComparisonWords.probability(estimate.q))" }
        if estimate.isCause, estimate.verdict.isChange {
            line += ", the cause of \(ComparisonWords.percent(estimate.impact, digits: 2)) of the total"
        } else if let cause = estimate.explainedBy {
            let how = estimate.verdict == .shifted ? "moved with" : "explained by"
            line += ", \(how) \(comparison.label(cause))"
        } else if estimate.verdict == .inconclusive, let least = estimate.detectableRatio {
            line += "; only changes over \(HumanValue.fixed(least * 100, 0)) % would show"
        }
        return line
    }
}

extension Comparison {
    /// What sums over the runs after are multiplied by to be compared with those before.
    var drawingFactor: Double {
        let runs = Double(self.runs.sides.before.count) / Double(max(self.runs.sides.after.count, 1))
        return runs / (meta.scaleChange?.ratio ?? 1)
    }
}
