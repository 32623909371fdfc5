import Glibc

/// The ratio of two means with its interval, by Welch's rule for sides of unequal spread.
package struct WelchRatio: Sendable {
    /// Mean of the second side over mean of the first.
    package let ratio: Double
    /// The interval; nil where a side has fewer than two values.
    package let interval: Interval?
    /// Two-sided probability of such a ratio when the means are the same; nil where a side has fewer than two values.
    package let p: Double?

    /// The ratio of `after` to `before`, all values above 0, with an interval of level `1 - alpha`.
    ///
    /// The interval is symmetric in the logarithm; the spread of a logarithm is that of the value over its mean.
    package init?(before: [Double], after: [Double], alpha: Double) {
        let (left, right) = (before.mean, after.mean)
        guard left > 0, right > 0, left.isFinite, right.isFinite else { return nil }
        ratio = right / left
        let leftVariance = before.varianceOfMean / (left * left)
        let rightVariance = after.varianceOfMean / (right * right)
        let spread = Spread(leftVariance, rightVariance, before.count, after.count)
        let middle = right / left
        interval = spread.map { .around(ratio: middle, logReach: $0.reach(alpha)) }
        p = spread.map { $0.p(log(middle)) }
    }

    /// The ratio of geometric means, all values above 0, with its interval: Welch's rule on the logarithms.
    package init?(logBefore before: [Double], after: [Double], alpha: Double) {
        let (left, right) = (before.map { log($0) }, after.map { log($0) })
        guard left.mean.isFinite, right.mean.isFinite else { return nil }
        let middle = right.mean - left.mean
        ratio = exp(middle)
        let spread = Spread(left.varianceOfMean, right.varianceOfMean, left.count, right.count)
        interval = spread.map { .around(ratio: exp(middle), logReach: $0.reach(alpha)) }
        p = spread.map { $0.p(middle) }
    }

    /// The standard error of a difference of means, with its degrees of freedom.
    private struct Spread {
        let error: Double
        let degrees: Double

        /// From the variances of both means; nil where a side has fewer than two values.
        init?(_ left: Double, _ right: Double, _ leftCount: Int, _ rightCount: Int) {
            guard leftCount >= 2, rightCount >= 2 else { return nil }
            let sum = left + right
            let degrees = sum * sum / (left * left / Double(leftCount - 1) + right * right / Double(rightCount - 1))
            let isKnown = sum > 0 && degrees.isFinite
            error = isKnown ? sum.squareRoot() : 0
            self.degrees = isKnown ? degrees : 1
        }

        /// Half the width of the interval of level `1 - alpha`.
        func reach(_ alpha: Double) -> Double {
            error > 0 ? StudentT.quantile(1 - alpha / 2, degrees: degrees) * error : 0
        }

        func p(_ difference: Double) -> Double {
            error > 0 ? StudentT.twoSidedTail(difference / error, degrees: degrees) : difference == 0 ? 1 : 0
        }
    }
}

extension [Double] {
    /// The variance of the mean of these values, of which there are two or more.
    var varianceOfMean: Double { squaredDeviations / Double(count - 1) / Double(count) }
}
