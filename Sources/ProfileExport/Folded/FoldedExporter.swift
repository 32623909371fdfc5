import ProfileAnalysis

/// Folded stacks; a comparison has two values a line.
package enum FoldedExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "folded", aliases: ["collapsed"], suffixes: [".folded", ".collapsed"],
        summary: "folded stacks: frame;frame;leaf VALUE, for flamegraph.pl, inferno, speedscope",
        subjects: [.profile, .diff], needsStacks: true)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        switch subject {
        case .traces, .comparison, .report: break
        case .profile(let profile, let selection):
            var tree = options.tree
            tree.keepsAlike = true
            FoldedWriter.write(CallTree.of(profile, selection, identity: .name, options: tree), to: &sink)
        case .diff(let diff, _, _): FoldedWriter.write(diff.tree, to: &sink)
        }
    }
}
