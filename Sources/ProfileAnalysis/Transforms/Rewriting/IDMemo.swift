import StackModel

/// New ids by old ones, for one table; what was not asked for yet is nil.
struct IDMemo<Table: ~Copyable>: ~Copyable {
    private var rows: Column<UInt32>

    /// A memo for a table of `count` rows; "none" stays none.
    init(count: Int) {
        rows = Column(repeating: .max, count: max(count, 1))
        rows[0] = 0
    }

    subscript(old: TypedID<Table>) -> TypedID<Table>? {
        get {
            let raw = rows[old.row]
            return raw == .max ? nil : TypedID(raw)
        }
        set { rows[old.row] = newValue?.raw ?? .max }
    }
}
