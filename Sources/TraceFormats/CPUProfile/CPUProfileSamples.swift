import StackModel
import TraceInput

/// The samples of a V8 profile, as ids of the tree's nodes, with the time between them in microseconds.
struct CPUProfileSamples {
    private(set) var nodes: [Int64] = []
    private(set) var deltas = CPUProfileDeltas()
    /// The line that was executing, 1-based, for each sample; traces have it, files do not.
    private(set) var lines: [Int64] = []
    /// When the recording began and ended, in microseconds of V8's own clock.
    var start: Double?
    var end: Double?

    /// Reads the value of a member of this name, and passes over all others; lists are added to what is there.
    mutating func readMember(_ key: ByteView, _ json: inout JSONReader) throws(TraceError) {
        if key == "samples" {
            if try !json.skipNull() { try json.integers(into: &nodes) }
        } else if key == "timeDeltas" {
            if try !json.skipNull() { try deltas.read(&json) }
        } else if key == "lines" {
            if try !json.skipNull() { try json.integers(into: &lines) }
        } else if key == "startTime" {
            if try !json.skipNull() { start = try json.number() }
        } else if key == "endTime" {
            if try !json.skipNull() { end = try json.number() }
        } else {
            try json.skip()
        }
    }

    /// Forgets what a list has, before it is read anew: of two members of one name the last counts.
    mutating func forget(_ key: ByteView) {
        if key == "samples" { nodes.removeAll() }
        if key == "timeDeltas" { deltas = CPUProfileDeltas() }
        if key == "lines" { lines.removeAll() }
    }

    /// Takes times from a list of absolute ones, in microseconds. The old form, which has such a list, gives its end
    /// in seconds of a clock that need not be that of the samples, so that its last sample lasts no time.
    mutating func setTimes(_ timestamps: [Double]) {
        start = 0
        end = nil
        deltas = CPUProfileDeltas(
            timestamps.enumerated().map { index, time in index == 0 ? time : time - timestamps[index - 1] })
    }

    /// Adds every sample to `place`, with its time; gives how many name a node that does not exist.
    func add(
        to place: SampleKey, of tree: CPUProfileTree, into builder: inout ProfileBuilder, options: ReadOptions,
        file: String
    ) -> Int {
        let stacks = tree.stacks(into: &builder)
        let timeline = CPUProfileTimeline(count: nodes.count, deltas: deltas, start: start ?? 0, end: end)
        timeline.report(into: &builder, file: file)
        tree.report(into: &builder, file: file)
        var ticks = tree.ticks
        // Few samples of many stacks are not worth room for all stacks.
        let sumsFirst = builder.detail == .stacks && nodes.count > stacks.count / 4
        var sums = StackSums()
        var key = place
        var interrupted: StackID?
        var (lost, lostTime) = (0, Int64(0))
        timeline.forEach { index, time, duration in
            guard let node = tree.index(of: nodes[index]) else {
                lost += 1
                lostTime = lostTime.addingSaturated(duration)
                return
            }
            key.stack = stacks[node]
            if tree.isCollector[node] {
                if options.garbageCollector == .stack, let interrupted {
                    key.stack = builder.stack(parent: interrupted, frame: tree.frames[node])
                }
            } else {
                interrupted = key.stack
                if index < lines.count {
                    if lines[index] > 0 { key.stack = builder.stack(key.stack, atLine: lines[index]) }
                } else {
                    key.stack = ticks.lined(key.stack, node, into: &builder)
                }
            }
            if sumsFirst {
                if sums.add(key.stack, value: duration, time: time) { return }
                sums.flush(to: place, into: &builder)
            }
            builder.addSample(key, value: duration, time: time, count: 1)
        }
        sums.flush(to: place, into: &builder)
        if lost > 0 {
            builder.diagnostics.report(
                .warning, "cpuprofile.sample", at: SourceLocation(file: file), count: lost,
                "a sample names a node that does not exist; it is left out (\(lostTime) ns in all)")
        }
        return lost
    }
}
