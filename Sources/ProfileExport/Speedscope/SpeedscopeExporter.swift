import ProfileAnalysis

/// speedscope's own JSON, for speedscope.app and all that reads it.
package enum SpeedscopeExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "speedscope", suffixes: [".speedscope.json", ".speedscope"],
        summary: "speedscope's JSON: one value type, a sampled profile for each thread, in order of time",
        subjects: [.profile], detail: .everything, needsStacks: true)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .profile(let profile, let selection) = subject else { return }
        try SpeedscopeWriter(version: options.toolVersion).write(profile, selection, to: &sink)
    }
}
