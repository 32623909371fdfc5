/// Row numbers by the ids that a file gives its own records: an array where ids are dense, as nearly all writers make
/// them, and a dictionary for those beyond.
struct IDTable {
    private var rows: [Int32] = []
    private var sparse: [Int64: Int32] = [:]
    private(set) var count = 0

    /// The row of `id`; nil when no record has it.
    @inline(__always)
    func row(of id: Int64) -> Int? {
        if id >= 0, id < rows.count {
            let row = rows[Int(id)]
            return row < 0 ? nil : Int(row)
        }
        return sparse.isEmpty ? nil : sparse[id].map(Int.init)
    }

    /// Gives `id` the row `row`, which fits into 31 bits; false when it has one already.
    mutating func insert(_ id: Int64, row: Int) -> Bool {
        guard self.row(of: id) == nil else { return false }
        count += 1
        let number = Int32(truncatingIfNeeded: row)
        guard id >= 0, id < max(1 << 16, count * 4) else {
            sparse[id] = number
            return true
        }
        let index = Int(id)
        if index >= rows.count { extend(to: index + 1) }
        rows[index] = number
        return true
    }

    /// Makes the array longer, and takes over what stood in the dictionary for want of it.
    private mutating func extend(to needed: Int) {
        let length = max(needed, rows.count + rows.count / 2)
        rows.append(contentsOf: repeatElement(-1, count: length - rows.count))
        guard !sparse.isEmpty else { return }
        for (id, row) in sparse where id >= 0 && id < length {
            rows[Int(id)] = row
            sparse[id] = nil
        }
    }
}
