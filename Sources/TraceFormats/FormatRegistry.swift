import StackModel
import TraceInput

/// All formats, and how a file finds its own: by content, never by name.
package enum FormatRegistry {
    /// Every format that is read; the order decides nothing but the order of lists.
    package static let all: [any TraceFormat.Type] = [
        PerfScriptFormat.self, PprofFormat.self, PstatsFormat.self, CPUProfileFormat.self, FoldedFormat.self,
        FlameGraphSVGFormat.self,
        SpeedscopeFormat.self, HeapProfileFormat.self, ChromeTraceFormat.self,
        V8LogFormat.self, V8ReportFormat.self, ZeroXFormat.self, ClinicBubbleprofFormat.self, ClinicDoctorFormat.self,
        PprofLegacyFormat.self, GoroutinesFormat.self,
        PostgresPlanFormat.self,
        MongoPlanFormat.self,
        MprofFormat.self, MemoryLinesFormat.self, AustinFormat.self,
        BpftraceFormat.self, DTraceFormat.self, MacSampleFormat.self,
    ]

    /// The format with this id.
    package static func format(id: String) -> (any TraceFormat.Type)? { all.first { $0.descriptor.id == id } }

    /// The format of what `reader` is about to give: the only `yes`, else the only `maybe`.
    ///
    /// JSON's members come in any order, and a page may hold its data anywhere: a file of these that its first bytes
    /// do not tell is looked through as a whole.
    package static func detect(_ reader: ByteReader) throws(TraceError) -> any TraceFormat.Type {
        let head = try reader.peek()
        let first = sniff(head)
        if first.verdict == .yes { return first.format }
        if let root = head.trimmedLines.first, root == 0x7B || root == 0x5B || root == 0x3C {
            let whole = sniff(try reader.readAll())
            if whole.verdict > first.verdict { return whole.format }
        }
        if first.verdict == .maybe { return first.format }
        throw unrecognized(try reader.peek(), reader.name)
    }

    /// The surest of all formats, and how sure it is.
    private static func sniff(_ head: ByteView) -> (verdict: SniffVerdict, format: any TraceFormat.Type) {
        var best: (verdict: SniffVerdict, format: any TraceFormat.Type) = (.no, all[0])
        for format in all {
            let verdict = format.sniff(head)
            if verdict > best.verdict { best = (verdict, format) }
        }
        return best
    }

    private static func unrecognized(_ head: ByteView, _ name: String) -> TraceError {
        var found = "content that none of them claims"
        var advice: String? = "name the format with --input-format if it is one of these"
        if head.isEmpty {
            found = "an empty file"
            advice = nil
        } else if let foreign = ForeignContent.of(head) {
            found = foreign.what
            advice = foreign.advice
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
        builder.keepsDefinitionColumns = options.sourceMaps != nil
        try chosen.parse(reader, into: &builder, options: options)
        try check(builder, reader)
        builder.metadata.runLabels = options.runLabels
        builder.metadata.recordedAt = options.recordedAt ?? builder.metadata.recordedAt
        options.finishing?(&builder)
        let profile = builder.finish()
        return options.sourceMaps.map { SourceMapper($0).apply(to: profile) } ?? profile
    }

    /// The limits that hold for every format, also where its reader does not stop at them.
    private static func check(_ builder: borrowing ProfileBuilder, _ reader: ByteReader) throws(TraceError) {
        let place = SourceLocation(file: reader.name)
        if builder.stacks.greatestDepth > reader.limits.stackDepth { throw reader.limits.tooDeep(at: place) }
        if builder.stacks.count > reader.limits.stackRows { throw reader.limits.tooManyStacks(at: place) }
    }
}

extension ByteView {
    /// The window without a byte order mark, blanks and line ends at its start.
    var trimmedLines: ByteView {
        var start = hasPrefix("\u{FEFF}") ? 3 : 0
        while start < count, self[start] <= 0x20 { start += 1 }
        return dropFirst(start)
    }
}
