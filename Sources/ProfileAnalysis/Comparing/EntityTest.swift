import Glibc

/// The noise that one entity's change is held against.
struct EntityNoise: Sendable {
    /// Squared coefficient of variation between runs.
    let runVariance: Double
    /// The entity's spread over what counting and that variation give.
    let dispersion: Double
    /// Degrees of freedom of the spread.
    let degrees: Double
    /// Standard error of the logarithm of the scale between the sides.
    let scaleError: Double

    /// Standard error of the difference of the sides' means, when nothing changed.
    func nullError(_ moments: EntityMoments, _ sides: RunSides) -> Double {
        let variance = dispersion * moments.variance(runVariance) * sides.meanFactor
        let scale = scaleError * moments.mean
        return (variance + scale * scale).squareRoot()
    }

    /// Standard error of that difference as it was found, each side with its own noise.
    func error(_ moments: EntityMoments, _ sides: RunSides) -> Double {
        let variance =
            moments.varianceBefore(runVariance) / Double(sides.before.count)
            + moments.varianceAfter(runVariance) / Double(sides.after.count)
        let scale = scaleError * moments.mean
        return (dispersion * variance + scale * scale).squareRoot()
    }

    /// Standard error of the logarithm of the ratio of the means, both above 0.
    func ratioError(_ moments: EntityMoments, _ sides: RunSides) -> Double {
        let (before, after) = (moments.meanBefore, moments.meanAfter)
        let variance =
            moments.varianceBefore(runVariance) / Double(sides.before.count) / (before * before)
            + moments.varianceAfter(runVariance) / Double(sides.after.count) / (after * after)
        return (dispersion * variance + scaleError * scaleError).squareRoot()
    }
}

/// The t values that a comparison needs, each found once: the degrees of freedom are the same for all entities.
struct CriticalValues: Sendable {
    /// For the intervals, of level 1 - alpha.
    let interval: Double
    /// For the equivalence test.
    let equivalence: Double
    /// How many standard errors a lone change must be large to be found in 80 % of such comparisons.
    let detectable: Double

    init(alpha: Double, tested: Int, degrees: Double) {
        interval = StudentT.quantile(1 - alpha / 2, degrees: degrees)
        equivalence = StudentT.quantile(1 - alpha, degrees: degrees)
        detectable =
            StudentT.quantile(1 - alpha / (2 * Double(max(1, tested))), degrees: degrees)
            + StudentT.quantile(0.8, degrees: degrees)
    }
}

/// One entity's change, tested.
package struct EntityTest: Sendable {
    /// Standard errors: when nothing changed, and as found.
    let nullError: Double
    let error: Double
    /// The change in standard errors; nil where there is no noise at all and any change is exact.
    package let t: Double?
    /// Two-sided; 1 for entities that are not tested.
    package let p: Double
    package let degrees: Double

    init(_ moments: EntityMoments, _ noise: EntityNoise, _ sides: RunSides, isTested: Bool) {
        nullError = noise.nullError(moments, sides)
        error = noise.error(moments, sides)
        degrees = noise.degrees
        if nullError > EntityTest.nothing {
            let ratio = moments.delta / nullError
            t = ratio
            p = isTested ? StudentT.twoSidedTail(ratio, degrees: noise.degrees) : 1
        } else {
            t = moments.delta == 0 ? 0 : nil
            p = isTested && moments.delta != 0 ? 0 : 1
        }
    }

    /// Below this a standard error is none: every run of a side had the same exact figure.
    private static let nothing = 1e-140
}
