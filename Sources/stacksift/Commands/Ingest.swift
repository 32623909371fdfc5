import ArgumentParser
import Glibc
import ProfileStore
import SiftPipeline

/// `stacksift ingest`.
struct Ingest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Add traces to a store; what is in it already is skipped.",
        discussion: """
            A trace is known by its content, whatever its path and compression. Each is added whole or not at all: an \
            ingest that was interrupted is simply run again. Several may add to one store; they wait for each other.

            Labels of a trace stand in the command (--label), in its path (--label-pattern), or in a file beside it: \
            NAME.labels with a line NAME=VALUE for each. The labels role, run_group, host and recorded (a date) fill \
            the columns of these names.
            """)

    @Argument(help: "The store; it is made where there is no such file.")
    var store: String

    @Argument(help: "Trace files, folders or globs; - is standard input.")
    var traces: [String] = []

    @Option(help: "A file with a path of a trace in each line; - is standard input.")
    var filesFrom: String?

    @Option(name: .customLong("label"), help: "A label of every trace: NAME=VALUE.")
    var labels: [String] = []

    @Option(name: .customLong("label-pattern"), help: "Labels in the path: 'ci/{branch}/{commit}/{host}.pb.gz'.")
    var patterns: [String] = []

    @Option(help: "What is kept: samples (every sample, with time, thread, labels) or aggregates.")
    var keep: KeepDetail = .samples

    @Flag(help: "Try files again that could not be read before.")
    var retryFailed = false

    @OptionGroup var reading: ReadingOptions

    func validate() throws {
        if traces.isEmpty, filesFrom == nil {
            throw ValidationError("expected traces to add to \(store), found none")
        }
        _ = try traceLabels()
    }

    func run() async throws {
        var session = reading.session
        do {
            let listed = try filesFrom.map { try PathList.read($0) } ?? []
            var ingest = StoreIngest(store: store, inputs: traces, paths: listed)
            ingest.labels = try traceLabels()
            ingest.keep = keep
            ingest.retriesFailed = retryFailed
            ingest.load = reading.loading
            if let counts = await ingest.run(in: &session) { session.say("\(store): \(counts)") }
        } catch {
            session.fail("\(error)")
        }
        if session.failed { throw ExitCode(2) }
    }

    private func traceLabels() throws -> TraceLabels {
        var result = TraceLabels()
        for label in labels {
            guard let (name, value) = TraceLabels.parse(label) else {
                throw ValidationError("expected --label NAME=VALUE, found \"\(label)\"")
            }
            result.fixed[name] = value
        }
        do {
            result.patterns = try patterns.map { try LabelPattern($0) }
        } catch {
            throw ValidationError("\(error)")
        }
        return result
    }
}
