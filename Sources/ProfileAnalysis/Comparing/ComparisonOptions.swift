/// What a comparison is asked.
package struct ComparisonOptions: Sendable {
    /// What runs are divided by; nil is what suits the runs (`ComparedRuns.usualNorm`).
    package var norm: DiffNorm?
    /// How many of the reported functions may be false alarms; the level of the intervals too.
    package var alpha = 0.05
    /// A function is unchanged when its change is shown to be smaller than this part of the baseline's total.
    package var margin = 0.01
    /// Changes below this part of the total are not looked for.
    package var minImpact = 0.005
    /// Samples that a function needs over all runs to be looked at.
    package var minSamples = 10.0
    /// Units of work of each run, those before first; used by the norm `units`.
    package var units: [Double] = []
    /// How much runs of one program differ, as a coefficient of variation, where the runs cannot say so themselves.
    package var runVariation = RunVariation()
    /// Whether a run unlike the others of its side is left out.
    package var screensRuns = true

    /// The usual questions.
    package init() {}
}

/// Run-to-run noise that was measured before, for comparisons of too few runs to measure it.
package struct RunVariation: Sendable {
    /// Coefficient of variation of any function.
    package var common = 0.05
    /// What was measured on many runs of the program, function by function.
    package var measured: RunNoise?

    /// 5 % for all.
    package init() {}

    /// The variation of one entity of a comparison.
    func of(_ entity: Entity, in functions: ComparedFunctions) -> Double {
        max(common, measured?.variation(of: entity, in: functions) ?? 0)
    }
}
