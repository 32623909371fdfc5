/// The place of every row of a table in an order that content alone decides: equal rows share a place.
///
/// Place 0 belongs to row 0, which stands for "none" in every table.
struct Ranks {
    /// Place by row.
    let places: [UInt32]
    /// One row of each place, in order; that of place 0 is row 0.
    let rows: [Int]

    /// Orders the rows `1 ..< count` by `precedes`.
    init(count: Int, precedes: (_ left: Int, _ right: Int) -> Bool) {
        let sorted = (1..<max(count, 1)).sorted(by: precedes)
        var places = [UInt32](repeating: 0, count: max(count, 1))
        var rows = [0]
        for row in sorted {
            if rows.count == 1 || precedes(rows[rows.count - 1], row) { rows.append(row) }
            places[row] = UInt32(truncatingIfNeeded: rows.count - 1)
        }
        self.places = places
        self.rows = rows
    }

    /// How many places there are, that of "none" included.
    var count: Int { rows.count }

    /// The place of a row.
    @inline(__always)
    subscript(row: Int) -> UInt32 { places[row] }
}
