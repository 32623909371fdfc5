import StackModel
import TraceInput

/// All formats, and how a file finds its own: by content, never by name.
package enum FormatRegistry {
    /// Every format that is read; the order decides nothing but the order of lists.
    package static let all: [any TraceFormat.Type] = [
        PerfScriptFormat.self, PprofFormat.self, PstatsFormat.self, CPUProfileFormat.self, FoldedFormat.self,
        FlameGraphSVGFormat.self,
        SpeedscopeFormat.self,
    ]

    /// The format with this id.
    package static func format(id: String) -> (any TraceFormat.Type)? { all.first { $0.descriptor.id == id } }

    /// The format of what `reader` is about to give: the only `yes`, else the only `maybe`.
    package static func detect(_ reader: ByteReader) throws(TraceError) -> any TraceFormat.Type {
        let head = try reader.peek()
        var best: (any TraceFormat.Type)?
        var verdict = SniffVerdict.no
        for format in all {
            let answer = format.sniff(head)
            if answer > verdict {
                verdict = answer
                best = format
            }
        }
        if let best { return best }
        throw unrecognized(head, reader.name)
    }

    private static func unrecognized(_ head: ByteView, _ name: String) -> TraceError {
        var found = "content that none of them claims"
        var advice: String? = "name the format with --input-format if it is one of these"
        if head.isEmpty {
            found = "an empty file"
            advice = nil
        } else if head.hasPrefix("PERFILE2") || head.hasPrefix("2ELIFREP") {
            found = "perf.data, perf's binary recording"
            advice = "make text of it: perf script -i FILE > FILE.perf.txt"
        } else if head.hasPrefix("SQLite format 3") {
            found = "an SQLite database"
            advice = "ask it with: stacksift query FILE --sql 'select * from top'"
        }
        let tried = all.map { $0.descriptor.id }.joined(separator: ", ")
        return TraceError(
            code: "input.format", at: SourceLocation(file: name), expected: "a trace (\(tried))", found: found,
            advice: advice)
    }
}

extension FormatRegistry {
    /// Reads one trace, told by content unless `format` names one, into a profile.
    package static func read(
        _ reader: ByteReader, format: (any TraceFormat.Type)? = nil, options: ReadOptions
    ) throws(TraceError) -> Profile {
        let chosen: any TraceFormat.Type
        if let format { chosen = format } else { chosen = try detect(reader) }
        var builder = ProfileBuilder(detail: options.detail)
        builder.metadata.sources = [reader.name]
        builder.metadata.format = chosen.descriptor.id
        try chosen.parse(reader, into: &builder, options: options)
        return builder.finish()
    }
}
