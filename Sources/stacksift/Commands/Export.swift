import ArgumentParser
import ProfileExport
import ProfileStore
import SiftPipeline

extension KeepDetail: ExpressibleByArgument {}

/// `stacksift export`.
struct Export: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write traces in another form; the form follows -o's ending, or --as.",
        discussion: OutputForm.list, aliases: ["convert"])

    @OptionGroup var traces: TraceArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions
    @OptionGroup var values: ValueOptions

    @Option(name: .customLong("as"), help: "The form: see the list above.")
    var form: String?

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    @Option(help: "What a database keeps: samples (every sample, with time, thread, labels) or aggregates.")
    var keep: KeepDetail = .samples

    @OptionGroup(title: "Options of call graphs (--as dot)") var callGraph: CallGraphOptions

    @Flag(help: "Leave pprof's protobuf as it is; it is gzipped otherwise.")
    var uncompressed = false

    @Option(name: .customLong("label"), help: "A label of every profile in a database: NAME=VALUE.")
    var labels: [String] = []

    func validate() throws {
        _ = try outputForm()
        _ = try parsedLabels()
    }

    func plan() throws -> Plan {
        let labels = try parsedLabels()
        return .single(traces.words, as: try outputForm(), to: output, load: reading.loading) { output in
            values.apply(to: &output)
            output.options.limit = 0
            output.keep = keep
            callGraph.apply(to: &output)
            output.options.isCompressed = !uncompressed
            output.labels = labels
        }
    }

    private func outputForm() throws -> OutputForm {
        let known = OutputForm.all.map(\.descriptor.id).joined(separator: ", ")
        if let form {
            guard let found = OutputForm(id: form) else {
                throw ValidationError("expected --as to be one of \(known), found \"\(form)\"")
            }
            return found
        }
        guard let output else { throw ValidationError("expected --as (\(known)) or -o FILE, found neither") }
        guard let found = OutputForm(path: output) else {
            throw ValidationError(
                "expected -o to end in a known form, found \"\(output)\"; name it with --as: \(known)")
        }
        return found
    }

    private func parsedLabels() throws -> [String: String] {
        var parsed: [String: String] = [:]
        for label in labels {
            guard let equals = label.firstIndex(of: "="), equals != label.startIndex else {
                throw ValidationError("expected --label NAME=VALUE, found \"\(label)\"")
            }
            parsed[String(label[..<equals])] = String(label[label.index(after: equals)...])
        }
        return parsed
    }
}
