/// Before and after over several runs: which changes are real, and which function explains them.
///
/// The steps are those of the method's description in docs/comparing.md: screen runs, scale them, take moments,
/// moderate variances, test, find causes, find shifts; and once more with a ruler free of what changed.
package final class Comparison: Sendable {
    package let runs: ComparedRuns
    /// As asked, with the norm that was taken.
    package let options: ComparisonOptions
    /// The runs that were compared, and columns of those left out because they were unlike the others.
    package let sides: RunSides
    package let droppedRuns: [Int]
    /// By entity.
    package let estimates: [EntityEstimate]
    private let indices: [Entity: Int]
    /// Causes, strongest first, as entities.
    package let causes: [Int]
    /// How the runs lie in time.
    package let order: RecordingOrder
    /// What the verdicts rest on.
    package let meta: ComparisonMeta

    /// Compares; throws where a run is empty or `units` do not fit.
    package init(_ runs: ComparedRuns, _ options: ComparisonOptions) throws(DiffError) {
        try Comparison.check(runs, options)
        var options = options
        options.norm = options.norm ?? runs.usualNorm
        let screens = options.screensRuns && options.norm == .stable
        droppedRuns = screens ? RunScreen.outliers(runs.entities, runs.sides) : []
        sides = runs.sides.without(droppedRuns)
        let runs = droppedRuns.isEmpty ? runs : runs.narrowed(to: sides)
        // Which stacks an entity has is the same in both passes.
        var known = EntityStacks()
        var pass = ComparisonPass(runs, sides, options, &known)
        if options.norm == .stable, !pass.causes.isEmpty {
            pass = ComparisonPass(runs, sides, options, excluded: pass.touched(runs), &known)
        }
        pass.findShifts(runs)
        order = RecordingOrder(runs, sides)
        self.runs = runs
        self.options = options
        estimates = pass.estimates
        causes = pass.causes.map(\.entity)
        indices = Dictionary(uniqueKeysWithValues: runs.entities.entities.enumerated().map { ($1, $0) })
        meta = ComparisonMeta(runs, sides, pass, options)
    }

    /// What is known of an entity; nil where the runs do not have it.
    package func estimate(_ entity: Entity) -> EntityEstimate? { indices[entity].map { estimates[$0] } }

    private static func check(_ runs: ComparedRuns, _ options: ComparisonOptions) throws(DiffError) {
        guard options.alpha > 0, options.alpha < 0.5 else {
            throw DiffError(description: "error: expected alpha between 0 and 0.5, found \(options.alpha) [diff.alpha]")
        }
        guard !runs.sides.before.isEmpty, !runs.sides.after.isEmpty else {
            throw DiffError(description: "error: expected a run on both sides, found none on one [diff.runs]")
        }
        for run in runs.sides.all where !(runs.entities.runTotals[run] > 0) {
            throw DiffError(
                description: "\(runs.facts[run].source): error: expected a run with values above 0 in all"
                    + " (\(runs.valueType.name)), found a total of \(runs.entities.runTotals[run]) [diff.empty]")
        }
        guard options.norm == .units else { return }
        guard options.units.count == runs.sides.all.count, options.units.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw DiffError(
                description: "error: expected --units to have a number above 0 for each of the"
                    + " \(runs.sides.all.count) runs, found \(options.units) [diff.units]")
        }
    }
}

/// Figures of a comparison as a whole.
package struct ComparisonMeta: Sendable {
    /// The norm that was used, and why it is not the one asked for.
    package let norm: String
    /// What each compared run was divided by, those before first, and the standard error of its logarithm.
    package let scale: [Double]
    package let scaleError: Double
    /// Coefficient of variation between runs; prior of the dispersions; tested entities.
    package let runVariation: Double
    package let priorDegrees: Double
    package let priorDispersion: Double
    package let testedCount: Int
    /// Mean total of a run, unscaled (by unit of work under the norm `units`), and the scaled total before.
    package let totalBefore: Double
    package let totalAfter: Double
    package let baseline: Double
    package let scaledAfter: Double
    /// What everything together changed by: the total, and the scale that the norm takes out of single functions.
    package let total: WelchRatio?
    package let scaleChange: WelchRatio?

    init(_ runs: ComparedRuns, _ sides: RunSides, _ pass: ComparisonPass, _ options: ComparisonOptions) {
        norm = pass.scale.note
        scale = sides.all.map { pass.scale.factors[$0] }
        scaleError = pass.scale.error
        runVariation = pass.runVariance.squareRoot()
        priorDegrees = pass.moderation?.priorDegrees ?? .infinity
        priorDispersion = pass.moderation?.priorDispersion ?? 1
        testedCount = pass.estimates.count { $0.isTested }
        baseline = pass.baseline
        scaledAfter = sides.after.map { runs.entities.runTotals[$0] / pass.scale.factors[$0] }.mean
        let perUnit = { (run: Int) in
            runs.entities.runTotals[run] / (options.norm == .units ? options.units[run] : 1)
        }
        let before = sides.before.map(perUnit)
        let after = sides.after.map(perUnit)
        totalBefore = before.mean
        totalAfter = after.mean
        total = WelchRatio(before: before, after: after, alpha: options.alpha)
        scaleChange = WelchRatio(
            logBefore: sides.before.map { pass.scale.factors[$0] }, after: sides.after.map { pass.scale.factors[$0] },
            alpha: options.alpha)
    }
}
