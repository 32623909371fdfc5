import ProfileAnalysis

/// A comparison, function by function and stack by stack.
package enum DiffExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "diff", summary: "before and after, as a table or as JSON; of several runs a side, which changes are real",
        subjects: [.diff, .comparison], takesLooseStacks: true, usesTests: .always)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        let limit = options.limit ?? (options.form == .text ? 20 : 0)
        switch subject {
        case .traces, .profile, .report: break
        case .diff(let diff, let before, let after):
            let report = DiffReport(diff, runsBefore: before, runsAfter: after, limit: limit)
            if options.form == .json { return sink.write(report.json()) }
            sink.write(report.text(options.terminal))
            if let name = options.explained, let comparison = diff.comparison {
                sink.write("\n" + ComparisonExplanation(comparison).text(name))
            }
        case .comparison(let comparison):
            // For people only: as JSON a comparison is a diff, with its verdicts.
            if let name = options.explained { return sink.write(ComparisonExplanation(comparison).text(name)) }
            sink.write(options.terminal.paintingVerdicts(ComparisonText(comparison, limit: limit).text()))
        }
    }
}
