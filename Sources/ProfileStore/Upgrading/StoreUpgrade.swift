/// Brings stores of older versions up to this one, step by step, in one transaction.
///
/// A step's text is never changed once a version is out; a newer version adds a step. Each step is tested with a store
/// that the older program wrote.
package enum StoreUpgrade {
    /// Upgrades an open store that is of version `version`; nothing is changed where a step fails.
    static func run(_ connection: SQLiteConnection, from version: Int64) throws(StoreError) {
        // Otherwise a rename would also rename the table in what points to it.
        try connection.run("PRAGMA foreign_keys = OFF")
        try connection.run("PRAGMA legacy_alter_table = ON")
        try connection.transaction { () throws(StoreError) in
            // Another program may have done it while this one waited.
            let found = try connection.firstInteger("PRAGMA user_version") ?? 0
            guard found < StoreSchema.version else { return }
            try SchemaCheck.refuseCode(connection)
            try OldSchema.dropViewsAndIndexes(from: connection)
            if found < 2 { try toVersion2(connection) }
            if found < 3 { try toVersion3(connection) }
            if found < 4 { try UpgradeToVersion4(connection: connection).run() }
            try connection.run("PRAGMA user_version = \(StoreSchema.version)")
            let meta = try SQLiteStatement(connection, "UPDATE meta SET value = ? WHERE key = 'schema_version'")
            meta.bind(1, "\(StoreSchema.version)")
            try meta.insert()
            guard try SQLiteStatement(connection, "PRAGMA foreign_key_check").step() == false else {
                throw StoreError("\(connection.path): rows of the older store point to rows that are not there")
            }
            try SchemaCheck.run(connection)
        }
        try connection.run("PRAGMA legacy_alter_table = OFF")
    }

    /// 2: chains of paths in one row; layouts and derived value types; comparisons.
    private static func toVersion2(_ connection: SQLiteConnection) throws(StoreError) {
        for statement in [
            "ALTER TABLE profile ADD COLUMN value_layout TEXT",
            "ALTER TABLE profile_value ADD COLUMN is_derived INTEGER NOT NULL DEFAULT 0",
            """
            UPDATE profile_value AS old SET is_derived = (
                SELECT v.unit = 'count' AND (v.value_type = 'samples' OR v.value_type LIKE 'samples:%')
                    AND p.format IN ('perf', 'cpuprofile')
                FROM value_type v, profile p
                WHERE v.value_type_id = old.value_type_id AND p.profile_id = old.profile_id)
            """,
            """
            CREATE TABLE stack_run AS
            SELECT profile_id, value_type_id, stack_id AS last_stack_id, 1 AS length, self, total FROM stack_value
            """,
            "DROP TABLE stack_value",
        ] { try connection.run(statement) }
    }

    /// 3: views that other readers of SQLite files read too; functions by name and place, each text once.
    private static func toVersion3(_ connection: SQLiteConnection) throws(StoreError) {
        try connection.run("ALTER TABLE function ADD COLUMN place TEXT")
        try connection.run("UPDATE function SET place = substr(function_key, length(function) + 2)")
    }
}

/// What stores of older versions have.
enum OldSchema {
    /// Views and tables that the store no longer has under these names.
    private static let formerTables: Set<String> = ["stack_value", "function", "stack", "function_value", "line_value"]

    /// Drops the store's own views and indexes; those that people added stay and find the new tables by their names.
    static func dropViewsAndIndexes(from connection: SQLiteConnection) throws(StoreError) {
        let views = Set(StoreSchema.views.map(\.name))
        let tables = Set(StoreSchema.tables.map(\.name)).union(formerTables)
        var statements: [String] = []
        let rows = try SQLiteStatement(connection, "SELECT type, name, tbl_name, sql FROM sqlite_schema")
        while try rows.step() {
            guard case .text(let type) = rows.value(0), case .text(let name) = rows.value(1) else { continue }
            guard case .text(let table) = rows.value(2) else { continue }
            if type == "view", views.contains(name) { statements.append("DROP VIEW \(name)") }
            // Indexes without a text belong to keys.
            if type == "index", tables.contains(table), rows.value(3) != .null, name.hasPrefix(table + "_by_") {
                statements.append("DROP INDEX \"\(name.split(separator: "\"").joined(separator: "\"\""))\"")
            }
        }
        for statement in statements { try connection.run(statement) }
    }

    /// The tables of the store that there are now.
    static func tables(of connection: SQLiteConnection) throws(StoreError) -> Set<String> {
        var names = Set<String>()
        let rows = try SQLiteStatement(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'")
        while try rows.step() { if let name = rows.text(0) { names.insert(name) } }
        return names
    }
}
