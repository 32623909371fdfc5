import StackModel
import TraceInput

/// V8's sampling heap profile: the JSON of the DevTools protocol's HeapProfiler.SamplingHeapProfile.
package enum HeapProfileFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "heapprofile", name: "V8 .heapprofile",
        recordedBy: "node --heap-prof PROGRAM.js",
        weights: "selfSize of each node: bytes in use that were allocated there, as V8 estimates them from its samples")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        let outline = JSONOutline(head)
        return outline.value("head", contains: "\"selfSize\"") ? .yes : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        let document = try HeapProfileDocument(JSONReader(reader.readAll(), file: reader.name), into: &builder)
        document.addSamples(into: &builder, file: reader.name)
    }
}
