import StackModel
import TraceInput

/// The samples of a V8 profile, as ids of the tree's nodes, with the time between them in microseconds.
struct CPUProfileSamples {
    private(set) var nodes: [Int64] = []
    private(set) var deltas: [Double] = []
    /// The line that was executing, 1-based, for each sample; traces have it, files do not.
    private(set) var lines: [Int64] = []
    var start: Double?
    var end: Double?

    /// Reads the list of node ids that comes next, and adds them.
    mutating func readNodes(_ json: inout JSONReader) throws(TraceError) {
        var more = try json.open(.array)
        while more {
            nodes.append(try json.integer())
            more = try json.more(.array)
        }
    }

    /// Reads the list of time differences that comes next, and adds them.
    mutating func readDeltas(_ json: inout JSONReader) throws(TraceError) {
        var more = try json.open(.array)
        while more {
            deltas.append(try json.number())
            more = try json.more(.array)
        }
    }

    /// Reads the value of a member of this name, and passes over all others; lists are added to what is there.
    mutating func readMember(_ key: ByteView, _ json: inout JSONReader) throws(TraceError) {
        if key == "samples" {
            try readNodes(&json)
        } else if key == "timeDeltas" {
            try readDeltas(&json)
        } else if key == "lines" {
            try json.eachElement { json throws(TraceError) in lines.append(try json.integer()) }
        } else if key == "startTime" {
            start = try json.number()
        } else if key == "endTime" {
            end = try json.number()
        } else {
            try json.skip()
        }
    }

    /// Forgets what was read: of two members of one name the last counts.
    mutating func removeNodes() { nodes.removeAll() }

    /// Forgets what was read: of two members of one name the last counts.
    mutating func removeDeltas() { deltas.removeAll() }

    /// Adds every sample to `place`, with its time; gives how many name a node that does not exist.
    func add(
        to place: SampleKey, of tree: CPUProfileTree, into builder: inout ProfileBuilder, options: ReadOptions,
        file: String
    ) -> Int {
        let stacks = tree.stacks(into: &builder)
        let timeline = CPUProfileTimeline(samples: nodes, deltas: deltas, start: start ?? 0, end: end)
        timeline.report(into: &builder, file: file)
        var key = place
        var interrupted: StackID?
        var lost = 0
        for index in timeline.order {
            guard let node = tree.index(of: nodes[index]) else {
                lost += 1
                continue
            }
            key.stack = stacks[node]
            if tree.isCollector[node] {
                if options.garbageCollector == .stack, let interrupted {
                    key.stack = builder.stack(parent: interrupted, frame: tree.frames[node])
                }
            } else {
                interrupted = key.stack
                key.stack = lined(key.stack, index, into: &builder)
            }
            builder.addSample(key, value: timeline.durations[index], time: timeline.times[index])
        }
        if lost > 0 {
            builder.diagnostics.report(
                .warning, "cpuprofile.sample", at: SourceLocation(file: file), count: lost,
                "a sample names a node that does not exist; it is left out")
        }
        return lost
    }

    /// The stack with the line that was executing in its leaf, where it is known.
    private func lined(_ stack: StackID, _ index: Int, into builder: inout ProfileBuilder) -> StackID {
        guard index < lines.count, lines[index] > 0 else { return stack }
        var frame = builder.frames[builder.stacks.frame(stack)]
        frame.line = Int32(clamping: lines[index])
        return builder.stack(parent: builder.stacks.parent(stack), frame: builder.frame(frame))
    }
}
