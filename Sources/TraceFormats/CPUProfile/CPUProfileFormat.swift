import StackModel
import TraceInput

/// V8's `.cpuprofile`: the JSON of the DevTools protocol's Profiler.Profile.
package enum CPUProfileFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "cpuprofile", name: "V8 .cpuprofile",
        recordedBy: "node --cpu-prof PROGRAM.js",
        weights: "sample i lasts timeDeltas[i+1]; the last one lasts until endTime")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        let outline = JSONOutline(head)
        guard outline.root == .object, !outline.has("traceEvents") else { return .no }
        if outline.value("nodes", contains: "\"callFrame\"") || outline.has("timeDeltas") { return .yes }
        if outline.value("nodes", contains: "\"hitCount\"") || outline.value("head", contains: "\"hitCount\"") {
            return .yes
        }
        return outline.has("nodes") ? .maybe : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        let document = try CPUProfileDocument(JSONReader(reader.readAll(), file: reader.name), into: &builder)
        try document.addSamples(into: &builder, options: options, file: reader.name)
    }
}
