import Glibc

/// The ratio of two means with its interval, by Welch's rule for sides of unequal spread.
package struct WelchRatio: Sendable {
    /// Mean of the second side over mean of the first.
    package let ratio: Double
    /// The interval; nil where a side has fewer than two values.
    package let interval: Interval?

    /// The ratio of `after` to `before`, all values above 0, with an interval of level `1 - alpha`.
    ///
    /// The interval is symmetric in the logarithm; the spread of a logarithm is that of the value over its mean.
    package init?(before: [Double], after: [Double], alpha: Double) {
        let (left, right) = (before.mean, after.mean)
        guard left > 0, right > 0, left.isFinite, right.isFinite else { return nil }
        ratio = right / left
        let leftVariance = before.varianceOfMean / (left * left)
        let rightVariance = after.varianceOfMean / (right * right)
        let reach = WelchRatio.reach(leftVariance, rightVariance, before.count, after.count, alpha)
        let middle = right / left
        interval = reach.map { .around(ratio: middle, logReach: $0) }
    }

    /// The ratio of geometric means, all values above 0, with its interval: Welch's rule on the logarithms.
    package init?(logBefore before: [Double], after: [Double], alpha: Double) {
        let (left, right) = (before.map { log($0) }, after.map { log($0) })
        guard left.mean.isFinite, right.mean.isFinite else { return nil }
        let middle = right.mean - left.mean
        ratio = exp(middle)
        let reach = WelchRatio.reach(left.varianceOfMean, right.varianceOfMean, left.count, right.count, alpha)
        interval = reach.map { .around(ratio: exp(middle), logReach: $0) }
    }

    /// Half the width of the interval of a difference of means; nil where a side has fewer than two values.
    private static func reach(
        _ left: Double, _ right: Double, _ leftCount: Int, _ rightCount: Int, _ alpha: Double
    ) -> Double? {
        guard leftCount >= 2, rightCount >= 2 else { return nil }
        let sum = left + right
        guard sum > 0 else { return 0 }
        let degrees = sum * sum / (left * left / Double(leftCount - 1) + right * right / Double(rightCount - 1))
        guard degrees.isFinite else { return 0 }
        return StudentT.quantile(1 - alpha / 2, degrees: degrees) * sum.squareRoot()
    }
}

extension [Double] {
    /// The variance of the mean of these values, of which there are two or more.
    var varianceOfMean: Double { squaredDeviations / Double(count - 1) / Double(count) }
}
