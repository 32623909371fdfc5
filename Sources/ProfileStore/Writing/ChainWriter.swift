/// Writes new paths of a store, `stack_chain`: those that go on from each other, one after the other, as one row.
struct ChainWriter: ~Copyable {
    /// One new path.
    struct Path {
        var id: Int64
        /// 0 is none.
        var parent: Int64
        var depth: Int64
        var function: Int64
        var isInlined: Bool
        var isOutermost: Bool
    }

    private let insert: SQLiteStatement
    /// The row that is being made: its first path, and what the others add.
    private var first: Path?
    private var functions = ""
    private var length: Int64 = 0
    private var recursive: Int64 = 0
    private var inlined: Int64 = 0

    init(_ connection: SQLiteConnection) throws(StoreError) {
        insert = try SQLiteStatement(
            connection,
            """
            INSERT INTO stack_chain (first_stack_id, parent_id, depth, functions, recursive, inlined)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
    }

    /// Adds a path whose number is larger than all before.
    mutating func add(_ path: Path) throws(StoreError) {
        guard let character = ChainText.character(path.function) else {
            throw StoreError(
                "expected at most \(ChainText.functionLimit) functions in a store, found more: begin another store")
        }
        let last = (first?.id ?? 0) + length - 1
        if first == nil || length == ChainText.longest || path.id != last + 1 || path.parent != last {
            try flush()
            first = path
        }
        functions.unicodeScalars.append(character)
        if !path.isOutermost { recursive |= 1 << length }
        if path.isInlined { inlined |= 1 << length }
        length += 1
    }

    /// Writes what is left.
    mutating func flush() throws(StoreError) {
        guard let first else { return }
        insert.bind(1, first.id)
        insert.bind(2, first.parent == 0 ? nil : first.parent)
        insert.bind(3, first.depth)
        insert.bind(4, functions)
        insert.bind(5, recursive)
        insert.bind(6, inlined)
        try insert.insert()
        discard()
    }

    /// Forgets what is left: it is written, or the transaction that it belongs to was rolled back.
    mutating func discard() {
        first = nil
        functions = ""
        (length, recursive, inlined) = (0, 0, 0)
    }
}
