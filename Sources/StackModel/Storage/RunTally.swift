/// What is known of a group while runs are added up, side by side in memory.
package struct RunTally: BitwiseCopyable, Sendable {
    /// The sum of the runs that end in the group, and of those that it is in.
    package private(set) var own: Int64 = 0
    package private(set) var total: Int64 = 0
    /// The last run that the group was seen in, counted from 1; 0 for none.
    package private(set) var lastRun: UInt32 = 0

    /// Nothing so far.
    package init() {}

    @inline(__always)
    fileprivate mutating func add(_ value: Int64, run: UInt32) {
        lastRun = run
        total = total.addingSaturated(value)
    }

    @inline(__always)
    fileprivate mutating func addOwn(_ value: Int64) { own = own.addingSaturated(value) }
}

extension Column where Element == FrameID {
    /// Adds up runs by the groups of their frames; the runs end at `ends`, one behind the other, and the frame of row n
    /// is of group `groups[n]`, -1 for none. What run n is worth is `values[n]`: it counts in each group once, however
    /// often the group stands in it, and in the last group as its own.
    package func tally(
        _ ends: borrowing Column<Int>, _ values: [Int64], by groups: [Int32], into tallies: inout Column<RunTally>
    ) {
        precondition(values.count == ends.rows)
        var largest: UInt32 = 0
        for row in 0..<rows { largest = max(largest, base[row].raw) }
        precondition(rows == 0 || Int(largest) < groups.count)
        precondition(groups.allSatisfy { Int($0) < tallies.rows })
        let sums = tallies.base
        groups.withUnsafeBufferPointer { groups in
            var place = 0
            for run in 0..<values.count {
                let (value, mark) = (values[run], UInt32(truncatingIfNeeded: run &+ 1))
                let end = ends.base[run]
                precondition(end >= place && end <= rows)
                var leaf: Int32 = -1
                while place < end {
                    leaf = groups[Int(base[place].raw)]
                    place &+= 1
                    guard leaf >= 0, sums[Int(leaf)].lastRun != mark else { continue }
                    sums[Int(leaf)].add(value, run: mark)
                }
                if leaf >= 0 { sums[Int(leaf)].addOwn(value) }
            }
        }
    }
}
