import ProfileAnalysis
import StackModel

/// Where many runs over time took another level, as lines or as JSON.
package enum TrendExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "trend", summary: "where runs over time took another level: lines, or JSON", subjects: [.traces],
        detail: .everything)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .traces(let profiles) = subject else { return }
        let trend = try Trend(profiles, options.runs)
        if options.form == .json { return sink.write(TrendJSON(trend).bytes()) }
        sink.write(TrendText(trend, limit: options.limit ?? 20).text())
    }
}

/// The same as a drawing.
package enum TrendChartExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "trend-svg", summary: "runs over time as an SVG, with the places where a new level begins",
        subjects: [.traces], detail: .everything)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .traces(let profiles) = subject else { return }
        let chart = TrendChart(try Trend(profiles, options.runs), title: options.title, limit: options.limit ?? 12)
        chart.write(to: &sink)
    }
}
