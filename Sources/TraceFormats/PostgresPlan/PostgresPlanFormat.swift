import StackModel
import TraceInput

/// PostgreSQL's EXPLAIN, as JSON or as text, as the server gives it or as psql and auto_explain print it.
///
/// (Figures and labels: PostgreSQL's src/backend/commands/explain.c, versions 9.0 to 18.)
package enum PostgresPlanFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "postgres-plan", name: "PostgreSQL EXPLAIN (JSON, text)",
        recordedBy: "psql -XAtc 'EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT ...' > x.plan.json",
        weights: "each step's own share of the elapsed time; rows, loops and buffers multiplied out")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        let text = (head.hasPrefix("\u{FEFF}") ? head.dropFirst(3) : head).trimmedLines
        if text.first == 0x5B || text.first == 0x7B {
            let outline = JSONOutline(text)
            let first = outline.root == .array ? JSONOutline(outline.firstElement) : outline
            if first.value("Plan", contains: "\"Node Type\"") { return .yes }
            return first.has("Plan") && first.has("Query Text") ? .maybe : .no
        }
        if otherForm(text) != nil { return .yes }
        if has(text, "(cost=", "rows=", "width=") || has(text, "(actual ", "rows=", "loops=") { return .yes }
        // JSON in psql's table or in the server's log.
        if has(text, "\"Plan\": {", "\"Node Type\":") { return .yes }
        return PsqlDecoration.isPresent(text) ? .maybe : .no
    }

    private static func has(_ text: ByteView, _ words: StaticString...) -> Bool {
        words.allSatisfy { text.firstIndex(of: ByteView(literal: $0)) != nil }
    }

    /// EXPLAIN's other two forms, which are not read.
    private static func otherForm(_ text: ByteView) -> String? {
        if has(text, "<explain xmlns=\"http://www.postgresql.org/") { return "EXPLAIN's XML" }
        return has(text, "- Plan:", "Node Type:", "Parallel Aware:") ? "EXPLAIN's YAML" : nil
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        let bytes = try reader.readAll()
        let head = bytes.prefix(min(bytes.count, 4096))
        if let form = otherForm(head) {
            throw TraceError(
                code: "postgres.form", at: SourceLocation(file: reader.name), expected: "EXPLAIN's JSON or text",
                found: form, advice: "explain with: EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ...")
        }
        var plain = Column<UInt8>()
        if PsqlDecoration.isPresent(head) {
            ByteView.withBytes(of: PsqlDecoration.removed(from: bytes, file: reader.name)) { plain.append($0) }
        } else {
            plain.append(bytes)
        }
        let statements = try statements(plain.view(0, plain.count), file: reader.name)
        guard !statements.isEmpty else {
            throw TraceError(
                code: "postgres.plan", at: SourceLocation(file: reader.name), expected: "a plan", found: "none")
        }
        builder.metadata.fileCounts = [
            "statements": statements.count, "nodes": statements.reduce(0) { $0 + $1.steps.count },
        ]
        try PlanSamples(statements).add(into: &builder, file: reader.name)
    }

    private static func statements(_ bytes: ByteView, file: String) throws(TraceError) -> [PlanStatement] {
        guard var start = jsonStart(bytes, from: 0) else { return PlanText(TextLines(bytes, file: file)).statements }
        var statements: [PlanStatement] = []
        while true {
            var reader = PlanJSON(JSONReader(bytes.dropFirst(start), file: file))
            try reader.read()
            statements += reader.statements
            guard let next = jsonStart(bytes, from: start + reader.offset) else { return statements }
            start = next
        }
    }

    /// Where a line begins with `[` or `{`; nothing of a plan in text does.
    private static func jsonStart(_ bytes: ByteView, from start: Int) -> Int? {
        var position = start
        while position < bytes.count {
            let first = bytes.skipBlanks(from: position)
            if first < bytes.count, bytes[first] == 0x5B || bytes[first] == 0x7B { return first }
            guard let newline = bytes.firstIndex(of: 0x0A, from: position) else { return nil }
            position = newline + 1
        }
        return nil
    }
}
