/// All that a comparison knows of one entity.
package struct EntityEstimate: Sendable {
    /// Index into the comparison's entities.
    package let entity: Int
    package let moments: EntityMoments
    package let isTested: Bool
    package let test: EntityTest
    /// The false discovery rate at which the change would just be reported; 1 where it is not tested.
    package let q: Double
    /// Intervals of the change, and of after over before (nil with few samples, or nothing on one side).
    package let deltaInterval: Interval
    package let ratio: Double?
    package let ratioInterval: Interval?
    /// The change, and the smallest one that such a comparison finds in 80 % of cases, as parts of the baseline's total.
    package let impact: Double
    package let detectableImpact: Double
    package internal(set) var verdict: Verdict
    package internal(set) var isCause = false
    /// For a cause: the change on the stacks that no stronger cause explains, as a part of the baseline's total.
    package internal(set) var explainedImpact: Double?
    /// The entity that this one's change is explained by, or that its cost moved to or from.
    package internal(set) var explainedBy: Int?
    /// For a shift: what both together changed by.
    package internal(set) var shiftNet: Double?
    let noise: EntityNoise
    /// How much more the samples of one run vary than counting says; 1 where it is not known.
    let samplingDispersion: Double

    /// The smallest change that such a comparison finds in 80 % of cases, as a part of what the entity took before.
    package var detectableRatio: Double? {
        moments.meanBefore > 0 && detectableDelta.isFinite ? detectableDelta / moments.meanBefore : nil
    }

    private let detectableDelta: Double

    init(_ tested: TestedEntity, q: Double, critical: CriticalValues, baseline: Double, options: ComparisonOptions) {
        entity = tested.entity
        moments = tested.moments
        isTested = tested.isTested
        test = tested.test
        noise = tested.noise
        samplingDispersion = tested.samplingDispersion
        self.q = q
        let delta = tested.moments.delta
        deltaInterval = .around(delta, reach: critical.interval * tested.test.error)
        impact = delta / baseline
        detectableDelta = critical.detectable * tested.test.nullError
        detectableImpact = detectableDelta / baseline
        (ratio, ratioInterval) = EntityEstimate.ratio(tested, critical)
        verdict =
            tested.isTested
            ? Verdict(
                tested.moments, tested.test, q: q, critical: critical, alpha: options.alpha,
                margin: options.margin * baseline)
            : .tooSmall
    }

    private static func ratio(_ tested: TestedEntity, _ critical: CriticalValues) -> (Double?, Interval?) {
        let moments = tested.moments
        guard moments.meanBefore > 0 else { return (nil, nil) }
        let ratio = moments.meanAfter / moments.meanBefore
        guard moments.meanAfter > 0, moments.samples >= 20 else { return (ratio, nil) }
        let reach = critical.interval * tested.noise.ratioError(moments, tested.sides)
        return (ratio, .around(ratio: ratio, logReach: reach))
    }
}

extension EntityEstimate {
    /// Standard deviations of one run: from counting, from run to run as all functions show, this entity's own (nil
    /// with one run a side), and what the test used.
    package func noiseParts(sides: RunSides) -> (counting: Double, runToRun: Double, observed: Double?, used: Double) {
        (
            moments.counting.squareRoot(), noise.runVariance.squareRoot() * abs(moments.mean),
            moments.spread?.squareRoot(), (noise.dispersion * moments.variance(noise.runVariance)).squareRoot()
        )
    }
}

/// An entity with its test, before it is seen beside the others.
struct TestedEntity {
    let entity: Int
    let moments: EntityMoments
    let isTested: Bool
    let noise: EntityNoise
    let test: EntityTest
    let samplingDispersion: Double
    let sides: RunSides
}
