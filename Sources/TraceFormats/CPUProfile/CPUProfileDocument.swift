import StackModel
import TraceInput

/// A `.cpuprofile` as it stands in the file: a tree of nodes, and samples by node.
///
/// Members come in any order; of two of one name the last counts, as in JavaScript. The profile may be wrapped as the
/// DevTools protocol answers Profiler.stop: `{"id": 1, "result": {"profile": {...}}}`.
struct CPUProfileDocument {
    static let wrappers: [StaticString] = ["result", "profile", "cpuProfile"]

    private var tree = CPUProfileTree()
    private var samples = CPUProfileSamples()
    private var timestamps: [Double] = []
    private var hasNodes = false
    private var isOld = false

    /// Reads the whole document.
    init(_ json: JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        var json = json
        var wrapped = 0
        var more = try json.open(.object)
        while true {
            guard more else {
                if wrapped == 0 { break }
                wrapped -= 1
                more = try json.more(.object)
                continue
            }
            let key = try json.key()
            if wrapped < 3, CPUProfileDocument.wrappers.contains(where: { key == $0 }), try json.kind() == .object {
                wrapped += 1
                more = try json.open(.object)
                continue
            }
            try readMember(key, &json, into: &builder)
            more = try json.more(.object)
        }
        try json.end()
        guard !tree.isEmpty else {
            throw json.broken("a list of nodes", hasNodes ? "an empty one" : "none", code: "cpuprofile.nodes")
        }
        try tree.link(json)
        if isOld { useOldTimes() }
    }

    private mutating func readMember(
        _ key: ByteView, _ json: inout JSONReader, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        if key == "nodes" {
            hasNodes = true
            isOld = false
            tree = CPUProfileTree()
            try tree.readNodes(&json, into: &builder)
        } else if key == "head", !hasNodes {
            isOld = true
            tree = CPUProfileTree()
            try tree.readHead(&json, into: &builder)
        } else if key == "timestamps" {
            timestamps.removeAll()
            if try !json.skipNull() { try json.numbers(into: &timestamps) }
        } else {
            samples.forget(key)
            try samples.readMember(key, &json)
        }
    }

    /// The old form has seconds for the whole, and absolute microseconds (or nothing) for its samples.
    private mutating func useOldTimes() {
        samples.start = samples.start.map { $0 * 1e6 }
        samples.end = samples.end.map { $0 * 1e6 }
        if !timestamps.isEmpty { samples.setTimes(timestamps) }
    }

    /// Adds every sample with its time, or the hit counts of a file without samples.
    func addSamples(into builder: inout ProfileBuilder, options: ReadOptions, file: String) throws(TraceError) {
        builder.metadata.linesIdentifyFunctions = true
        countRecords(into: &builder)
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

    private func countRecords(into builder: inout ProfileBuilder) {
        builder.metadata.fileCounts = [
            "nodes": tree.frames.count, "samples": samples.nodes.count, "time_deltas": samples.deltas.count,
            "hit_counts": Int(clamping: tree.hits.reduce(Int64(0)) { $0.addingSaturated($1) }),
            "position_ticks": Int(clamping: tree.ticks.total), "position_ticks_nodes": tree.ticks.nodeCount,
            "max_depth": tree.depth,
        ]
    }

    private func addHitCounts(into builder: inout ProfileBuilder, file: String) {
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        tree.report(into: &builder, file: file)
        let stacks = tree.stacks(into: &builder)
        var ticks = tree.ticks
        for (node, hits) in tree.hits.enumerated() where hits != 0 {
            for share in ticks.shares(of: hits, stacks[node], node, into: &builder) {
                builder.addSample(SampleKey(stack: share.stack), value: share.count, count: max(share.count, 0))
            }
            if hits < 0 {
                builder.diagnostics.report(
                    .warning, "cpuprofile.hits.negative", at: SourceLocation(file: file),
                    "a negative hit count is kept")
            }
        }
        builder.diagnostics.report(
            .note, "cpuprofile.hits", at: SourceLocation(file: file),
            "the file lists no samples: hit counts are used, times are unknown")
    }
}
