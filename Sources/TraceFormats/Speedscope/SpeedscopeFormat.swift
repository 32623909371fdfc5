import StackModel
import TraceInput

/// speedscope's own JSON, as speedscope, py-spy, rbspy and many others write it.
///
/// Rules are those of speedscope's `file-format-spec.ts`: versions 0.0.1 and later, evented and sampled profiles.
package enum SpeedscopeFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "speedscope", name: "speedscope JSON",
        recordedBy: "py-spy record -f speedscope -o x.speedscope.json -- python PROGRAM.py",
        weights: "sampled: the weights, in the profile's unit; evented: the time between two events is the open stack's"
    )

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        let outline = JSONOutline(head)
        if outline.value("$schema", contains: "speedscope") { return .yes }
        guard outline.has("profiles") else { return .no }
        let isTyped =
            outline.value("profiles", contains: "\"sampled\"") || outline.value("profiles", contains: "\"evented\"")
        return outline.value("shared", contains: "\"frames\"") || isTyped ? .yes : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        let document = try SpeedscopeDocument(JSONReader(reader.readAll(), file: reader.name), into: &builder)
        var tally = RecordTally(isStrict: options.isStrict)
        document.setValueTypes(of: &builder)
        document.setTimes(of: &builder)
        for index in document.profiles.indices {
            try document.addProfile(index, into: &builder, tally: &tally)
        }
        try tally.judge(reader, builder, what: "sample or event")
    }
}
