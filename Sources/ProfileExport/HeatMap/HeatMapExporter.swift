import ProfileAnalysis
import StackModel

/// The heat map as one SVG.
package enum HeatMapExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "heatmap", suffixes: [".heatmap.svg"],
        summary: "samples by second and by part of a second, one SVG; choose a window for --from and --to",
        subjects: [.profile], detail: .everything, needsStacks: true)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .profile(let profile, let selection) = subject else { return }
        guard let map = HeatMap(profile, selection) else { throw UntimedProfile() }
        let sources = profile.metadata.sources
        let subject = sources.count == 1 ? ": \(sources[0])" : " of \(sources.count) traces"
        let title = options.title ?? "Heat map" + subject
        HeatMapWriter(map, profile.valueType(of: selection), title: title).write(to: &sink)
    }
}

/// A view over time was asked for, of a profile without times.
package struct UntimedProfile: Error, CustomStringConvertible {
    package var description: String {
        "error: expected samples with a time, found none: nothing to draw over time [value.time]"
    }
}
