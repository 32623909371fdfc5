import StackModel

/// The samples of a profile added up by stack, thread and labels, in canonical order.
struct SampleSums {
    /// One sum: what it belongs to, and the rows of the sample table that it takes in.
    struct Sum {
        let key: SampleKey
        /// A range of `rows`.
        let range: Range<Int>
    }

    /// Rows of the sample table, those of one sum side by side.
    let rows: [Int]
    /// Whether each sum takes in one row.
    var areSingle: Bool { rows.count == ends.count }
    /// Where the rows of each sum end.
    private let ends: [Int]
    private let profile: Profile

    /// Groups all rows of the sample table.
    init(_ profile: Profile, _ tables: CanonicalTables, _ stacks: StackOrder) {
        func owner(_ row: Int) -> UInt64 {
            let key = profile.samples.key(row)
            return UInt64(tables.threads[key.thread.row]) << 32 | UInt64(tables.labelSets[key.labels.row])
        }
        var (rows, starts) = SampleSums.byStack(profile, stacks)
        var ends: [Int] = []
        ends.reserveCapacity(rows.count)
        for place in 0..<starts.count - 1 {
            let range = starts[place]..<starts[place + 1]
            if range.isEmpty { continue }
            if range.count > 1 {
                rows[range].sort { (owner($0), $0) < (owner($1), $1) }
                for row in range.dropFirst() where owner(rows[row]) != owner(rows[row - 1]) { ends.append(row) }
            }
            ends.append(range.upperBound)
        }
        self.rows = rows
        self.ends = ends
        self.profile = profile
    }

    /// How many sums there are.
    var count: Int { ends.count }

    /// A sum by its place in the order.
    subscript(index: Int) -> Sum {
        let range = range(index)
        return Sum(key: profile.samples.keys[rows[range.lowerBound]], range: range)
    }

    /// The range of `rows` that a sum takes in.
    func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    /// All sums in order.
    var sums: [Sum] { (0..<count).map { self[$0] } }

    /// All rows in the order of their stacks, and where those of each place begin.
    private static func byStack(_ profile: Profile, _ stacks: StackOrder) -> (rows: [Int], starts: [Int]) {
        func place(_ row: Int) -> Int { Int(stacks.places[profile.samples.keys[row].stack.row]) }
        var starts = [Int](repeating: 0, count: stacks.places.count + 1)
        for row in 0..<profile.samples.count { starts[place(row) + 1] += 1 }
        for place in 1..<starts.count { starts[place] += starts[place - 1] }
        var next = starts
        var rows = [Int](repeating: 0, count: profile.samples.count)
        for row in rows.indices {
            let place = place(row)
            rows[next[place]] = row
            next[place] += 1
        }
        return (rows, starts)
    }
}
