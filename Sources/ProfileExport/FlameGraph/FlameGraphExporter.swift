import ProfileAnalysis
import StackModel

/// A flame graph, or the difference of two, as one SVG.
package enum FlameGraphExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "flamegraph", aliases: ["svg"], suffixes: [".svg"],
        summary: "an interactive flame graph, one SVG; of a comparison: red grew, blue shrank",
        subjects: [.profile, .diff], needsStacks: true, usesTests: .ofRepeats)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        var flame = options.flame
        switch subject {
        case .traces, .comparison, .report: break
        case .profile(let profile, let selection):
            let type = profile.valueType(of: selection)
            flame.title = options.title ?? title(profile.metadata.sources, inTimeOrder: options.inTimeOrder)
            flame.unit = type.unit
            flame.valueName = type.name
            if profile.metadata.stackFidelity == .estimated {
                flame.subtitle = "stacks deeper than caller and callee are estimated from a call graph"
            }
            if options.inTimeOrder {
                let chart = FlameChart(profile, selection)
                let order = chart.hasTimes ? "in the order of time" : "in the order of the trace, which has no times"
                flame.subtitle = [flame.subtitle, "from left to right " + order].compactMap { $0 }.joined(
                    separator: "; ")
                return FlameGraphWriter(options: flame).write(chart, to: &sink)
            }
            let tree = CallTree.of(profile, selection, identity: .function, options: options.tree)
            FlameGraphWriter(options: flame).write(tree, to: &sink)
        case .diff(let diff, let before, let after):
            flame.title = options.title ?? "Differential flame graph"
            flame.unit = diff.valueType.unit
            flame.valueName = diff.valueType.name
            flame.factor = diff.factor
            flame.subtitle = DiffReport(diff, runsBefore: before, runsAfter: after, limit: 0).headline()
            let tested = diff.comparison.flatMap { $0.sides.isProvisional ? nil : $0 }
            if let tested {
                flame.factor = tested.drawingFactor
                flame.subtitle = ComparisonText(tested, limit: 0).headline()
            }
            FlameGraphWriter(options: flame, comparison: tested).write(diff.tree, to: &sink)
        }
    }

    private static func title(_ sources: [String], inTimeOrder: Bool) -> String {
        let what = inTimeOrder ? "Flame chart" : "Flame graph"
        return sources.count == 1 ? "\(what): \(sources[0])" : "\(what) of \(sources.count) traces"
    }
}
