import ArgumentParser
import ProfileExport
import SiftPipeline

/// `stacksift heatmap`.
struct HeatMap: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "heatmap",
        abstract: "Draw when samples were taken, by second and part of a second; find windows for --from and --to.")

    @OptionGroup var traces: TraceArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions
    @OptionGroup var values: ValueOptions

    @Option(help: "Title.")
    var title: String?

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    func plan() -> Plan {
        .single(traces.words, as: .bytes(HeatMapExporter.self), to: output, load: reading.loading) { output in
            values.apply(to: &output)
            output.options.title = title
        }
    }
}
