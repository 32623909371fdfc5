import ProfileAnalysis

/// The hottest functions.
package enum TopExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "top", aliases: ["table"], suffixes: [".txt"], summary: "the hottest functions, as a table or as JSON",
        subjects: [.profile])

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .profile(let profile, let selection) = subject else { return }
        let table = TopTable(profile, selection, options)
        if options.form == .json {
            sink.write(table.json())
        } else {
            sink.write(table.text(options.terminal, by: options.by))
        }
    }
}
