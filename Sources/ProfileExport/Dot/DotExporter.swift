import ProfileAnalysis

/// The call graph as a picture for Graphviz: functions, and who called whom.
package enum DotExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "dot", aliases: ["graphviz", "callgraph"], suffixes: [".dot", ".gv"],
        summary: "the call graph for Graphviz (dot -Tsvg): functions and edges with self and total",
        subjects: [.profile, .diff])

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        let graph: DotGraph
        var limits = options.callGraph
        if let share = options.minShare { limits.minShare = share / 100 }
        var writer = DotWriter(limits: limits)
        switch subject {
        case .traces, .comparison, .report: return
        case .profile(let profile, let selection):
            graph = DotGraph(profile, selection, limits)
            writer.title = profile.sourceTitle
        case .diff(let diff, _, _):
            graph = DotGraph(diff, limits)
            writer.title = "before and after"
        }
        if let title = options.title { writer.title = title }
        writer.write(graph, to: &sink)
    }
}
