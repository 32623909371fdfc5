import ArgumentParser
import ProfileAnalysis
import ProfileExport
import SiftPipeline

/// `stacksift baseline`.
struct Baseline: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Measure how much runs of one unchanged program differ, for later comparisons of few runs.",
        discussion: """
            Three runs or more, ten to be useful. With -o the figures are stored, and diff and check take them with --noise
            where a side has too few runs to measure its noise. Such comparisons stay provisional.

              stacksift baseline runs/ -o noise.json
              stacksift diff before.perf after.perf --noise noise.json
            """)

    @OptionGroup var traces: TraceArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions

    @Option(help: "Value type (see: stacksift info).")
    var value: String?

    @Option(help: "stable, share or none: what runs are divided by.")
    var norm: DiffNorm?

    @Option(name: [.customShort("n"), .customLong("limit")], help: "How many functions; 0 for all.")
    var limit: Int?

    @Flag(help: "Print the noise file: the object of schema stacksift.baseline/1.")
    var json = false

    @Option(name: .shortAndLong, help: "Store the noise in this file.")
    var output: String?

    func validate() throws {
        if norm == .units { throw ValidationError("expected --norm stable, share or none, found units") }
    }

    func plan() -> Plan {
        .single(traces.words, as: .bytes(BaselineExporter.self), to: output, load: reading.loading) { output in
            output.options.form = json || output.path != nil ? .json : .text
            output.options.limit = limit
            output.options.runs.value = value
            output.options.runs.norm = norm
            output.options.toolVersion = stackSiftVersion
        }
    }
}
