import ProfileAnalysis

/// A judgement on one comparison of the plan, which decides how the run ends.
package struct CheckPlan: Sendable {
    /// Name of the comparison.
    package var diff: String
    package var limits: GateLimits

    /// A check of `diff`.
    package init(of diff: String, _ limits: GateLimits = GateLimits()) {
        self.diff = diff
        self.limits = limits
    }
}
