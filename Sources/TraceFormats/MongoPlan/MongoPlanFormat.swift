import StackModel
import TraceInput

/// MongoDB's `explain("executionStats")`, as JSON: of queries and of pipelines, sharded or not.
///
/// (Members: MongoDB's manual, "Explain Results".)
package enum MongoPlanFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "mongodb-plan", name: "MongoDB explain (executionStats)",
        recordedBy: "mongosh --quiet --eval 'EJSON.stringify(db.c.find(...).explain(\"executionStats\"))' > x.json",
        weights: "each stage's own share of the elapsed time; works, documents and keys as counted")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        let text = head.trimmedLines
        guard text.first == 0x7B else { return .no }
        let outline = JSONOutline(text)
        if outline.has("executionStats") || outline.has("queryPlanner") { return .yes }
        if outline.value("stages", contains: "\"$cursor\"") || outline.value("stages", contains: "\"$geoNearCursor\"") {
            return .yes
        }
        if outline.value("shards", contains: "\"executionStats\"") || outline.value("shards", contains: "\"$cursor\"") {
            return .yes
        }
        return isShellText(text) ? .yes : .no
    }

    /// What the shell shows: JavaScript, not JSON.
    private static func isShellText(_ text: ByteView) -> Bool {
        text.firstIndex(of: ByteView(literal: "queryPlanner: {")) != nil
            && text.firstIndex(of: ByteView(literal: "\"queryPlanner\"")) == nil
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        let bytes = try reader.readAll()
        if isShellText(bytes.prefix(min(bytes.count, 4096))) {
            throw TraceError(
                code: "mongodb.shell", at: SourceLocation(file: reader.name), expected: "JSON",
                found: "what the shell shows", advice: "print with: EJSON.stringify(....explain(\"executionStats\"))")
        }
        let document = try MongoDocument(JSONReader(bytes, file: reader.name))
        guard !document.stages.isEmpty else {
            throw TraceError(
                code: "mongodb.stages", at: SourceLocation(file: reader.name), expected: "stages that were run",
                found: "none", advice: "explain with the verbosity \"executionStats\"")
        }
        add(document, into: &builder)
    }

    private static func add(_ document: MongoDocument, into builder: inout ProfileBuilder) {
        builder.setWideValueTypes([
            ValueType(name: "time", unit: "nanoseconds"), ValueType(name: "works", unit: "count"),
            ValueType(name: "returned", unit: "count"), ValueType(name: "docs_examined", unit: "count"),
            ValueType(name: "keys_examined", unit: "count"),
        ])
        builder.metadata.isMeasured = true
        // The execution as a whole is the caller of all.
        let stages = document.stages
        let calls = CallOrder([-1] + stages.map { $0.caller + 1 })
        let roots = stages.filter { $0.caller < 0 }.map(\.time).max() ?? 0
        let shares = ElapsedShares([max(document.execution ?? 0, roots)] + stages.map(\.time), calls)
        var stacks = [StackID](repeating: .none, count: stages.count + 1)
        for row in calls.order {
            let name = row == 0 ? "Execution" : stages[row - 1].label(collection: document.collection)
            let function = builder.function(Function(name: builder.string(name.isEmpty ? "(stage)" : name)))
            let below = row == 0 ? StackID.none : stacks[calls.callers[row]]
            stacks[row] = builder.stack(parent: below, frame: builder.frame(Frame(function: function)))
            let stage = row == 0 ? MongoStage() : stages[row - 1]
            builder.addSample(
                SampleKey(stack: stacks[row]),
                values: [shares.selves[row], stage.works, stage.returned, stage.documents, stage.keys])
        }
    }
}
