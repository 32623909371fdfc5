import ArgumentParser
import ProfileExport
import SiftPipeline

/// `stacksift tree`.
struct Tree: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "tree", abstract: "Show the call tree, dearest branches first.")

    @OptionGroup var traces: TraceArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions
    @OptionGroup var values: ValueOptions

    @Option(name: [.customShort("n"), .customLong("limit")], help: "How many lines; 0 for all; 200 when not given.")
    var limit: Int?

    @Option(help: "Leave out branches under this share of the whole, such as 1%; 0.5% when not given.")
    var minShare: Percent?

    @Flag(help: "Turn stacks round: what was running on top, its callers below it.")
    var reverse = false

    @Flag(help: "Print the object of schema stacksift.tree/1.")
    var json = false

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    func plan() -> Plan {
        .single(traces.words, as: .bytes(TreeExporter.self), to: output, load: reading.loading) { output in
            values.apply(to: &output)
            output.options.limit = limit
            output.options.minShare = minShare?.value
            output.options.tree.reversed = reverse
            output.options.form = json ? .json : .text
        }
    }
}
