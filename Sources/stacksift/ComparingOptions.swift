import ArgumentParser
import ProfileAnalysis
import SiftPipeline

/// How runs are tested for real changes.
struct ComparingOptions: ParsableArguments {
    @Option(
        help: """
            stable, share, none or units: what runs are divided by; none for memory in use and query plans, else stable.
            One run a side is shown as it is.
            """)
    var norm: DiffNorm?

    @Option(
        parsing: .upToNextOption,
        help: "With --norm units: the work of each run, those before first, such as 1000 1000 1200 1200.")
    var units: [Double] = []

    @Option(help: "How many of the changes reported may be false alarms, as a part.")
    var alpha = 0.05

    @Option(help: "A function is unchanged when shown to have changed by less than this part of the total.")
    var margin = 0.01

    @Option(help: "Changes below this part of the total are not looked for.")
    var minImpact = 0.005

    @Option(help: "How much runs of one program differ (coefficient of variation), where too few runs can tell.")
    var runCv: Double?

    @Option(help: ArgumentHelp("The same, measured by `stacksift baseline`.", valueName: "file"))
    var noise: String?

    @Flag(help: "Keep runs that are unlike all others of their side.")
    var keepOutliers = false

    func validate() throws {
        guard alpha > 0, alpha < 0.5 else { throw expected("--alpha", "between 0 and 0.5", alpha) }
        for (name, part) in [("--margin", margin), ("--min-impact", minImpact)] where !(part >= 0 && part < 1) {
            throw expected(name, "a part of the total from 0 to 1", part)
        }
        if let runCv, !(runCv >= 0 && runCv <= 10) { throw expected("--run-cv", "between 0 and 10", runCv) }
        if norm == .units, units.isEmpty {
            throw ValidationError("expected --units with the work of each run, found none; or another --norm")
        }
        if !units.isEmpty, norm != .units { throw ValidationError("expected --norm units with --units, found none") }
    }

    private func expected(_ option: String, _ what: String, _ found: Double) -> ValidationError {
        ValidationError("expected \(option) to be \(what), found \(found)")
    }

    /// The questions that the options ask; reads the file of noise.
    func questions() throws -> ComparisonOptions {
        var options = ComparisonOptions()
        options.norm = norm ?? options.norm
        options.units = units
        options.alpha = alpha
        options.margin = margin
        options.minImpact = minImpact
        options.screensRuns = !keepOutliers
        if let noise {
            let measured = try NoiseFile.read(path: noise)
            options.runVariation.measured = measured
            options.runVariation.common = measured.variation
        }
        options.runVariation.common = runCv ?? options.runVariation.common
        return options
    }
}
