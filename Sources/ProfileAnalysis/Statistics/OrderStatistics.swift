/// Medians and quantiles of values that need not be sorted.
package enum OrderStatistics {
    /// The median; the mean of the two in the middle of an even number; NaN of none.
    package static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle])
    }

    /// The quantile of type 7 (linear between ranks, as numpy and R do by default); NaN of none.
    package static func quantile(_ values: [Double], _ fraction: Double) -> Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let rank = Double(sorted.count - 1) * min(max(fraction, 0), 1)
        let below = Int(rank)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (rank - Double(below)) * (sorted[above] - sorted[below])
    }

    /// The lower weighted median; at an exact half the mean of the two around it; NaN of none.
    package static func weightedMedian(_ values: [(value: Double, weight: Double)]) -> Double {
        let sorted = values.sorted { ($0.value, $0.weight) < ($1.value, $1.weight) }
        let total = sorted.reduce(0) { $0 + $1.weight }
        var sum = 0.0
        for (index, pair) in sorted.enumerated() {
            sum += pair.weight
            if abs(sum - total / 2) <= 1e-12 * total, index + 1 < sorted.count {
                return 0.5 * (pair.value + sorted[index + 1].value)
            }
            if sum > total / 2 { return pair.value }
        }
        return .nan
    }

    /// The median distance from the median, times 1.4826: a standard deviation that outliers cannot move.
    package static func scaledMedianDeviation(_ values: [Double], around middle: Double) -> Double {
        1.4826 * median(values.map { abs($0 - middle) })
    }
}

/// The false discovery rate of many tests at once.
package enum FalseDiscovery {
    /// The q value of each p value, by Benjamini and Hochberg: the smallest rate at which the test is rejected.
    package static func qValues(_ pValues: [Double]) -> [Double] {
        let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
        var qValues = [Double](repeating: 1, count: pValues.count)
        var lowest = 1.0
        for (rank, index) in order.enumerated().reversed() {
            lowest = min(lowest, pValues[index] * Double(pValues.count) / Double(rank + 1))
            qValues[index] = lowest
        }
        return qValues
    }
}

extension [Double] {
    /// The arithmetic mean; NaN of none.
    package var mean: Double { isEmpty ? .nan : reduce(0, +) / Double(count) }

    /// The sum of squared distances from the mean; 0 of none.
    package var squaredDeviations: Double {
        guard !isEmpty else { return 0 }
        let middle = mean
        return reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    }
}
