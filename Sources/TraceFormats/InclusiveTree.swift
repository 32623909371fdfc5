import StackModel

/// A tree of frames that tells of each frame what it took with all that it called: flame graphs, query plans, call
/// trees in text. What a frame took itself is what its callees leave.
struct InclusiveTree {
    /// How many values each frame has.
    let width: Int
    private var parents: [Int32] = []
    private var frames: [FrameID] = []
    private var totals: [Int64] = []
    private var selves: [Int64] = []
    /// Frames whose callees took more than they did.
    private(set) var overdrawn = 0

    /// A tree without frames, with `width` values a frame.
    init(width: Int) { self.width = width }

    /// How many frames there are.
    var count: Int { frames.count }

    /// Adds a frame below `parent`, which must have been added before it; nil for a root. Returns its number.
    mutating func add(_ frame: FrameID, below parent: Int?, totals values: [Int64]) -> Int {
        precondition(values.count == width && (parent ?? -1) < frames.count)
        parents.append(parent.map { Int32(truncatingIfNeeded: $0) } ?? -1)
        frames.append(frame)
        totals.append(contentsOf: values)
        selves.append(contentsOf: values)
        if let parent {
            for offset in 0..<width {
                let index = parent * width + offset
                selves[index] = selves[index].subtractingSaturated(values[offset])
            }
        }
        return frames.count - 1
    }

    /// What a frame took with all below it.
    func total(_ row: Int, _ column: Int = 0) -> Int64 { totals[row * width + column] }

    /// What a frame took itself; below 0 where its callees took more than it did.
    func own(_ row: Int, _ column: Int = 0) -> Int64 { selves[row * width + column] }

    /// Adds a sample for every frame that took something itself. What is below 0 counts as 0 (and the frame in
    /// `overdrawn`) unless `keepsNegatives`.
    mutating func addSamples(
        into builder: inout ProfileBuilder, thread: ThreadID = .none, keepsNegatives: Bool = false
    ) {
        var stacks: [StackID] = []
        stacks.reserveCapacity(frames.count)
        var values = [Int64](repeating: 0, count: width)
        for row in 0..<frames.count {
            let parent = parents[row] < 0 ? StackID.none : stacks[Int(parents[row])]
            stacks.append(builder.stack(parent: parent, frame: frames[row]))
            var hasValue = false
            for offset in 0..<width {
                let own = selves[row * width + offset]
                values[offset] = keepsNegatives ? own : max(own, 0)
                if own < 0 { overdrawn += 1 }
                if values[offset] != 0 { hasValue = true }
            }
            if hasValue { builder.addSample(SampleKey(stack: stacks[row], thread: thread), values: values) }
        }
    }
}
