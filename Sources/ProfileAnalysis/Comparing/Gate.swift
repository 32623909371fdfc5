/// What a comparison may find before a check fails.
package struct GateLimits: Sendable {
    /// A cause that got worse by this part of the baseline's total or more fails.
    package var impact = 0.01
    /// A total, or a scale, whose interval lies wholly above this growth fails; nil looks at functions only.
    package var total: Double? = 0.02
    /// Whether runs that were recorded one side after the other are judged all the same.
    package var allowsBlocks = false
    /// Whether too few runs for a verdict are an error.
    package var requiresVerdict = false

    /// One point of the total for a function, two for everything.
    package init() {}
}

/// The judgement of a check.
package struct Gate: Sendable {
    /// How the check ends.
    package enum Status: String, Sendable {
        /// Nothing got worse beyond the limits.
        case pass
        case fail
        /// Too few runs to fail anything.
        case provisional
        /// Recorded in a way that makes any verdict worthless.
        case refused
    }

    /// Something that got worse beyond the limits.
    package enum Finding: Sendable {
        /// A cause, by its entity.
        case function(Int)
        /// Everything together; what most functions did.
        case total(WelchRatio)
        case scale(WelchRatio)
        /// A budget that the runs are beyond.
        case budget(BudgetVerdict)
    }

    package let status: Status
    /// What is beyond the limits, also where the status does not rest on it; the strongest cause first.
    package let findings: [Finding]
    package let limits: GateLimits
    package let budgets: [BudgetVerdict]

    /// Judges a comparison, or budgets, or both.
    package init(_ comparison: Comparison?, _ limits: GateLimits, budgets: [BudgetVerdict] = []) {
        self.limits = limits
        self.budgets = budgets
        let broken = budgets.filter { $0.status == .beyond }
        let worse = comparison.map { Gate.functions($0, limits) + Gate.whole($0, limits) } ?? []
        findings = broken.map { .budget($0) } + worse
        let isUncertain =
            comparison?.sides.isProvisional ?? false
            || budgets.contains { $0.status == .provisional && (comparison == nil || $0.exceeds) }
        if comparison?.order.kind == .blocks, !limits.allowsBlocks {
            status = .refused
        } else if !broken.isEmpty || !worse.isEmpty && !(comparison?.sides.isProvisional ?? false) {
            status = .fail
        } else {
            status = isUncertain ? .provisional : .pass
        }
    }

    /// Exit status of a check: 0 fine or not certain, 1 worse, 2 not to be judged.
    package var exitStatus: Int32 {
        switch status {
        case .pass: 0
        case .fail: 1
        case .provisional: limits.requiresVerdict ? 2 : 0
        case .refused: 2
        }
    }

    /// Whether an entity is among the findings.
    package func isFailure(_ entity: Int) -> Bool {
        findings.contains { if case .function(entity) = $0 { true } else { false } }
    }

    private static func functions(_ comparison: Comparison, _ limits: GateLimits) -> [Finding] {
        comparison.causes.filter { cause in
            let estimate = comparison.estimates[cause]
            return estimate.verdict.isWorse && estimate.impact >= limits.impact
        }
        .map { .function($0) }
    }

    private static func whole(_ comparison: Comparison, _ limits: GateLimits) -> [Finding] {
        guard let limit = limits.total else { return [] }
        func isBeyond(_ change: WelchRatio) -> Bool { (change.interval?.low ?? 0) > 1 + limit }
        var findings: [Finding] = []
        if let total = comparison.meta.total, isBeyond(total) { findings.append(.total(total)) }
        // Under `share` the scale is the total, and under `none` and `units` it is given.
        if comparison.meta.norm == DiffNorm.stable.rawValue, let scale = comparison.meta.scaleChange, isBeyond(scale) {
            findings.append(.scale(scale))
        }
        return findings
    }
}
