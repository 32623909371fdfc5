import ArgumentParser
import ProfileExport
import SiftPipeline

/// `stacksift lines`.
struct Lines: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "lines",
        abstract: "Show the source lines of a function, with self and total.", aliases: ["list"])

    @Argument(help: "The function: its name, or a part of it.")
    var function: String

    @OptionGroup var traces: TraceArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions
    @OptionGroup var values: ValueOptions

    @Option(help: "Folder with the source files: their text stands beside the figures.")
    var source: String?

    @Flag(help: "Print the object of schema stacksift.lines/1.")
    var json = false

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    func plan() -> Plan {
        .single(traces.words, as: .bytes(LinesExporter.self), to: output, load: reading.loading) { output in
            values.apply(to: &output)
            output.options.function = function
            output.options.sourceFolder = source
            output.options.form = json ? .json : .text
        }
    }
}
