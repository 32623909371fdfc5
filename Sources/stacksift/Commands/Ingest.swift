import ArgumentParser
import Glibc
import ProfileStore
import SiftPipeline

/// `stacksift ingest`.
struct Ingest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
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

    @OptionGroup var labels: LabelArguments

    @Option(help: "What is kept: samples (every sample, with time, thread, labels) or aggregates.")
    var keep: KeepDetail = .samples

    @Flag(help: "Try files again that could not be read before.")
    var retryFailed = false

    @OptionGroup var reading: ReadingOptions

    func validate() throws {
        if traces.isEmpty, filesFrom == nil {
            throw ValidationError("expected traces to add to \(store), found none")
        }
    }

    func run() async throws {
        var session = reading.session
        do {
            let listed = try filesFrom.map { try PathList.read($0) } ?? []
            var ingest = StoreIngest(store: store, inputs: traces, paths: listed)
            ingest.labels = try labels.traceLabels()
            ingest.keep = keep
            ingest.retriesFailed = retryFailed
            ingest.load = reading.loading
            if let counts = await ingest.run(in: &session) { session.say("\(store): \(counts)") }
        } catch {
            session.fail("\(error)")
        }
        if session.failed { throw ExitCode(2) }
    }
}
