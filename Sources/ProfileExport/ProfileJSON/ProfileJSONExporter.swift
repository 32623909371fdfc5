import ProfileAnalysis

/// A whole profile as one JSON object, for notebooks and scripts.
package enum ProfileJSONExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "json", suffixes: [".json"],
        summary: "the profile as one JSON object: functions, stacks, sums of samples (schema stacksift.profile/1)",
        subjects: [.profile], detail: .threads, needsStacks: true, holdsAllValues: true)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .profile(let profile, let selection) = subject else { return }
        ProfileJSONWriter(profile, showing: selection).write(to: &sink)
    }
}
