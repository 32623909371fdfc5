import ArgumentParser
import ProfileAnalysis
import ProfileExport
import SiftPipeline

/// How runs over time are written.
enum TrendForm: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case svg
}

/// `stacksift trend`.
struct TrendCommand: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "trend",
        abstract: "Many runs over time: where everything, or a function, took another level.",
        discussion: """
            Runs are ordered by when they were recorded, where all of them say so. Labels (commit and so on) come from a
            store, from the file TRACE.labels beside a trace, or from its path.

              stacksift trend nightly.db
              stacksift trend nightly.db:branch=main,service=api -o trend.svg
              stacksift trend 'ci/*/*.pb.gz' --label-pattern 'ci/{commit}/{host}.pb.gz'
            """)

    @Argument(help: "Traces, folders or globs; a store, or STORE:SELECTOR.")
    var traces: [String] = []

    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions

    @OptionGroup var labels: LabelArguments

    @Option(help: "Value type (see: stacksift info).")
    var value: String?

    @Option(help: "stable, share or none: what runs are divided by; everything together is shown as it is.")
    var norm: DiffNorm?

    @Option(help: "How many of the series reported may be false alarms, as a part.")
    var alpha = 0.05

    @Option(help: "Changes of a level below this part of it are not called steps.")
    var minEffect = 0.02

    @Option(help: "How often each series is shuffled to learn what chance makes of it.")
    var permutations = 999

    @Option(name: [.customShort("n"), .customLong("limit")], help: "How many series; 0 for all.")
    var limit: Int?

    @Flag(help: "Print the object of schema stacksift.trend/1.")
    var json = false

    @Option(name: .customLong("as"), help: "text, json or svg.")
    var form: TrendForm?

    @Option(help: "Title of the drawing.")
    var title: String?

    @Option(name: .shortAndLong, help: "Output file, else stdout. Its ending (.json, .svg) says the form.")
    var output: String?

    func validate() throws {
        if traces.isEmpty { throw ValidationError("expected runs: traces or a store; found none") }
        if norm == .units { throw ValidationError("expected --norm stable, share or none, found units") }
        guard alpha > 0, alpha < 0.5 else {
            throw ValidationError("expected --alpha to be between 0 and 0.5, found \(alpha)")
        }
        guard minEffect >= 0, minEffect < 10 else {
            throw ValidationError("expected --min-effect to be a part from 0 to 10, found \(minEffect)")
        }
        guard (99...99_999).contains(permutations) else {
            throw ValidationError("expected --permutations to be between 99 and 99999, found \(permutations)")
        }
    }

    func plan() throws -> Plan {
        let form = form ?? (json ? .json : output.flatMap(Self.form(of:)) ?? .text)
        var load = reading.loading
        load.labels = try labels.traceLabels()
        let exporter: OutputForm = form == .svg ? .bytes(TrendChartExporter.self) : .bytes(TrendExporter.self)
        return .single(wholeStores(traces), as: exporter, to: output, load: load) { output in
            output.options.form = form == .json ? .json : .text
            output.options.limit = limit
            output.options.title = title
            output.options.runs.value = value
            output.options.runs.norm = norm
            output.options.runs.alpha = alpha
            output.options.runs.minEffect = minEffect
            output.options.runs.permutations = permutations
        }
    }

    private static func form(of path: String) -> TrendForm? {
        path.hasSuffix(".svg") ? .svg : path.hasSuffix(".json") ? .json : nil
    }
}
