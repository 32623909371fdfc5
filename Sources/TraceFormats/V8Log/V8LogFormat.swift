import StackModel
import TraceInput

/// The JSON that `node --prof-process --preprocess` makes of V8's tick log.
package enum V8LogFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "v8log", name: "V8 tick log, preprocessed",
        recordedBy: "node --prof PROGRAM.js; node --prof-process --preprocess isolate-*.log > x.v8log.json",
        weights: "each tick counts 1; its time is the log's, in microseconds")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        let outline = JSONOutline(head)
        guard outline.value("code", contains: "\"type\"") else { return .no }
        for type in ["\"SHARED_LIB\"", "\"CPP\"", "\"JS\"", "\"CODE\""] as [StaticString]
        where outline.value("code", contains: type) { return .yes }
        return outline.has("ticks") ? .yes : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var tally = RecordTally(isStrict: options.isStrict)
        var document = V8LogDocument(options: options)
        try document.read(JSONReader(reader.readAll(), file: reader.name), into: &builder, tally: &tally)
        try tally.judge(reader, builder, what: "tick")
    }
}
