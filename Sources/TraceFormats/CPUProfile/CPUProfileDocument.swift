import StackModel
import TraceInput

/// A `.cpuprofile` as it stands in the file: nodes by index, samples by node.
struct CPUProfileDocument {
    private var ids: [Int64] = []
    private var frames: [FrameID] = []
    private var hits: [Int64] = []
    private var parents: [Int32] = []
    private var isCollector: [Bool] = []
    private var children: [(parent: Int32, child: Int64)] = []
    private var parentIDs: [(node: Int32, parent: Int64)] = []
    private var indexOf: [Int64: Int32] = [:]
    private var samples: [Int64] = []
    private var deltas: [Double] = []
    private var start: Double?
    private var end: Double?
    private var hasNodes = false

    /// Reads the whole document.
    init(_ json: JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        var json = json
        var more = try json.open(.object)
        while more {
            let key = try json.key()
            if key == "nodes" {
                hasNodes = true
                resetNodes()
                try readNodes(&json, into: &builder)
            } else if key == "samples" {
                samples.removeAll()
                var next = try json.open(.array)
                while next {
                    samples.append(try json.integer())
                    next = try json.more(.array)
                }
            } else if key == "timeDeltas" {
                deltas.removeAll()
                var next = try json.open(.array)
                while next {
                    deltas.append(try json.number())
                    next = try json.more(.array)
                }
            } else if key == "startTime" {
                start = try json.number()
            } else if key == "endTime" {
                end = try json.number()
            } else {
                try json.skip()
            }
            more = try json.more(.object)
        }
        try json.end()
        guard hasNodes, !ids.isEmpty else {
            throw json.broken("a list of nodes", hasNodes ? "an empty one" : "none", code: "cpuprofile.nodes")
        }
        try linkNodes(json)
    }

    private mutating func resetNodes() {
        ids.removeAll()
        frames.removeAll()
        hits.removeAll()
        isCollector.removeAll()
        children.removeAll()
        parentIDs.removeAll()
        indexOf.removeAll()
    }

    private mutating func readNodes(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        var more = try json.open(.array)
        while more {
            try readNode(&json, into: &builder)
            more = try json.more(.array)
        }
    }

    private mutating func readNode(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        let node = Int32(truncatingIfNeeded: frames.count)
        var id: Int64?
        var frame = FrameID.none
        var hitCount: Int64 = 0
        let firstChild = children.count
        var more = try json.open(.object)
        while more {
            let key = try json.key()
            if key == "id" {
                id = try json.integer()
            } else if key == "callFrame" {
                frame = try readCallFrame(&json, into: &builder)
            } else if key == "hitCount" {
                if try !json.skipNull() { hitCount = try json.integer() }
            } else if key == "parent" {
                if try !json.skipNull() { parentIDs.append((node, try json.integer())) }
            } else if key == "children" {
                children.removeSubrange(firstChild...)
                if try !json.skipNull() {
                    var next = try json.open(.array)
                    while next {
                        children.append((node, try json.integer()))
                        next = try json.more(.array)
                    }
                }
            } else {
                try json.skip()
            }
            more = try json.more(.object)
        }
        guard let id else { throw json.broken("an id in every node", "none", code: "cpuprofile.node") }
        guard indexOf.updateValue(node, forKey: id) == nil else {
            throw json.broken("every node id once", "\(id) again", code: "cpuprofile.node")
        }
        guard !frame.isNone else { throw json.broken("a callFrame in every node", "none", code: "cpuprofile.node") }
        ids.append(id)
        frames.append(frame)
        hits.append(hitCount)
        isCollector.append(builder.frames[frame].flags.contains(.garbageCollector))
    }

    private func readCallFrame(
        _ json: inout JSONReader, into builder: inout ProfileBuilder
    ) throws(TraceError) -> FrameID {
        var function = Function(name: .none)
        var more = try json.open(.object)
        while more {
            let key = try json.key()
            if key == "functionName" {
                function.name = builder.string(try json.string())
            } else if key == "url" {
                function.file = builder.string(try json.string())
            } else if key == "lineNumber" {
                // Zero-based in the file; V8's "no line" is -1.
                let line = try json.integer()
                function.startLine = line < 0 ? 0 : Int32(clamping: line.addingSaturated(1))
            } else {
                try json.skip()
            }
            more = try json.more(.object)
        }
        if function.name.isNone { function.name = builder.string("(anonymous)") }
        let flags = CPUProfileDocument.flags(builder.strings.bytes(function.name), hasFile: !function.file.isNone)
        return builder.frame(Frame(function: builder.function(function), flags: flags))
    }

    /// V8's own nodes are told by their names, which no script can have: they have no file.
    private static func flags(_ name: ByteView, hasFile: Bool) -> FrameFlags {
        if hasFile { return .interpreted }
        if name == "(root)" { return .root }
        if name == "(garbage collector)" { return .garbageCollector }
        if name == "(idle)" { return .idle }
        return .native
    }

    /// Turns ids into indices, and refuses what is no tree.
    private mutating func linkNodes(_ json: JSONReader) throws(TraceError) {
        parents = [Int32](repeating: -1, count: frames.count)
        for (parent, childID) in children {
            guard let child = indexOf[childID] else { continue }
            try link(child, to: parent, json)
        }
        for (node, parentID) in parentIDs {
            guard let parent = indexOf[parentID] else { continue }
            try link(node, to: parent, json)
        }
        try checkAcyclic(json)
    }

    private mutating func link(_ child: Int32, to parent: Int32, _ json: JSONReader) throws(TraceError) {
        let known = parents[Int(child)]
        guard known < 0 || known == parent else {
            throw json.broken("one parent for every node", "two for node \(ids[Int(child)])", code: "cpuprofile.tree")
        }
        parents[Int(child)] = parent
    }

    private func checkAcyclic(_ json: JSONReader) throws(TraceError) {
        // 0: not seen; 1: on the path that is being walked; 2: known to lead to a root.
        var state = [UInt8](repeating: 0, count: parents.count)
        var path: [Int] = []
        for first in 0..<parents.count where state[first] == 0 {
            var node = first
            while node >= 0, state[node] == 0 {
                state[node] = 1
                path.append(node)
                node = Int(parents[node])
            }
            if node >= 0, state[node] == 1 {
                throw json.broken("a tree of nodes", "a cycle through node \(ids[node])", code: "cpuprofile.tree")
            }
            for seen in path { state[seen] = 2 }
            path.removeAll(keepingCapacity: true)
        }
    }
}

// Samples.
extension CPUProfileDocument {
    /// Adds every sample with its time, or the hit counts of a file without samples.
    mutating func addSamples(
        into builder: inout ProfileBuilder, options: ReadOptions, file: String
    ) throws(TraceError) {
        builder.metadata.linesIdentifyFunctions = true
        var stacks = [StackID](repeating: .none, count: frames.count)
        internStacks(&stacks, into: &builder)
        guard !samples.isEmpty else {
            try addHitCounts(stacks, into: &builder, file: file)
            return
        }
        builder.setWideValueTypes([ValueType(name: "cpu", unit: "nanoseconds")])
        builder.metadata.derivesSampleCounts = true
        let timeline = Timeline(samples: samples, deltas: deltas, start: start ?? 0, end: end)
        timeline.report(into: &builder, file: file)
        var interrupted: StackID?
        var lost = 0
        for index in timeline.order {
            guard let node = indexOf[samples[index]] else {
                lost += 1
                continue
            }
            var stack = stacks[Int(node)]
            if isCollector[Int(node)], options.garbageCollector == .stack, let below = interrupted {
                stack = builder.stack(parent: below, frame: frames[Int(node)])
            } else if !isCollector[Int(node)] {
                interrupted = stack
            }
            builder.addSample(
                SampleKey(stack: stack), values: [timeline.durations[index]], time: timeline.times[index])
        }
        if lost > 0 {
            builder.diagnostics.report(
                .warning, "cpuprofile.sample", at: SourceLocation(file: file), count: lost,
                "a sample names a node that does not exist; it is left out")
        }
        guard lost < samples.count else {
            throw TraceError(
                code: "cpuprofile.sample", at: SourceLocation(file: file), expected: "samples of nodes that exist",
                found: "none")
        }
    }

    /// Interns every node's stack, parents first, however the nodes are ordered.
    private func internStacks(_ stacks: inout [StackID], into builder: inout ProfileBuilder) {
        var done = [Bool](repeating: false, count: frames.count)
        var path: [Int] = []
        for first in 0..<frames.count where !done[first] {
            var node = first
            while node >= 0, !done[node] {
                path.append(node)
                node = Int(parents[node])
            }
            var stack = node >= 0 ? stacks[node] : .none
            while let next = path.popLast() {
                stack = builder.stack(parent: stack, frame: frames[next])
                stacks[next] = stack
                done[next] = true
            }
        }
    }

    private func addHitCounts(
        _ stacks: [StackID], into builder: inout ProfileBuilder, file: String
    ) throws(TraceError) {
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        for node in 0..<frames.count where hits[node] != 0 {
            builder.addSample(SampleKey(stack: stacks[node]), values: [hits[node]], count: max(hits[node], 0))
            if hits[node] < 0 {
                builder.diagnostics.report(
                    .warning, "cpuprofile.hits", at: SourceLocation(file: file), "a negative hit count is kept")
            }
        }
        builder.diagnostics.report(
            .note, "cpuprofile.hits", at: SourceLocation(file: file),
            "the file lists no samples: hit counts are used, times are unknown")
    }
}

/// When each sample was taken and how long it lasted, in nanoseconds.
private struct Timeline {
    var times: [Int64] = []
    var durations: [Int64] = []
    /// The samples in order of time.
    var order: [Int]
    private var negatives = 0
    private var countsDiffer = false

    /// `timeDeltas[i]` is the time between sample i - 1 (or the start) and sample i, in microseconds.
    init(samples: [Int64], deltas: [Double], start: Double, end: Double?) {
        order = Array(0..<samples.count)
        countsDiffer = samples.count != deltas.count
        var now = start
        for index in 0..<samples.count {
            let delta = index < deltas.count ? deltas[index] : 0
            if delta < 0 { negatives += 1 }
            now += delta
            times.append(Timeline.nanoseconds(now))
        }
        if negatives > 0 { order.sort { times[$0] == times[$1] ? $0 < $1 : times[$0] < times[$1] } }
        durations = [Int64](repeating: 0, count: samples.count)
        for (place, index) in order.enumerated() {
            let next = place + 1 < order.count ? times[order[place + 1]] : end.map(Timeline.nanoseconds) ?? times[index]
            durations[index] = max(0, next.subtractingSaturated(times[index]))
        }
    }

    func report(into builder: inout ProfileBuilder, file: String) {
        if negatives > 0 {
            builder.diagnostics.report(
                .note, "cpuprofile.order", at: SourceLocation(file: file), count: negatives,
                "time runs backwards here: the samples were sorted by time")
        }
        if countsDiffer {
            builder.diagnostics.report(
                .warning, "cpuprofile.deltas", at: SourceLocation(file: file),
                "there are not as many timeDeltas as samples")
        }
    }

    private static func nanoseconds(_ microseconds: Double) -> Int64 {
        let value = (microseconds * 1000).rounded()
        return Int64(exactly: value) ?? (value < 0 ? .min : .max)
    }
}
