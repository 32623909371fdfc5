import ArgumentParser
import ProfileExport
import SiftPipeline

/// `stacksift report`.
struct Report: FilteredCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write one HTML page about traces, or about what changed: no network, nothing else needed.",
        usage: """
            stacksift report TRACE... -o report.html
            stacksift report BEFORE... --against AFTER... -o report.html
            """)

    @OptionGroup var traces: TraceArguments

    @Option(parsing: .upToNextOption, help: "The runs after; the others are those before.")
    var against: [String] = []

    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions

    @Option(help: "Value type that is shown first (see: stacksift info).")
    var value: String?

    @OptionGroup var comparing: ComparingOptions

    @Option(help: "Title.")
    var title: String?

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    func plan() throws -> Plan {
        let form = OutputForm.bytes(ReportExporter.self)
        guard against.isEmpty else {
            return .comparison(
                before: traces.words, after: against, as: form, to: output, load: reading.loading, value: value,
                norm: comparing.norm, statistics: try comparing.questions(), look)
        }
        return .single(traces.words, as: form, to: output, load: reading.loading, look)
    }

    private func look(_ output: inout OutputPlan) {
        output.value = value
        output.options.title = title
        output.options.toolVersion = stackSiftVersion
    }
}
