import ArgumentParser
import ProfileAnalysis
import ProfileExport
import SiftPipeline

extension DiffNorm: ExpressibleByArgument {}

/// How a comparison is written.
enum DiffForm: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case folded
}

/// `stacksift diff`.
struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare before and after, function by function and stack by stack.",
        usage: """
            stacksift diff BEFORE AFTER
            stacksift diff BEFORE... --against AFTER...
            stacksift diff --before BEFORE... --after AFTER...
            """)

    @Argument(help: "Two sides, or with --against the runs before: files, folders or globs.")
    var traces: [String] = []

    @Option(parsing: .upToNextOption, help: "The runs after.")
    var against: [String] = []

    @Option(parsing: .upToNextOption, help: "The runs before, in other words.")
    var before: [String] = []

    @Option(parsing: .upToNextOption, help: "The runs after, in other words.")
    var after: [String] = []

    @OptionGroup var reading: ReadingOptions

    @Option(name: [.customShort("n"), .customLong("limit")], help: "How many functions and stacks; 0 for all.")
    var limit: Int?

    @Option(help: "Value type (see: stacksift info).")
    var value: String?

    @Option(help: "none: values as they are; share: values as shares of their side.")
    var norm: DiffNorm = .none

    @Flag(help: "Print the object of schema stacksift.diff/1.")
    var json = false

    @Option(name: .customLong("as"), help: "table, json, or folded (two columns: before and after).")
    var form: DiffForm?

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    /// The words of both sides.
    private var sides: (before: [String], after: [String])? {
        let left = traces + before
        let right = against + after
        if right.isEmpty, before.isEmpty, traces.count == 2 { return ([traces[0]], [traces[1]]) }
        return left.isEmpty || right.isEmpty ? nil : (left, right)
    }

    func validate() throws {
        if sides == nil {
            let found = traces.count + before.count + against.count + after.count
            throw ValidationError(
                "expected two sides, found \(found) trace\(found == 1 ? "" : "s");"
                    + " several runs a side: stacksift diff BEFORE... --against AFTER...")
        }
    }

    func run() async throws {
        var session = Session(isQuiet: reading.quiet)
        try await compare(&session)
        if session.failed { throw ExitCode(2) }
    }

    private func compare(_ session: inout Session) async throws {
        guard let sides,
            let before = await session.loadSide(sides.before, reading.loading(.stacks)),
            let after = await session.loadSide(sides.after, reading.loading(.stacks)),
            let diff = session.compare(before, after, value: value, norm: norm)
        else { return }
        let form = form ?? (json ? .json : .table)
        let shown = limit ?? (form == .json ? 0 : 20)
        let report = DiffReport(diff, runsBefore: before.runs, runsAfter: after.runs, limit: shown)
        session.write(to: output) { flush in
            var sink = ByteSink(flushTo: flush)
            switch form {
            case .table: sink.write(report.text())
            case .json: sink.write(report.json())
            case .folded: FoldedWriter.write(diff.tree, to: &sink)
            }
            try sink.finish()
        }
    }
}
