import ArgumentParser
import ProfileExport
import SiftPipeline

/// A function of some traces: what `callers` and `callees` are about.
struct FunctionArguments: ParsableArguments {
    @Argument(help: "The function: its name, or a part of it.")
    var function: String

    @Argument(help: "Trace files, folders or globs; - is standard input.")
    var traces: [String] = []

    @Option(name: [.customShort("n"), .customLong("limit")], help: "How many neighbours of each; 0 for all.")
    var limit: Int = 20

    @Flag(help: "Print a JSON object.")
    var json = false

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    /// The plan of a view about the function.
    func plan(as form: OutputForm, _ reading: ReadingOptions, _ values: ValueOptions) -> Plan {
        .single(traces.isEmpty ? ["-"] : traces, as: form, to: output, load: reading.loading) { output in
            values.apply(to: &output)
            output.options.function = function
            output.options.limit = limit
            output.options.form = json ? .json : .text
        }
    }
}
