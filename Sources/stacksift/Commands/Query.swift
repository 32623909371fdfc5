import ArgumentParser
import ProfileAnalysis
import ProfileStore
import SiftPipeline

extension QueryForm: ExpressibleByArgument {}

/// `stacksift query`.
struct Query: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Ask a store, or traces, in SQL.",
        discussion: """
            Traces are put into a store in memory first. Begin with the views top, tree, folded, callers and callees; \
            docs/schema.md describes every table and view.

              stacksift query run.db 'select function, self, total from top limit 10'
              stacksift query a.perf b.perf --sql 'select path, value from folded' --csv
            """)

    @Argument(help: "A store, or traces; with one of them and no --sql, the SQL comes second.")
    var sources: [String] = []

    @Option(name: [.customShort("q"), .long], help: "The SELECT to ask.")
    var sql: String?

    @Option(help: "The name of a question that is ready to be asked (see --list).")
    var named: String?

    @Flag(help: "List the questions that have names.")
    var list = false

    @Option(name: .customLong("param"), help: "A value for a parameter (:NAME) of the question: NAME=VALUE.")
    var parameters: [String] = []

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
        if !list { _ = try question() }
    }

    func run() async throws {
        var session = reading.session
        if list {
            try OutputFile.write(to: output) { flush in try flush(Array(NamedQuery.list.utf8)) }
        } else {
            try await question().run(in: &session)
        }
        if session.failed { throw ExitCode(2) }
    }

    private func question() throws -> StoreQuestion {
        var question: StoreQuestion
        if let named {
            guard let query = NamedQuery.find(named) else {
                let near = NearestNames.find(named, in: NamedQuery.all.map(\.name)).joined(separator: ", ")
                throw ValidationError(
                    "expected --named to be one of those that --list shows, found \"\(named)\""
                        + (near.isEmpty ? "" : "; near to it: \(near)"))
            }
            question = StoreQuestion(sources: sources, .named(query))
        } else if let sql {
            question = StoreQuestion(sources: sources, .sql(sql))
        } else if sources.count == 2 {
            question = StoreQuestion(sources: [sources[0]], .sql(sources[1]))
        } else {
            throw ValidationError("expected a question: --sql 'select ...', or SOURCE 'select ...'; found neither")
        }
        if question.sources.isEmpty { throw ValidationError("expected a store, or traces; found none") }
        if sql != nil, named != nil { throw ValidationError("expected --sql or --named, found both") }
        let forms = [form, csv ? .csv : nil, json ? .json : nil, ndjson ? .ndjson : nil].compactMap { $0 }
        if forms.count > 1 { throw ValidationError("expected one form of the answer, found \(forms.count)") }
        question.form = forms.first ?? .table
        question.output = output
        question.load = reading.loading
        question.parameters = try values()
        return question
    }

    private func values() throws -> [String: QueryValue] {
        var values: [String: QueryValue] = [:]
        for word in parameters {
            guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
                throw ValidationError("expected --param NAME=VALUE, found \"\(word)\"")
            }
            values[String(word[..<equals])] = QueryValue(word: String(word[word.index(after: equals)...]))
        }
        return values
    }
}
