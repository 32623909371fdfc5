import Glibc

/// A figure of several runs with the interval that its true value lies in.
package struct EstimatedFigure: Sendable, Hashable {
    package let value: Double
    /// Infinite on a side that the runs say nothing about.
    package let interval: Interval

    /// A figure with its interval.
    package init(_ value: Double, _ interval: Interval) {
        self.value = value
        self.interval = interval
    }
}

/// Intervals of what one series of runs says.
package enum SeriesIntervals {
    private static let unknown = Interval(-.infinity, .infinity)

    /// The mean, by Student's t; nothing is known of it from one value.
    package static func mean(_ values: [Double], alpha: Double) -> EstimatedFigure {
        guard values.count >= 2 else { return EstimatedFigure(values.mean, unknown) }
        let reach = StudentT.quantile(1 - alpha / 2, degrees: Double(values.count - 1))
        return EstimatedFigure(values.mean, .around(values.mean, reach: reach * values.varianceOfMean.squareRoot()))
    }

    /// A quantile, its interval by ranks: no shape of the distribution is taken for granted.
    ///
    /// An end is infinite where even the outermost value may lie on the wrong side: 5 runs say nothing about how high
    /// their 95th percentile may be.
    package static func quantile(_ values: [Double], _ fraction: Double, alpha: Double) -> EstimatedFigure {
        let sorted = values.sorted()
        let count = sorted.count
        let value = OrderStatistics.quantile(sorted, fraction)
        // The value of rank k is below the quantile unless fewer than k of all values are.
        func isBelow(_ rank: Int) -> Bool {
            Binomial.upperTail(rank, of: count, probability: fraction) >= 1 - alpha / 2
        }
        func isAbove(_ rank: Int) -> Bool { Binomial.upperTail(rank, of: count, probability: fraction) <= alpha / 2 }
        let low = lastRank(count, where: isBelow).map { sorted[$0 - 1] } ?? -.infinity
        let firstAbove = (lastRank(count) { !isAbove($0) } ?? 0) + 1
        let high = firstAbove <= count ? sorted[firstAbove - 1] : .infinity
        return EstimatedFigure(value, Interval(low, high))
    }

    /// The last rank from 1 on up to which `holds` is true.
    private static func lastRank(_ count: Int, where holds: (Int) -> Bool) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high + 1) / 2
            if holds(middle) { low = middle } else { high = middle - 1 }
        }
        return low > 0 ? low : nil
    }
}

/// The straight line through a series, by least squares.
package struct Trendline: Sendable {
    /// Growth of y for each unit of x.
    package let slope: Double
    /// Its standard error, widened where neighbours have like residuals.
    package let error: Double
    /// Degrees of freedom.
    package let degrees: Double
    /// Lag-1 autocorrelation of the residuals.
    package let autocorrelation: Double

    /// nil with fewer than three points, or where all have one x; points are in the order of x.
    package init?(_ x: [Double], _ y: [Double]) {
        guard x.count == y.count, x.count >= 3 else { return nil }
        let (middleX, middleY) = (x.mean, y.mean)
        let xx = x.squaredDeviations
        guard xx > 0 else { return nil }
        let slope = zip(x, y).reduce(0) { $0 + ($1.0 - middleX) * ($1.1 - middleY) } / xx
        let residuals = zip(x, y).map { $0.1 - middleY - slope * ($0.0 - middleX) }
        let lag = Autocorrelation.lagOne(residuals)
        // A series whose neighbours are alike says as much as a shorter one of independent values.
        let spread = min(max((1 + lag) / (1 - lag), 1), Double(x.count))
        degrees = max(Double(x.count - 2) / spread, 1)
        error = (residuals.reduce(0) { $0 + $1 * $1 } / degrees / xx).squareRoot()
        self.slope = slope
        autocorrelation = lag
    }

    /// The slope with its interval.
    package func figure(alpha: Double) -> EstimatedFigure {
        EstimatedFigure(
            slope, .around(slope, reach: StudentT.quantile(1 - alpha / 2, degrees: degrees) * error))
    }
}

/// How alike neighbours of a series are.
package enum Autocorrelation {
    /// The lag-1 autocorrelation, from -1 to 1; 0 of a constant series.
    package static func lagOne(_ values: [Double]) -> Double {
        let middle = values.mean
        let all = values.squaredDeviations
        guard values.count >= 3, all > 0 else { return 0 }
        let neighbours = zip(values, values.dropFirst()).reduce(0) { $0 + ($1.0 - middle) * ($1.1 - middle) }
        return min(max(neighbours / all, -0.99), 0.99)
    }
}
