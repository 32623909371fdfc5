import ProfileAnalysis
import StackModel

/// The samples that are written next, gathered before any of them is.
///
/// Neighbours in canonical order are far apart in memory. What is gathered in one loop the processor waits for all at
/// once, what is fetched between writing one sample and the next it waits for every time.
struct PprofBlock: ~Copyable {
    /// How many samples are gathered at most, and with how many frames or little more.
    private static let size = 64
    private static let frameCount = 1 << 16

    private let profile: Profile
    private let sums: SampleSums
    private let columns: ValueColumns
    /// Whether sums are rows of the sample table, and their values stand there as they are written.
    private let areRows: Bool

    /// Frames of all stacks, leaf first, and where each stack ends in them.
    private(set) var path = Column<FrameID>()
    private var ends = Column<Int>()
    /// The leaf of each stack; none for one without frames.
    private(set) var leaves = Column<FrameID>()
    private(set) var keys = Column<SampleKey>()
    /// The values of a sample, all columns one behind the other, sample by sample.
    private var values = Column<Int64>()
    /// The row of the sample table that each sum begins with.
    private var rows = Column<Int>()

    /// No samples yet of those that `sums` are.
    init(_ profile: Profile, _ sums: SampleSums, _ columns: ValueColumns) {
        self.profile = profile
        self.sums = sums
        self.columns = columns
        areRows = sums.areSingle && columns.areRows(of: profile)
    }

    /// Gathers sums from `start` on, at least one of those that there are, and gives how many.
    mutating func gather(from start: Int) -> Int {
        path.removeAll()
        ends.removeAll()
        leaves.removeAll()
        keys.removeAll()
        let range = start..<min(start + PprofBlock.size, sums.count)
        gatherRows(range)
        keys.append(rows: rows, of: profile.samples.keys)
        if profile.hasLooseStacks {
            profile.looseStacks.append(
                stacksOf: keys, limit: PprofBlock.frameCount, to: &path, ends: &ends, leaves: &leaves)
            return ends.count
        }
        for index in 0..<keys.count { leaves.append(profile.stacks.frame(keys[index].stack)) }
        for index in 0..<keys.count where index == 0 || path.count < PprofBlock.frameCount {
            var stack = keys[index].stack
            while !stack.isNone {
                path.append(profile.stacks.frame(stack))
                stack = profile.stacks.parent(stack)
            }
            ends.append(path.count)
        }
        return ends.count
    }

    private mutating func gatherRows(_ range: Range<Int>) {
        rows.removeAll()
        values.removeAll()
        if areRows {
            for index in range { rows.append(sums.rows[index]) }
            values.append(rows: rows, of: profile.samples.values, width: columns.types.count)
            return
        }
        for index in range {
            let sum = sums.rows[sums.range(index)]
            rows.append(sum[sum.startIndex])
            for column in columns.types.indices { values.append(columns.value(sum, of: profile, column: column)) }
        }
    }

    /// The stack of a sample as a range of `path`.
    func range(_ sample: Int) -> Range<Int> { (sample == 0 ? 0 : ends[sample - 1])..<ends[sample] }

    /// The value of a sample in a column.
    func value(_ sample: Int, _ column: Int) -> Int64 { values[sample * columns.types.count + column] }
}
