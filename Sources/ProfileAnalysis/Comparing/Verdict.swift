/// What can be said of a function's change.
package enum Verdict: String, Sendable, CaseIterable {
    case regressed
    case improved
    /// Not there before, or not there after.
    case new
    case gone
    /// The cost only moved to or from a function beside it.
    case shifted
    /// Shown to have changed by less than the margin; never said only because no change was found.
    case unchanged
    /// The runs cannot tell.
    case inconclusive
    /// Too small to matter.
    case tooSmall = "too-small"

    /// Whether a change is reported.
    package var isChange: Bool {
        switch self {
        case .regressed, .improved, .new, .gone: true
        case .shifted, .unchanged, .inconclusive, .tooSmall: false
        }
    }

    /// Whether it costs more than before.
    package var isWorse: Bool { self == .regressed || self == .new }
}

extension Verdict {
    /// The verdict on a tested entity, before causes and shifts are looked for.
    init(
        _ moments: EntityMoments, _ test: EntityTest, q: Double, critical: CriticalValues, alpha: Double, margin: Double
    ) {
        if q <= alpha {
            self =
                moments.meanBefore == 0
                ? .new
                : moments.meanAfter == 0
                    ? .gone
                    : moments.delta > 0 ? .regressed : .improved
        } else {
            self = abs(moments.delta) + critical.equivalence * test.error <= margin ? .unchanged : .inconclusive
        }
    }
}
