import ArgumentParser
import ProfileExport
import SiftPipeline

/// `stacksift fold`.
struct Fold: PlannedCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write folded stacks: frame;frame;leaf VALUE, sorted.", aliases: ["collapse"])

    @OptionGroup var traces: TraceArguments
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var values: ValueOptions

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    func plan() -> Plan {
        .single(traces.words, as: .bytes(FoldedExporter.self), to: output, load: reading.loading) { output in
            values.apply(to: &output)
        }
    }
}
