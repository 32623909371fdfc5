import Glibc

/// The noise of runs: what they have in common, and how far one entity's own noise is believed.
///
/// Few runs tell little about one function's noise, but there are many functions. Each one's spread is drawn towards
/// what is usual for all (Smyth's moderated variance), by at most twice the weight of its own data.
struct VarianceModeration: Sendable {
    /// Squared coefficient of variation between runs that counting does not explain.
    let runVariance: Double
    /// Weight of what is usual, in degrees of freedom, capped; and how large the usual dispersion is.
    let priorDegrees: Double
    let priorDispersion: Double
    /// Degrees of freedom of the data.
    let degrees: Double

    /// Measures noise on the tested entities; nil with too few runs for that.
    init?(tested: [EntityMoments], sides: RunSides) {
        guard sides.degrees >= 2 else { return nil }
        degrees = Double(sides.degrees)
        let runCount = Double(sides.all.count)
        let known = tested.filter { $0.samples / runCount >= 5 && $0.mean > 0 }
        let variance = VarianceModeration.commonVariance(known.filter { $0.samples / runCount >= 30 }, degrees)
        runVariance = variance
        guard known.count >= 5 else {
            priorDegrees = 0
            priorDispersion = 1
            return
        }
        let prior = DispersionPrior(known.map { ($0.spread ?? 0) / $0.variance(variance) }, degrees: degrees)
        priorDegrees = min(prior.degrees, 2 * degrees)
        priorDispersion = prior.dispersion
    }

    /// Degrees of freedom of a moderated variance.
    var testDegrees: Double { priorDegrees + degrees }

    /// An entity's spread over what counting and common variation give; never below counting noise alone.
    func dispersion(_ moments: EntityMoments) -> Double {
        let variance = moments.variance(runVariance)
        let own = (moments.spread ?? 0) / variance
        let moderated = (priorDegrees * priorDispersion + degrees * own) / (priorDegrees + degrees)
        return max(moderated, moments.counting / variance)
    }

    /// The variance between runs for which half of the functions spread more than expected, and half less.
    private static func commonVariance(_ hot: [EntityMoments], _ degrees: Double) -> Double {
        guard hot.count >= 3 else { return 0 }
        let expected = ChiSquare.median(degrees: degrees) / degrees
        func excess(_ variance: Double) -> Double {
            OrderStatistics.median(hot.map { ($0.spread ?? 0) / $0.variance(variance) }) - expected
        }
        if excess(0) <= 0 { return 0 }
        var low = 0.0
        var high = 1.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if excess(middle) > 0 { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}

/// The scaled F distribution that the dispersions of many functions follow, fitted by moments of their logarithms.
package struct DispersionPrior: Sendable {
    /// Degrees of freedom; infinite where the functions differ no more than chance makes them.
    package let degrees: Double
    /// The usual dispersion.
    package let dispersion: Double

    /// Fits at least two dispersions that have `degrees` degrees of freedom each.
    package init(_ dispersions: [Double], degrees own: Double) {
        var logs = dispersions.map { log(max($0, 1e-8)) }
        let low = OrderStatistics.quantile(logs, 0.05)
        let high = OrderStatistics.quantile(logs, 0.95)
        logs = logs.map { min(max($0, low), high) - SpecialFunctions.digamma(own / 2) + log(own / 2) }
        let middle = logs.mean
        let excess = logs.squaredDeviations / Double(logs.count - 1) - SpecialFunctions.trigamma(own / 2)
        guard excess > 0 else {
            degrees = .infinity
            dispersion = exp(middle)
            return
        }
        degrees = 2 * SpecialFunctions.inverseTrigamma(excess)
        dispersion = exp(middle + SpecialFunctions.digamma(degrees / 2) - log(degrees / 2))
    }
}
