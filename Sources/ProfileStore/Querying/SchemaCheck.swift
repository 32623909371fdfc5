/// Looks at the schema of a database that somebody else may have made, before anything in it is asked.
///
/// docs/decisions/0030 says why: views run with the rights of who asks them.
enum SchemaCheck {
    /// Throws where a table, view or index of the store is not what this program makes, and where the database has
    /// triggers or virtual tables. What people add under names of their own is theirs.
    static func run(_ connection: SQLiteConnection) throws(StoreError) {
        try refuseCode(connection)
        var expected: [String: String] = [:]
        for table in StoreSchema.tables { expected[table.name] = table.createStatement }
        for view in StoreSchema.views { expected[view.name] = view.createStatement }
        let rows = try SQLiteStatement(connection, "SELECT type, name, sql FROM sqlite_schema")
        while try rows.step() {
            guard case .text(let name) = rows.value(1) else { continue }
            var sql = ""
            if case .text(let text) = rows.value(2) { sql = text }
            if let own = expected.removeValue(forKey: name), own != sql {
                throw StoreError("\(connection.path): expected \(name) as StackSift makes it, found another one")
            }
        }
        if let missing = expected.keys.min() {
            throw StoreError("\(connection.path): expected a table or view \(missing), found none")
        }
    }

    /// Throws where the database has triggers or virtual tables.
    static func refuseCode(_ connection: SQLiteConnection) throws(StoreError) {
        let rows = try SQLiteStatement(connection, "SELECT type, name, sql FROM sqlite_schema")
        while try rows.step() {
            guard case .text(let name) = rows.value(1) else { continue }
            var sql = ""
            if case .text(let text) = rows.value(2) { sql = text }
            if rows.value(0) == .text("trigger") {
                throw StoreError("\(connection.path): expected a store without triggers, found \"\(name)\"")
            }
            if sql.prefix(24).uppercased().hasPrefix("CREATE VIRTUAL TABLE") {
                throw StoreError("\(connection.path): expected a store without virtual tables, found \"\(name)\"")
            }
        }
    }
}
