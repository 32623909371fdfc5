/// What the runs say of one entity, scaled, before any test.
package struct EntityMoments: Sendable {
    /// Mean of a run before, of one after, and of all runs.
    package let meanBefore: Double
    package let meanAfter: Double
    package let mean: Double
    /// Variance of one run that counting alone gives: before, after, and over all runs (above 0).
    let countingBefore: Double
    let countingAfter: Double
    let counting: Double
    /// Variance between the runs of a side, pooled; nil with one run a side.
    let spread: Double?
    /// Samples in all runs together.
    package let samples: Double

    init(_ runs: EntityRuns, _ entity: Int, _ sides: RunSides, _ scale: RunScale, samplingDispersion: Double = 1) {
        func scaled(_ columns: [Int]) -> [Double] { columns.map { runs.sum(entity, $0) / scale.factors[$0] } }
        func counted(_ columns: [Int]) -> [Double] {
            columns.map { samplingDispersion * runs.squares(entity, $0) / (scale.factors[$0] * scale.factors[$0]) }
        }
        let before = scaled(sides.before)
        let after = scaled(sides.after)
        meanBefore = before.isEmpty ? 0 : before.mean
        meanAfter = after.isEmpty ? 0 : after.mean
        let (nBefore, nAfter) = (Double(before.count), Double(after.count))
        mean = (nBefore * meanBefore + nAfter * meanAfter) / (nBefore + nAfter)
        let countedBefore = counted(sides.before)
        let countedAfter = counted(sides.after)
        countingBefore = countedBefore.isEmpty ? 0 : max(countedBefore.mean, 0)
        countingAfter = countedAfter.isEmpty ? 0 : max(countedAfter.mean, 0)
        counting = max((countedBefore + countedAfter).mean, 1e-300)
        spread =
            sides.degrees > 0 ? (before.squaredDeviations + after.squaredDeviations) / Double(sides.degrees) : nil
        samples = sides.all.reduce(0) { $0 + runs.samples(entity, $1) }
    }

    /// Mean after minus mean before.
    package var delta: Double { meanAfter - meanBefore }

    /// Variance of one run when runs differ by the squared coefficient of variation `runVariance` besides counting.
    func variance(_ runVariance: Double) -> Double { counting + runVariance * mean * mean }

    func varianceBefore(_ runVariance: Double) -> Double { countingBefore + runVariance * meanBefore * meanBefore }

    func varianceAfter(_ runVariance: Double) -> Double { countingAfter + runVariance * meanAfter * meanAfter }
}
