import ArgumentParser
import ProfileExport
import SiftPipeline

/// `stacksift labels`.
struct Labels: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "labels",
        abstract: "List the labels of samples, with their values and what these sum up to.")

    @OptionGroup var traces: TraceArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions
    @OptionGroup var values: ValueOptions

    @Option(name: [.customShort("n"), .customLong("limit")], help: "How many values of each label; 0 for all.")
    var limit: Int = 20

    @Flag(help: "Print the object of schema stacksift.labels/1.")
    var json = false

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    func plan() -> Plan {
        .single(traces.words, as: .bytes(LabelsExporter.self), to: output, load: reading.loading) { output in
            values.apply(to: &output)
            output.options.limit = limit
            output.options.form = json ? .json : .text
        }
    }
}
