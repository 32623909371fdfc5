import Glibc

/// How often something happens in a number of independent trials.
package enum Binomial {
    /// The probability of `count` or more successes in `trials`, each with `probability`.
    package static func upperTail(_ count: Int, of trials: Int, probability: Double) -> Double {
        if count <= 0 { return 1 }
        if count > trials { return 0 }
        return SpecialFunctions.incompleteBeta(Double(count), Double(trials - count + 1), probability)
    }

    /// The interval of a probability after `count` successes in `trials`, exact (Clopper and Pearson).
    package static func interval(_ count: Int, of trials: Int, alpha: Double = 0.05) -> Interval {
        guard trials > 0 else { return Interval(0, 1) }
        let low = count <= 0 ? 0 : root { upperTail(count, of: trials, probability: $0) < alpha / 2 }
        let high = count >= trials ? 1 : root { 1 - upperTail(count + 1, of: trials, probability: $0) > alpha / 2 }
        return Interval(low, high)
    }

    /// The probability up to which `isBelow` holds.
    private static func root(_ isBelow: (Double) -> Bool) -> Double {
        var low = 0.0
        var high = 1.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if isBelow(middle) { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
