import ProfileAnalysis
import StackModel

/// The samples of a profile as speedscope shows them: a lane for each thread, in each lane one stack after the other.
///
/// Where samples have times, a lane has each of them, in order. Where they have none, each stack stands once, in
/// canonical order.
struct SpeedscopeLanes {
    /// One lane.
    struct Lane {
        let thread: ThreadID
        /// speedscope takes no negative weights: what a difference of profiles lost has a lane of its own.
        let isNegative: Bool
        var stacks: [StackID] = []
        /// Sizes of the weights, at least 0.
        var weights: [Int64] = []

        mutating func add(_ stack: StackID, _ weight: Int64, isSum: Bool) {
            if isSum, stacks.last == stack {
                weights[weights.count - 1] = weights[weights.count - 1].addingSaturated(weight)
            } else {
                stacks.append(stack)
                weights.append(weight)
            }
        }
    }

    /// Lanes by thread, that of unknown threads first.
    let lanes: [Lane]

    init(_ profile: Profile, _ selection: ValueSelection, _ tables: CanonicalTables, _ sums: SampleSums) {
        var values = [Int64?](repeating: nil, count: profile.samples.count)
        profile.forEachValue(selection) { row, value in values[row] = value }
        var index: [LaneKey: Int] = [:]
        var lanes: [(key: LaneKey, lane: Lane)] = []
        let byTime = SpeedscopeLanes.rowsByTime(profile)
        for row in byTime ?? sums.rows {
            guard let value = values[row] else { continue }
            let sample = profile.samples.key(row)
            let key = LaneKey(thread: tables.threads[sample.thread.row], isNegative: value < 0)
            if index[key] == nil {
                index[key] = lanes.count
                lanes.append((key, Lane(thread: sample.thread, isNegative: value < 0)))
            }
            lanes[index[key] ?? 0].lane.add(sample.stack, Int64(clamping: value.magnitude), isSum: byTime == nil)
        }
        self.lanes = lanes.sorted { $0.key < $1.key }.map(\.lane)
    }

    /// The rows of the sample table by time; nil where there are no times.
    private static func rowsByTime(_ profile: Profile) -> [Int]? {
        let times = (0..<profile.samples.count).map { profile.samples.time($0) ?? .min }
        guard times.contains(where: { $0 != .min }) else { return nil }
        return (0..<times.count).sorted { times[$0] == times[$1] ? $0 < $1 : times[$0] < times[$1] }
    }

    private struct LaneKey: Hashable, Comparable {
        let thread: UInt32
        let isNegative: Bool

        static func < (left: LaneKey, right: LaneKey) -> Bool {
            left.thread == right.thread ? !left.isNegative && right.isNegative : left.thread < right.thread
        }
    }
}
