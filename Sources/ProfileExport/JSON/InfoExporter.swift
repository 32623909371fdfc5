import StackModel

/// What each trace is.
package enum InfoExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "info", summary: "what each trace is: format, value types, counts, diagnostics", subjects: [.traces],
        detail: .threads)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .traces(let traces) = subject else { return }
        if options.form == .json { sink.write(InfoReport.json(traces)) } else { sink.write(InfoReport.text(traces)) }
    }
}
