import StackModel
import TraceInput

/// V8's tick log: the JSON that `node --prof-process --preprocess` makes of it, or the raw log where there is a node to
/// make it.
package enum V8LogFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "v8log", name: "V8 tick log, raw or preprocessed",
        recordedBy: "node --prof PROGRAM.js; node --prof-process --preprocess isolate-*.log > x.v8log.json",
        weights: "each tick counts 1; its time is the log's, in microseconds")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        if isRaw(head) { return .yes }
        let outline = JSONOutline(head)
        guard outline.value("code", contains: "\"type\"") else { return .no }
        for type in ["\"SHARED_LIB\"", "\"CPP\"", "\"JS\"", "\"CODE\""] as [StaticString]
        where outline.value("code", contains: type) { return .yes }
        return outline.has("ticks") ? .yes : .no
    }

    /// The lines that a raw log begins with: the version, or in old ones code and libraries at once.
    private static func isRaw(_ head: ByteView) -> Bool {
        let first: [StaticString] = ["v8-version,", "shared-library,", "code-creation,"]
        return first.contains { head.hasPrefix($0) }
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        guard isRaw(try reader.peek()) else {
            _ = try parse(reader.readAll(), reader, into: &builder, options)
            return
        }
        let outcome = try NodeTickProcessor(limits: reader.limits, file: reader.name).preprocess(reader)
        let told = outcome.output.view(0, outcome.output.count)
        let start = told.firstIndex(of: 0x7B) ?? told.count
        let isForeign = told.prefix(start).firstIndex(of: ByteView(literal: "version different")) != nil
        report(outcome.log, isForeign: isForeign, reader, in: &builder)
        let ticks = try parse(told.dropFirst(start), reader, into: &builder, options)
        guard ticks < outcome.log.ticks else { return }
        builder.diagnostics.report(
            .warning, "v8log.ticks", at: SourceLocation(file: reader.name),
            "node gave \(ticks) of the log's \(outcome.log.ticks) ticks")
    }

    private static func report(
        _ log: RawTickLog, isForeign: Bool, _ reader: ByteReader, in builder: inout ProfileBuilder
    ) {
        let place = SourceLocation(file: reader.name)
        builder.diagnostics.report(
            isForeign ? .warning : .note, "v8log.node", at: place,
            isForeign
                ? "node on PATH is not the version that wrote the log: names may be missing; put that one first on PATH"
                : "read by node --prof-process --preprocess")
        if log.renamed > 0 {
            builder.diagnostics.report(
                .warning, "v8log.library", at: place,
                "\(log.renamed) libraries are not named by a plain absolute path: no symbols were looked up in them")
        }
        if log.isCut {
            builder.diagnostics.report(
                .warning, "v8log.cut", at: place, "skipped: the log's last record has no end")
        }
    }

    /// Reads the JSON and gives how many ticks it has.
    private static func parse(
        _ json: ByteView, _ reader: ByteReader, into builder: inout ProfileBuilder, _ options: ReadOptions
    ) throws(TraceError) -> Int {
        var tally = RecordTally(isStrict: options.isStrict)
        var document = V8LogDocument(options: options)
        try document.read(JSONReader(json, file: reader.name), into: &builder, tally: &tally)
        try tally.judge(reader, builder, what: "tick")
        return tally.good + tally.bad
    }
}
