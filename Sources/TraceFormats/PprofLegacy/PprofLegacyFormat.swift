import StackModel
import TraceInput

/// The profiles that pprof read before it had a protobuf of its own: gperftools' binary CPU profile, and the texts of
/// tcmalloc, jemalloc, Go (`?debug=1`) and Google's Java agent.
///
/// Layouts and scaling: google/pprof's profile/legacy_profile.go and legacy_java_profile.go; Go's runtime/pprof.
package enum PprofLegacyFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "pprof-legacy", name: "pprof's older formats (CPU, heap, contention, threads, goroutines)",
        recordedBy: "CPUPROFILE=x.prof (gperftools), HEAPPROFILE=x, MALLOC_CONF=prof:true, "
            + "curl HOST/debug/pprof/heap?debug=1",
        weights: "counts times the period; sampled heaps are scaled up by each sample's probability, as pprof does")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        if LegacyWords(header: head) != nil { return .yes }
        return LegacyKind(head) == nil ? .no : .yes
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        let bytes = try reader.readAll()
        if let words = LegacyWords(header: bytes) {
            var profile = LegacyCPUProfile(words, file: reader.name)
            return try profile.read(into: &builder)
        }
        guard let kind = LegacyKind(bytes) else {
            throw TraceError(
                code: "pprof-legacy.kind", at: SourceLocation(file: reader.name),
                expected: "a line like \"heap profile: ...\" or \"--- contention ...\"",
                found: bytes.prefix(bytes.firstIndex(of: 0x0A) ?? bytes.count).quoted)
        }
        var text = LegacyText(bytes, reader: reader, kind: kind, options: options)
        try text.read(into: &builder)
    }
}

/// What a legacy text is a profile of, told by its first line that is no comment.
enum LegacyKind {
    case heap
    case jemalloc
    case javaHeap
    case contention
    case threads
    /// Go's counts of stacks: goroutine, threadcreate, and profiles of the program's own.
    case counts

    /// The kind of a text that begins with `text`; nil where it is none.
    init?(_ text: ByteView) {
        var lines = TextLines(text, file: "")
        while let line = lines.next()?.trimmed {
            if line.isEmpty || line.first == 0x23 { continue }
            if line.hasPrefix("heap profile:") {
                self = .heap
            } else if line.hasPrefix("heap_v2/") {
                self = .jemalloc
            } else if line.hasPrefix("--- heapz") {
                self = .javaHeap
            } else if line.hasPrefix("--- contention") || line.hasPrefix("--- mutex") {
                self = .contention
            } else if line.hasPrefix("--- threadz") || line.hasPrefix("--- Thread ") {
                self = .threads
            } else if LegacyKind.countsName(line) != nil {
                self = .counts
            } else {
                return nil
            }
            return
        }
        return nil
    }

    /// The name in `NAME profile: total N`.
    static func countsName(_ line: ByteView) -> ByteView? {
        guard let mark = line.firstIndex(of: ByteView(literal: " profile: total ")), mark > 0,
            line.prefix(mark).firstIndex(of: 0x20) == nil, line.dropFirst(mark + 16).decimal != nil
        else { return nil }
        return line.prefix(mark)
    }
}
