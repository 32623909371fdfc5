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
    let sums: [Sum]

    /// Groups all rows of the sample table.
    init(_ profile: Profile, _ tables: CanonicalTables, _ stacks: StackOrder) {
        let samples = Keyed.all(profile, tables, stacks)
        rows = samples.map(\.row)
        var sums: [Sum] = []
        var start = 0
        while start < samples.count {
            var end = start + 1
            while end < samples.count, samples[end].isAlike(samples[start]) { end += 1 }
            sums.append(Sum(key: profile.samples.key(samples[start].row), range: start..<end))
            start = end
        }
        self.sums = sums
    }

    /// A row of the sample table with its place in the canonical order.
    private struct Keyed {
        let stack: UInt32
        let owner: UInt64
        let row: Int

        func isAlike(_ other: Keyed) -> Bool { stack == other.stack && owner == other.owner }

        static func all(_ profile: Profile, _ tables: CanonicalTables, _ stacks: StackOrder) -> [Keyed] {
            (0..<profile.samples.count).map { row in
                let key = profile.samples.key(row)
                let owner = UInt64(tables.threads[key.thread.row]) << 32 | UInt64(tables.labelSets[key.labels.row])
                return Keyed(stack: stacks.places[key.stack.row], owner: owner, row: row)
            }.sorted {
                $0.stack == $1.stack ? ($0.owner, $0.row) < ($1.owner, $1.row) : $0.stack < $1.stack
            }
        }
    }
}
