import StackModel

/// Adds up samples by stack before they go to a builder that keeps no more of them than that: a recording has far more
/// samples than stacks. What the builder gets is what it would have made of the single samples, in the same order.
struct StackSums {
    private var sums: [Int64] = []
    private var counts: [Int64] = []
    /// Stacks in the order of their first samples.
    private var order: [StackID] = []
    private var firstTime = Int64.max
    private var lastTime = Int64.min

    /// No samples yet.
    init() {}

    /// Adds a sample; false, and nothing added, where the sum would go beyond 64 bits.
    @inline(__always)
    mutating func add(_ stack: StackID, value: Int64, time: Int64) -> Bool {
        if stack.row >= counts.count { makeRoom(for: stack) }
        let (sum, overflow) = sums[stack.row].addingReportingOverflow(value)
        guard !overflow else { return false }
        if counts[stack.row] == 0 { order.append(stack) }
        sums[stack.row] = sum
        counts[stack.row] &+= 1
        firstTime = min(firstTime, time)
        lastTime = max(lastTime, time)
        return true
    }

    /// Gives all sums to `builder`, as samples of `place`, and forgets them.
    mutating func flush(to place: SampleKey, into builder: inout ProfileBuilder) {
        guard !order.isEmpty else { return }
        builder.reach(firstTime)
        builder.reach(lastTime)
        var key = place
        for stack in order {
            key.stack = stack
            builder.addSample(key, value: sums[stack.row], count: counts[stack.row])
            sums[stack.row] = 0
            counts[stack.row] = 0
        }
        order.removeAll(keepingCapacity: true)
    }

    private mutating func makeRoom(for stack: StackID) {
        let room = max(stack.row + 1, counts.count * 2) - counts.count
        sums.append(contentsOf: repeatElement(0, count: room))
        counts.append(contentsOf: repeatElement(0, count: room))
    }
}
