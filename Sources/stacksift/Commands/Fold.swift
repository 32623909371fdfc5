import ArgumentParser
import ProfileExport
import SiftPipeline

/// `stacksift fold`.
struct Fold: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "fold",
        abstract: "Write folded stacks: frame;frame;leaf VALUE, sorted.", aliases: ["collapse"])

    @OptionGroup var traces: TraceArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions
    @OptionGroup var values: ValueOptions
    @OptionGroup var compatibility: CompatOptions

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    func plan() -> Plan {
        .single(traces.words, as: .bytes(FoldedExporter.self), to: output, load: reading.loading) { output in
            values.apply(to: &output)
        }
    }

    func run() async throws {
        if let options = compatibility.collapser {
            var session = reading.session
            let isFine = CompatFold.run(
                traces.words, options, limits: reading.loading.limits, to: output, in: &session)
            if !isFine { throw ExitCode(2) }
            return
        }
        try await runPlan()
    }
}
