import StackModel
import TraceInput

/// V8's `.cpuprofile`: the JSON of the DevTools protocol's Profiler.Profile, and the nested form that came before it.
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
        for wrapper in CPUProfileDocument.wrappers where outline.value(wrapper, contains: "\"callFrame\"") {
            return outline.value(wrapper, contains: "\"nodes\"") ? .yes : .maybe
        }
        return outline.has("nodes") ? .maybe : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        // A node of the nested form is an object and an array deep.
        let depth = 2 * reader.limits.stackDepth + 16
        let json = JSONReader(try reader.readAll(), file: reader.name, depthLimit: depth)
        let document = try CPUProfileDocument(json, into: &builder)
        try document.addSamples(into: &builder, options: options, file: reader.name)
    }
}
