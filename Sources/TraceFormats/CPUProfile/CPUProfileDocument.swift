import StackModel
import TraceInput

/// A `.cpuprofile` as it stands in the file: a tree of nodes, and samples by node.
struct CPUProfileDocument {
    private var tree = CPUProfileTree()
    private var samples = CPUProfileSamples()

    /// Reads the whole document.
    init(_ json: JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        var json = json
        var hasNodes = false
        var more = try json.open(.object)
        while more {
            let key = try json.key()
            if key == "nodes" {
                hasNodes = true
                tree = CPUProfileTree()
                try tree.readNodes(&json, into: &builder)
            } else if key == "samples" {
                samples.removeNodes()
                try samples.readNodes(&json)
            } else if key == "timeDeltas" {
                samples.removeDeltas()
                try samples.readDeltas(&json)
            } else if key == "startTime" {
                samples.start = try json.number()
            } else if key == "endTime" {
                samples.end = try json.number()
            } else {
                try json.skip()
            }
            more = try json.more(.object)
        }
        try json.end()
        guard !tree.isEmpty else {
            throw json.broken("a list of nodes", hasNodes ? "an empty one" : "none", code: "cpuprofile.nodes")
        }
        try tree.link(json)
    }

    /// Adds every sample with its time, or the hit counts of a file without samples.
    func addSamples(into builder: inout ProfileBuilder, options: ReadOptions, file: String) throws(TraceError) {
        builder.metadata.linesIdentifyFunctions = true
        guard !samples.nodes.isEmpty else { return addHitCounts(into: &builder, file: file) }
        builder.setWideValueTypes([ValueType(name: "cpu", unit: "nanoseconds")])
        builder.metadata.derivesSampleCounts = true
        let lost = samples.add(
            to: SampleKey(stack: .none), of: tree, into: &builder, options: options, file: file)
        guard lost < samples.nodes.count else {
            throw TraceError(
                code: "cpuprofile.sample", at: SourceLocation(file: file), expected: "samples of nodes that exist",
                found: "none")
        }
    }

    private func addHitCounts(into builder: inout ProfileBuilder, file: String) {
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        let stacks = tree.stacks(into: &builder)
        for (node, hits) in tree.hits.enumerated() where hits != 0 {
            builder.addSample(SampleKey(stack: stacks[node]), values: [hits], count: max(hits, 0))
            if hits < 0 {
                builder.diagnostics.report(
                    .warning, "cpuprofile.hits", at: SourceLocation(file: file), "a negative hit count is kept")
            }
        }
        builder.diagnostics.report(
            .note, "cpuprofile.hits", at: SourceLocation(file: file),
            "the file lists no samples: hit counts are used, times are unknown")
    }
}
