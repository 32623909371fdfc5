import ProfileAnalysis

/// speedscope's own JSON, for speedscope.app and all that reads it.
package enum SpeedscopeExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "speedscope", suffixes: [".speedscope.json", ".speedscope"],
        summary: "speedscope's JSON: a sampled profile for each value type (or --value) and thread, in order of time",
        subjects: [.profile], detail: .everything, needsStacks: true, holdsAllValues: true)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .profile(let profile, let selection) = subject else { return }
        var selections = [selection]
        if options.hasAllValues {
            selections += profile.valueTypeIDs.map { .type($0) }.filter { $0 != selection }
        }
        try SpeedscopeWriter(version: options.toolVersion).write(profile, selections, to: &sink)
    }
}
