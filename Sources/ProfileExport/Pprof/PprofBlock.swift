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

    /// Frames of all stacks, leaf first, and where each stack ends in them.
    private(set) var path = Column<FrameID>()
    private var ends = Column<Int>()
    /// The leaf of each stack; none for one without frames.
    private(set) var leaves: [FrameID] = []
    private(set) var keys: [SampleKey] = []
    /// The values of a sample, all columns one behind the other, sample by sample.
    private var values: [Int64] = []

    /// No samples yet.
    init() {}

    /// Gathers sums from `start` on, at least one of those that there are, and gives how many.
    mutating func gather(from start: Int, of sums: SampleSums, _ columns: ValueColumns, _ profile: Profile) -> Int {
        path.removeAll()
        ends.removeAll()
        keys.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        for index in start..<min(start + PprofBlock.size, sums.count) {
            let sum = sums[index]
            keys.append(sum.key)
            let rows = sums.rows[sum.range]
            for column in columns.types.indices { values.append(columns.value(rows, of: profile, column: column)) }
        }
        leaves.removeAll(keepingCapacity: true)
        for key in keys { leaves.append(profile.leaf(of: key.stack)) }
        for key in keys where path.count < PprofBlock.frameCount {
            profile.appendLeafFirst(key.stack, to: &path)
            ends.append(path.count)
        }
        return ends.count
    }

    /// The stack of a sample as a range of `path`.
    func range(_ sample: Int) -> Range<Int> { (sample == 0 ? 0 : ends[sample - 1])..<ends[sample] }

    /// The values of a sample, of which each has `width`.
    func values(_ sample: Int, width: Int) -> ArraySlice<Int64> { values[(sample * width)..<((sample + 1) * width)] }
}
