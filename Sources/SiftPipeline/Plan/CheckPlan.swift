import ProfileAnalysis

/// A judgement on one comparison or profile of the plan, which decides how the run ends.
package struct CheckPlan: Sendable {
    /// Name of the comparison, or of the profile whose budgets are held against its runs.
    package var subject: String
    package var limits: GateLimits
    /// Of a comparison they are held against the runs after.
    package var budgets: [Budget] = []
    /// The value type of budgets; nil is the default.
    package var value: String?

    /// A check of `subject`.
    package init(of subject: String, _ limits: GateLimits = GateLimits()) {
        self.subject = subject
        self.limits = limits
    }
}

extension Plan {
    /// The profile that the budgets of a check are about.
    func budgetProfile(of check: CheckPlan) -> String {
        diffs.first { $0.name == check.subject }?.other ?? check.subject
    }
}
