import Glibc

/// An interval that a figure lies in with the comparison's confidence. Its ends may be infinite, unlike a range's.
package struct Interval: Sendable, Hashable {
    package let low: Double
    package let high: Double

    /// From `low` to `high`.
    package init(_ low: Double, _ high: Double) {
        self.low = low
        self.high = high
    }

    /// `center` give or take `reach`.
    static func around(_ center: Double, reach: Double) -> Interval { Interval(center - reach, center + reach) }

    /// A ratio with an interval that is symmetric in the logarithm.
    static func around(ratio: Double, logReach: Double) -> Interval {
        Interval(ratio * exp(-logReach), ratio * exp(logReach))
    }
}
