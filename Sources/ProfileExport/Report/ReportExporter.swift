import ProfileAnalysis
import StackModel

/// Everything about some runs, or about what changed between two sides, as one HTML page that needs nothing else.
package enum ReportExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "report", aliases: ["html"], suffixes: [".html"],
        summary: "one HTML page: what matters most, flame graphs, functions, time, runs",
        subjects: [.report], detail: .everything, needsStacks: true, usesTests: .always)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .report(let report) = subject else { return }
        let model = try ReportModel(report)
        ReportPage.write(model, title: options.title ?? title(of: report), options.toolVersion, to: &sink)
    }

    private static func title(of report: ReportSubject) -> String {
        let names = report.sides.map { side in
            let sources = side.runs.flatMap(\.metadata.sources)
            guard let first = sources.first else { return side.name }
            return sources.count == 1 ? first : "\(first) and \(sources.count - 1) more"
        }
        return names.joined(separator: " \u{2192} ")
    }
}
