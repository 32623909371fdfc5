import StackModel

/// The rows of one table that an export uses, numbered from 0 in canonical order.
struct UsedRows {
    /// A row of the table for each number.
    let rows: [Int]
    /// Number by place; -1 for what is not used.
    private let numbers: [Int64]
    private let places: [UInt32]

    /// Numbers what `isUsed` says of each place; `places` has the place of each row.
    init(places: [UInt32], isUsed: [Bool]) {
        var rowOfPlace = [Int](repeating: 0, count: isUsed.count)
        for row in places.indices.reversed() { rowOfPlace[Int(places[row])] = row }
        var rows: [Int] = []
        var numbers = [Int64](repeating: -1, count: isUsed.count)
        for place in isUsed.indices where isUsed[place] {
            numbers[place] = Int64(rows.count)
            rows.append(rowOfPlace[place])
        }
        self.rows = rows
        self.numbers = numbers
        self.places = places
    }

    /// The number of a row; -1 for none.
    subscript(row: Int) -> Int64 { numbers[Int(places[row])] }

    /// Where these are stacks: the functions of their frames.
    func functions(_ profile: Profile, _ tables: CanonicalTables) -> UsedRows {
        var isUsed = [Bool](repeating: false, count: tables.functions.count)
        for row in rows {
            let function = profile.function(of: profile.stacks.frame(StackID(row: row)))
            isUsed[Int(tables.functions[function.row])] = true
        }
        return UsedRows(places: tables.functions.places, isUsed: isUsed)
    }
}

extension SampleSums {
    /// All stacks of the samples and their callers, without the empty one and the profiler's root.
    func usedStacks(_ profile: Profile, _ stacks: StackOrder) -> UsedRows {
        var isUsed = [Bool](repeating: false, count: profile.stacks.count)
        for sum in sums {
            var current = sum.key.stack
            var place = Int(stacks.places[current.row])
            while place != 0, !isUsed[place] {
                isUsed[place] = true
                current = profile.stacks.parent(current)
                place = Int(stacks.places[current.row])
            }
        }
        return UsedRows(places: stacks.places, isUsed: isUsed)
    }

    /// What `row` gives of each sum's key, without row 0.
    func used(_ ranks: Ranks, _ row: (SampleKey) -> Int) -> UsedRows {
        var isUsed = [Bool](repeating: false, count: ranks.count)
        for sum in sums { isUsed[Int(ranks[row(sum.key)])] = true }
        isUsed[0] = false
        return UsedRows(places: ranks.places, isUsed: isUsed)
    }
}
