import ProfileAnalysis
import ProfileStore
import StackModel

/// One question in SQL, to a store or to traces.
package struct StoreQuestion: Sendable {
    /// A store alone, or traces, which are put into a store in memory first, samples and all.
    package var sources: [String]
    package var words: Words
    /// Values of the question's parameters.
    package var parameters: [String: QueryValue] = [:]
    package var form = QueryForm.table
    /// File; nil and `-` are stdout.
    package var output: String?
    package var load = LoadOptions()

    /// A question.
    package enum Words: Sendable {
        case sql(String)
        case named(NamedQuery)
    }

    /// The question `words` to `sources`.
    package init(sources: [String], _ words: Words) {
        self.sources = sources
        self.words = words
    }

    /// Asks, and writes the answer; what goes wrong is reported in `session`.
    package func run(in session: inout Session) async {
        do {
            guard let reader = try await open(in: &session) else { return }
            let result =
                switch words {
                case .sql(let sql): try reader.query(sql, parameters)
                case .named(let query): try reader.query(query, parameters)
                }
            try OutputFile.write(to: output) { flush in try result.render(form, to: flush) }
        } catch {
            session.fail("\(error)")
        }
    }

    /// The store to ask; nil where no trace could be read, which has been reported.
    private func open(in session: inout Session) async throws -> StoreReader? {
        if sources.count == 1, StoreOpening.isDatabase(sources[0]) { return try openForQuery(path: sources[0]) }
        if let database = sources.first(where: StoreOpening.isDatabase) {
            throw StoreError("\(database): expected one store, or traces; found a store among other sources")
        }
        var load = load
        load.read.detail = .everything
        var traces: [Profile] = []
        await session.readEach(try PathExpansion.expand(sources), load) { trace, _ in traces.append(trace) }
        if traces.isEmpty { return nil }
        return try ProfileStoreWriter.load(
            profiles: traces.map { StoredProfile(trace: $0) }, keep: .samples, toolVersion: stackSiftVersion)
    }
}

extension StoredProfile {
    /// A trace as it goes into a store, under the name that it was read by; a call graph gets estimated stacks.
    init(trace: Profile) {
        self.init(
            profile: trace, path: trace.metadata.sources.first ?? "",
            estimated: trace.isCallGraph ? trace.withStacks(.estimate) : nil)
    }
}
