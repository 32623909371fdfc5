import StackModel
import TraceInput

/// Trace events, the JSON of chrome://tracing, DevTools, Perfetto, py-spy, Hermes and many build tools.
///
/// Rules are those of Google's "Trace Event Format": an array of events, with or without its end, or an object with the
/// member `traceEvents`. V8's profiles inside (Profile, ProfileChunk, CpuProfile) read as a `.cpuprofile` does.
package enum ChromeTraceFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "chrome-trace", name: "Chrome trace events",
        recordedBy:
            "DevTools, Performance, Save profile; or py-spy record -f chrometrace -o x.json -- python PROGRAM.py",
        weights:
            "V8 profiles: cpu time, as in a .cpuprofile; B, E and X events: time, each event's less what it encloses")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        let outline = JSONOutline(head)
        if outline.root == .object { return outline.has("traceEvents") ? .yes : .no }
        let event = JSONOutline(outline.firstElement)
        guard event.has("ph") else { return .no }
        return event.has("ts") || event.has("pid") || event.has("name") ? .yes : .maybe
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var tally = RecordTally(isStrict: options.isStrict)
        var document = ChromeTraceDocument(file: reader.name)
        try document.read(JSONReader(reader.readAll(), file: reader.name), into: &builder, tally: &tally)
        try document.addAll(into: &builder, options: options)
        try tally.judge(reader, builder, what: "profile, sample or duration event")
    }
}
