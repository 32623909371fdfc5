import StackModel

/// What is asked of a series of runs of one program.
package struct RunSeriesOptions: Sendable {
    /// The value type; nil is the default that all runs have.
    package var value: String?
    /// What runs are divided by; nil is what suits the runs (`ComparedRuns.usualNorm`).
    package var norm: DiffNorm?
    /// Level of intervals, and the false discovery rate of what is found.
    package var alpha = 0.05
    /// Smallest change of a series that is called a step.
    package var minEffect = 0.02
    /// Functions below half of this part of a run are not looked at.
    package var minImpact = 0.005
    /// How often a series is shuffled to learn what chance makes of it.
    package var permutations = 999

    /// The default value type, scaled by what most functions did.
    package init() {}
}

/// How much runs of one unchanged program differ beyond what counting samples explains, function by function.
package struct RunNoise: Sendable {
    /// A function's own variation.
    package struct FunctionNoise: Sendable, Hashable {
        package let kind: EntityKind
        package let name: String
        /// Base name of its module, or of its file; empty where neither is known.
        package let place: String
        /// Coefficient of variation from run to run, and the mean part of a run's total.
        package let variation: Double
        package let share: Double

        /// A function's noise.
        package init(kind: EntityKind, name: String, place: String, variation: Double, share: Double) {
            self.kind = kind
            self.name = name
            self.place = place
            self.variation = variation
            self.share = share
        }
    }

    package let runCount: Int
    package let valueType: ValueType
    /// Coefficient of variation that half of the functions stay below.
    package let variation: Double
    /// Of the whole run.
    package let totalVariation: Double
    /// Largest share first.
    package let functions: [FunctionNoise]
    private let byKey: [Key: Double]

    private struct Key: Hashable {
        let kind: EntityKind
        let name: String
        let place: String
    }

    /// Noise as it was stored.
    package init(
        runCount: Int, valueType: ValueType, variation: Double, totalVariation: Double, functions: [FunctionNoise]
    ) {
        self.runCount = runCount
        self.valueType = valueType
        self.variation = variation
        self.totalVariation = totalVariation
        self.functions = functions
        byKey = Dictionary(
            functions.map { (Key(kind: $0.kind, name: $0.name, place: $0.place), $0.variation) },
            uniquingKeysWith: { max($0, $1) })
    }

    /// The variation of an entity of some comparison; nil where it was not measured.
    func variation(of entity: Entity, in functions: ComparedFunctions) -> Double? {
        let name = functions.name(entity.group).text
        return byKey[Key(kind: entity.kind, name: name, place: functions.baseName(entity.group))]
    }
}

extension RunNoise {
    private static let fewestRuns = 3

    /// Measures the noise of the runs that `profiles` are.
    package init(_ profiles: [Profile], _ asked: RunSeriesOptions) throws(DiffError) {
        guard profiles.count >= RunNoise.fewestRuns else {
            throw DiffError(
                description: "error: expected \(RunNoise.fewestRuns) runs of one program or more, found"
                    + " \(profiles.count) [baseline.runs]")
        }
        var options = ComparisonOptions()
        let runs = try ComparedRuns(before: profiles, after: [], value: asked.value)
        options.norm = asked.norm ?? runs.usualNorm
        let scale = RunScale(runs.entities, runs.sides, options, excluded: [])
        let scaledTotal = runs.sides.all.map { runs.entities.runTotals[$0] / scale.factors[$0] }.mean
        let known = runs.entities.entities.indices
            .map { (entity: $0, moments: EntityMoments(runs.entities, $0, runs.sides, scale)) }
            .filter { $0.moments.samples >= options.minSamples && $0.moments.mean > 0 }
            .filter { $0.moments.mean >= options.minImpact / 2 * scaledTotal }
        let moderation = VarianceModeration(tested: known.map(\.moments), sides: runs.sides)
        let functions = known.map { entity, moments in
            let key = runs.entities.entities[entity]
            return FunctionNoise(
                kind: key.kind, name: runs.functions.name(key.group).text, place: runs.functions.baseName(key.group),
                variation: RunNoise.variation(moments, moderation), share: moments.mean / scaledTotal)
        }
        let totals = runs.entities.runTotals
        self.init(
            runCount: profiles.count, valueType: runs.valueType,
            variation: moderation?.runVariance.squareRoot() ?? options.runVariation.common,
            totalVariation: (totals.squaredDeviations / Double(totals.count - 1)).squareRoot() / totals.mean,
            functions: functions.sorted {
                ($1.share, $0.name, $0.kind.rawValue) < ($0.share, $1.name, $1.kind.rawValue)
            })
    }

    /// What a function's moderated variance has beyond counting, as a coefficient of variation.
    private static func variation(_ moments: EntityMoments, _ moderation: VarianceModeration?) -> Double {
        guard let moderation else { return 0 }
        let variance = moderation.dispersion(moments) * moments.variance(moderation.runVariance)
        return (max(variance - moments.counting, 0)).squareRoot() / moments.mean
    }
}
