import ArgumentParser
import ProfileAnalysis

/// Options of `diff --self-test`.
struct SelfTestArguments: ParsableArguments {
    @Flag(
        name: .customLong("self-test"),
        help: "Deal runs of one unchanged program to two sides again and again: how often would each method cry wolf?")
    var isAsked = false

    @Option(help: "With --self-test: how many comparisons are made.")
    var deals = 200

    @Option(help: "With --self-test: runs a side; half of them, up to 10, when not given.")
    var perSide: Int?

    @Option(help: "With --self-test: seed of the dealing.")
    var seed: UInt64 = 1

    func validate() throws {
        guard (1...100_000).contains(deals) else {
            throw ValidationError("expected --deals to be between 1 and 100000, found \(deals)")
        }
        if let perSide, !(1...1000).contains(perSide) {
            throw ValidationError("expected --per-side to be between 1 and 1000, found \(perSide)")
        }
    }

    /// How the runs are dealt, and what each comparison is asked.
    func options(_ comparison: ComparisonOptions, value: String?) -> SelfTestOptions {
        var options = SelfTestOptions()
        options.deals = deals
        options.runsPerSide = perSide
        options.seed = seed
        options.value = value
        options.comparison = comparison
        return options
    }
}
