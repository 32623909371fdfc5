/// The place of every row of a table in an order that content alone decides: equal rows share a place.
///
/// Place 0 belongs to row 0, which stands for "none" in every table.
struct Ranks {
    /// Place by row.
    let places: [UInt32]
    /// One row of each place, in order; that of place 0 is row 0.
    let rows: [Int]

    /// Orders the rows `1 ..< count` by `key`, and those of one key by `precedes`, which has keys in the same order: most
    /// rows are then told apart without being looked at.
    init(count: Int, key: (_ row: Int) -> UInt64, precedes: (_ left: Int, _ right: Int) -> Bool) {
        var sorted = (1..<max(count, 1)).map { (key: key($0), row: $0) }
        sorted.sort { $0.key == $1.key ? precedes($0.row, $1.row) : $0.key < $1.key }
        var places = [UInt32](repeating: 0, count: max(count, 1))
        var rows = [0]
        rows.reserveCapacity(sorted.count + 1)
        for (index, next) in sorted.enumerated() {
            let isNew = index == 0 || sorted[index - 1].key != next.key || precedes(sorted[index - 1].row, next.row)
            if isNew { rows.append(next.row) }
            places[next.row] = UInt32(truncatingIfNeeded: rows.count - 1)
        }
        self.places = places
        self.rows = rows
    }

    /// Orders the rows `1 ..< count` by `precedes`.
    init(count: Int, precedes: (_ left: Int, _ right: Int) -> Bool) {
        self.init(count: count, key: { _ in 0 }, precedes: precedes)
    }

    /// How many places there are, that of "none" included.
    var count: Int { rows.count }

    /// The place of a row.
    @inline(__always)
    subscript(row: Int) -> UInt32 { places[row] }
}
