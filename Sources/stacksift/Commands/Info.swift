import ArgumentParser
import ProfileExport
import SiftPipeline

/// `stacksift info`.
struct Info: PlannedCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Say what a trace is: format, value types, counts, threads, time, diagnostics.")

    @OptionGroup var traces: TraceArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions

    @Flag(help: "Print the object of schema stacksift.info/1.")
    var json = false

    func plan() -> Plan {
        .single(traces.words, as: .bytes(InfoExporter.self), load: reading.loading) { output in
            output.options.form = json ? .json : .text
        }
    }
}
