import ArgumentParser
import ProfileStore
import SiftPipeline

extension QueryForm: ExpressibleByArgument {}

/// `stacksift query`.
struct Query: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a store, or traces, in SQL.",
        discussion: """
            Traces are put into a store in memory first. Begin with the views top, tree, folded, callers and callees; \
            docs/schema.md describes every table and view.

              stacksift query run.db 'select function, self, total from top limit 10'
              stacksift query a.perf b.perf --sql 'select path, value from folded' --csv
            """)

    @Argument(help: "A store, or traces; with one of them and no --sql, the SQL comes second.")
    var sources: [String]

    @Option(name: [.customShort("q"), .long], help: "The SELECT to ask.")
    var sql: String?

    @Option(name: .customLong("as"), help: "The form of the answer: table, csv, json or ndjson.")
    var form: QueryForm?

    @Flag(help: "Short for --as csv.")
    var csv = false

    @Flag(help: "Short for --as json: the object of schema stacksift.query/1.")
    var json = false

    @Flag(help: "Short for --as ndjson: an object a line.")
    var ndjson = false

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    @OptionGroup(title: "Reading options") var reading: ReadingOptions

    func validate() throws {
        _ = try question()
    }

    func run() async throws {
        var session = reading.session
        try await question().run(in: &session)
        if session.failed { throw ExitCode(2) }
    }

    private func question() throws -> StoreQuestion {
        var question: StoreQuestion
        if let sql {
            question = StoreQuestion(sources: sources, sql: sql)
        } else if sources.count == 2 {
            question = StoreQuestion(sources: [sources[0]], sql: sources[1])
        } else {
            throw ValidationError("expected a question: --sql 'select ...', or SOURCE 'select ...'; found neither")
        }
        let forms = [form, csv ? .csv : nil, json ? .json : nil, ndjson ? .ndjson : nil].compactMap { $0 }
        if forms.count > 1 { throw ValidationError("expected one form of the answer, found \(forms.count)") }
        question.form = forms.first ?? .table
        question.output = output
        question.load = reading.loading
        return question
    }
}
