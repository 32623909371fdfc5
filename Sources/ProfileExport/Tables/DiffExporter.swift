import ProfileAnalysis

/// A comparison, function by function and stack by stack.
package enum DiffExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "diff", summary: "before and after: functions and stacks, as a table or as JSON", subjects: [.diff])

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .diff(let diff, let before, let after) = subject else { return }
        let limit = options.limit ?? (options.form == .text ? 20 : 0)
        let report = DiffReport(diff, runsBefore: before, runsAfter: after, limit: limit)
        if options.form == .json { sink.write(report.json()) } else { sink.write(report.text()) }
    }
}
