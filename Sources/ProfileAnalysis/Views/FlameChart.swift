import StackModel

/// What ran when: samples side by side in the order of time, neighbours with the same callers joined.
///
/// A frame is as wide as the values of the samples that it covers. Where several threads are known, each has a lane of
/// its own under a frame with its name.
package final class FlameChart: Sendable {
    /// The frames; one function has as many nodes as it ran times.
    package let tree: CallTree
    /// Where each node starts, by node, in the unit of the values.
    package let starts: [Int64]
    /// Whether the samples have times; without them the order is the trace's.
    package let hasTimes: Bool

    /// The chart of a profile that keeps single samples.
    package init(_ profile: Profile, _ selection: ValueSelection) {
        var groups = FrameGroups(identity: .function)
        let functionGroups = groups.add(profile)
        let order = SampleOrder(profile, selection)
        var walk = ChartWalk(builder: CallTreeBuilder(groups: groups))
        for sample in order.samples {
            let lane = order.hasLanes ? walk.lane(of: profile.samples.key(sample.row).thread, in: profile) : nil
            walk.add(profile.samples.key(sample.row).stack, sample.value, lane, profile, functionGroups)
        }
        hasTimes = order.hasTimes
        starts = walk.starts
        tree = walk.finish()
    }
}

/// The samples of a selection by thread and time.
private struct SampleOrder {
    struct Sample {
        let row: Int
        let value: Int64
        let thread: UInt32
        let time: Int64
    }

    private(set) var samples: [Sample] = []
    private(set) var hasTimes = false
    private(set) var hasLanes = false

    init(_ profile: Profile, _ selection: ValueSelection) {
        profile.forEachValue(selection) { row, value in
            guard value > 0 else { return }
            let time = profile.samples.time(row)
            if time != nil { hasTimes = true }
            let thread = profile.samples.key(row).thread.raw
            samples.append(Sample(row: row, value: value, thread: thread, time: time ?? 0))
        }
        hasLanes = Set(samples.map(\.thread)).count > 1
        samples.sort { ($0.thread, $0.time, $0.row) < ($1.thread, $1.time, $1.row) }
    }
}

/// Lays samples down one after another and remembers the path of the last one.
private struct ChartWalk: ~Copyable {
    private var builder: CallTreeBuilder
    private(set) var starts: [Int64] = [0]
    private var path: [(node: Int32, group: Int32)] = []
    private var wanted: [(group: Int32, flags: FrameFlags)] = []
    private var position: Int64 = 0

    init(builder: consuming CallTreeBuilder) { self.builder = builder }

    consuming func finish() -> CallTree { builder.finish() }

    /// The group of a thread's lane.
    mutating func lane(of thread: ThreadID, in profile: Profile) -> Int32 {
        builder.groups.named(thread: profile.threads[thread], in: profile)
    }

    mutating func add(
        _ stack: StackID, _ value: Int64, _ lane: Int32?, _ profile: Profile, _ functionGroups: [Int32]
    ) {
        wanted.removeAll(keepingCapacity: true)
        var current = stack
        while !current.isNone {
            let frame = profile.frames[profile.stacks.frame(current)]
            if !frame.flags.contains(.root) { wanted.append((functionGroups[frame.function.row], frame.flags)) }
            current = profile.stacks.parent(current)
        }
        if let lane { wanted.append((lane, [])) }
        wanted.reverse()
        var shared = 0
        while shared < min(path.count, wanted.count), path[shared].group == wanted[shared].group { shared += 1 }
        path.removeSubrange(shared...)
        for step in wanted[shared...] {
            let node = builder.append(under: path.last?.node ?? 0, group: step.group, flags: step.flags)
            starts.append(position)
            path.append((node, step.group))
        }
        let leaf = Int(path.last?.node ?? 0)
        builder.own[leaf] = builder.own[leaf].addingSaturated(value)
        position = position.addingSaturated(value)
    }
}
