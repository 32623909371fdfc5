import ProfileAnalysis

/// pprof's protobuf, for `go tool pprof` and all that reads what it reads.
package enum PprofExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "pprof", aliases: ["proto", "pb"], suffixes: [".pb.gz", ".pprof", ".pb"],
        summary: "pprof's gzipped protobuf: all value types, threads and labels, inlined calls",
        subjects: [.profile], detail: .threads, needsStacks: true, takesLooseStacks: true, isBinary: true,
        holdsAllValues: true)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .profile(let profile, let selection) = subject else { return }
        var writer = PprofWriter(version: options.toolVersion)
        writer.isCompressed = options.isCompressed
        try writer.write(profile, showing: selection, to: &sink)
    }
}
