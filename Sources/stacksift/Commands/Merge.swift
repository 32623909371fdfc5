import ArgumentParser
import ProfileExport
import SiftPipeline

/// `stacksift merge`.
struct Merge: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Add traces up into one pprof file (or what -o's ending says).",
        discussion: """
            Value types meet by name. Units of time, or of memory, become the finest among them; a type that not all traces
            have is left out; a line on stderr says so. The result does not depend on the number of jobs, and merging
            merged files gives the same as merging all at once.
            """)

    @OptionGroup var traces: TraceArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions
    @OptionGroup var values: ValueOptions

    @Option(name: .shortAndLong, help: "Output file, such as all.pb.gz; stdout when none is given.")
    var output: String?

    func plan() -> Plan {
        let form = output.flatMap { OutputForm(path: $0) } ?? .bytes(PprofExporter.self)
        return .single(traces.words, as: form, to: output, load: reading.loading) { output in
            values.apply(to: &output)
            output.options.limit = 0
        }
    }
}
