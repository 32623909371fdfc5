import StackModel
import TraceInput

/// V8's `.cpuprofile`: the JSON of the DevTools protocol's Profiler.Profile.
package enum CPUProfileFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "cpuprofile", name: "V8 .cpuprofile",
        recordedBy: "node --cpu-prof PROGRAM.js",
        weights: "sample i lasts timeDeltas[i+1]; the last one lasts until endTime")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        let isText = head.hasPrefix("\u{FEFF}") ? head.dropFirst(3) : head
        guard isText.trimmed.first == 0x7B || isText.dropFirst(isText.skipBlanks()).trimmedLines.first == 0x7B else {
            return .no
        }
        if head.firstIndex(of: ByteView(literal: "\"traceEvents\"")) != nil { return .no }
        for word in ["\"callFrame\"", "\"timeDeltas\"", "\"hitCount\""] as [StaticString] {
            if head.firstIndex(of: ByteView(literal: word)) != nil { return .yes }
        }
        return head.firstIndex(of: ByteView(literal: "\"nodes\"")) != nil ? .maybe : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var document = try CPUProfileDocument(JSONReader(reader.readAll(), file: reader.name), into: &builder)
        try document.addSamples(into: &builder, options: options, file: reader.name)
    }
}

extension ByteView {
    /// The window without leading blanks and line ends.
    var trimmedLines: ByteView {
        var start = 0
        while start < count, self[start] <= 0x20 { start += 1 }
        return dropFirst(start)
    }
}
