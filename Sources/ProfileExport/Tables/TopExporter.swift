import ProfileAnalysis

/// The hottest functions.
package enum TopExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "top", aliases: ["table"], suffixes: [".txt"], summary: "the hottest functions, as a table or as JSON",
        subjects: [.profile], takesLooseStacks: true)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .profile(let profile, let selection) = subject else { return }
        let table = TopTable(profile, selection, options)
        switch options.form {
        case .text: sink.write(table.text(options.terminal, by: options.by))
        case .json: sink.write(table.json())
        case .csv: table.writeCSV(to: &sink)
        }
    }
}
