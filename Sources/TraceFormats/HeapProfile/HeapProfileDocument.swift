import StackModel
import TraceInput

/// A `.heapprofile` as it stands in the file: a tree with sizes, and the samples that V8 took them from.
struct HeapProfileDocument {
    private var frames: [FrameID] = []
    private var parents: [Int] = []
    private var sizes: [Int64] = []
    private var rowOf: [Int64: Int] = [:]
    /// The node of every sample that is listed.
    private var samples: [Int64] = []
    /// The sizes of all samples that are listed.
    private var sampledBytes: Int64 = 0
    private var listsSamples = false

    /// Reads the whole document.
    init(_ json: JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        var json = json
        try json.eachMember { key, json throws(TraceError) in
            if key == "head" {
                try readTree(&json, into: &builder)
            } else if key == "samples" {
                listsSamples = true
                try json.eachElement { json throws(TraceError) in try readSample(&json) }
            } else {
                try json.skip()
            }
        }
        try json.end()
        guard !frames.isEmpty else { throw json.broken("a tree called head", "none", code: "heapprofile.head") }
    }

    private mutating func readTree(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        let anonymous = CPUProfileCallFrame.frame(Function(name: .none), into: &builder)
        try json.walkTree(children: "children") { parent in
            frames.append(anonymous)
            parents.append(parent ?? -1)
            sizes.append(0)
        } member: { row, key, json throws(TraceError) in
            if key == "callFrame" {
                frames[row] = try CPUProfileCallFrame.read(&json, into: &builder)
            } else if key == "selfSize" {
                sizes[row] = try json.scaled(by: 1)
            } else if key == "id" {
                rowOf[try json.integer()] = row
            } else {
                try json.skip()
            }
        }
    }

    private mutating func readSample(_ json: inout JSONReader) throws(TraceError) {
        try json.eachMember { key, json throws(TraceError) in
            if key == "nodeId" {
                samples.append(try json.integer())
            } else if key == "size" {
                sampledBytes = sampledBytes.addingSaturated(try json.integerIfAny() ?? 0)
            } else {
                try json.skip()
            }
        }
    }

    /// Adds the size of every node, and how many of the samples were taken there where the file lists them.
    ///
    /// V8 lists samples of nodes that it has meanwhile taken out of the tree, so the counts are of those in the tree.
    func addSamples(into builder: inout ProfileBuilder, file: String) {
        builder.metadata.linesIdentifyFunctions = true
        builder.metadata.fileCounts = [
            "nodes": frames.count, "samples": samples.count, "sampled_bytes": Int(clamping: sampledBytes),
        ]
        var counts = [Int64](repeating: 0, count: frames.count)
        var strays = 0
        for node in samples {
            if let row = rowOf[node] { counts[row] += 1 } else { strays += 1 }
        }
        var types = [ValueType(name: "inuse_space", unit: "bytes")]
        if listsSamples { types.append(ValueType(name: "samples", unit: "count")) }
        builder.setWideValueTypes(types)
        var stacks: [StackID] = []
        stacks.reserveCapacity(frames.count)
        for row in frames.indices {
            let stack = builder.stack(parent: parents[row] < 0 ? .none : stacks[parents[row]], frame: frames[row])
            stacks.append(stack)
            guard sizes[row] != 0 || counts[row] != 0 else { continue }
            let values = listsSamples ? [sizes[row], counts[row]] : [sizes[row]]
            builder.addSample(SampleKey(stack: stack), values: values, count: counts[row])
        }
        if strays > 0 {
            builder.diagnostics.report(
                .note, "heapprofile.sample", at: SourceLocation(file: file), count: strays,
                "a listed sample is of a node that V8 has taken out of the tree; sizes are the tree's")
        }
    }
}
