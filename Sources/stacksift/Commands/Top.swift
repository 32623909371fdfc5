import ArgumentParser
import ProfileAnalysis
import ProfileExport
import SiftPipeline

/// `stacksift top`.
struct Top: FilteredCommand {
    static let configuration = CommandConfiguration(commandName: "top", abstract: "List the hottest functions.")

    @OptionGroup var traces: TraceArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions
    @OptionGroup var values: ValueOptions

    @Option(
        name: [.customShort("n"), .customLong("limit"), .customLong("nodecount")],
        help: "How many rows; 0 for all; 30 when not given.")
    var limit: Int?

    @Option(help: "What to sort by: self or total.")
    var sort: FunctionOrder?

    @Flag(help: "Sort by total, in pprof's word.")
    var cum = false

    @Flag(help: "Sort by self, in pprof's word.")
    var flat = false

    @Option(help: "What the rows stand for: \(SummaryKey.words).")
    var by: SummaryKey = .function

    @Option(help: "Show the rows that together make this much of all self, such as 80%: the vital few.")
    var cover: Percent?

    @Flag(help: "Print the object of schema stacksift.top/1.")
    var json = false

    @Flag(help: "Print CSV: a line of names, then a line a row (docs/exports.md).")
    var csv = false

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    func validate() throws {
        if json, csv { throw ValidationError("expected one of --json and --csv, found both") }
        if [sort != nil, cum, flat].count(where: { $0 }) > 1 {
            throw ValidationError("expected one of --sort, --cum and --flat, found several")
        }
    }

    func plan() -> Plan {
        .single(traces.words, as: .bytes(TopExporter.self), to: output, load: reading.loading) { output in
            values.apply(to: &output)
            output.options.limit = limit
            output.options.order = sort ?? (cum ? .total : .own)
            output.options.by = by
            output.options.cover = cover?.value
            output.options.form = json ? .json : csv ? .csv : .text
        }
    }
}
