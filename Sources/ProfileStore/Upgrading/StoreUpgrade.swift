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
            if found < 2 { try toVersion2(connection) }
            if found < 3 { try toVersion3(connection) }
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
        try drop(["view", "index"], from: connection)
        try rebuild(connection, "profile", adding: ["value_layout": "NULL"])
        try rebuild(
            connection, "profile_value",
            adding: [
                "is_derived": """
                (SELECT v.unit = 'count' AND (v.value_type = 'samples' OR v.value_type LIKE 'samples:%')
                    AND p.format IN ('perf', 'cpuprofile')
                FROM value_type v, profile p
                WHERE v.value_type_id = old.value_type_id AND p.profile_id = old.profile_id)
                """
            ])
        try connection.run("ALTER TABLE stack_value RENAME TO upgrade_old")
        try create("stack_run", in: connection)
        try connection.run(
            "INSERT INTO stack_run SELECT profile_id, value_type_id, stack_id, 1, self, total FROM upgrade_old")
        try connection.run("DROP TABLE upgrade_old")
        for table in comparisonTables { try create(table.name, in: connection) }
        try StoreSchema.createViews(in: connection)
        try StoreSchema.createIndexes(in: connection)
    }

    /// 3: views that other readers of SQLite files read too; functions by name and place, each text once.
    private static func toVersion3(_ connection: SQLiteConnection) throws(StoreError) {
        try drop(["view", "index"], from: connection)
        try rebuild(
            connection, "function",
            adding: [
                "place": "substr(old.function_key, length(old.function) + 2)",
                "short_name": "nullif(old.short_name, old.function)",
            ])
        try StoreSchema.createViews(in: connection)
        try StoreSchema.createIndexes(in: connection)
    }

    /// Makes a table anew and copies its rows; columns that the old one lacks get what `adding` says.
    private static func rebuild(
        _ connection: SQLiteConnection, _ name: String, adding: [String: String]
    ) throws(StoreError) {
        guard let table = StoreSchema.tables.first(where: { $0.name == name }) else { return }
        try connection.run("ALTER TABLE \(name) RENAME TO upgrade_old")
        try connection.run(table.createStatement)
        let values = table.columns.map { adding[$0.name] ?? "old.\($0.name)" }
        try connection.run("INSERT INTO \(name) SELECT \(values.joined(separator: ", ")) FROM upgrade_old old")
        try connection.run("DROP TABLE upgrade_old")
    }

    private static func create(_ name: String, in connection: SQLiteConnection) throws(StoreError) {
        guard let table = StoreSchema.tables.first(where: { $0.name == name }) else { return }
        try connection.run(table.createStatement)
    }

    /// Drops the store's own views, or indexes; those that people added stay and find the new tables by their names.
    private static func drop(_ types: Set<String>, from connection: SQLiteConnection) throws(StoreError) {
        let names = Set(StoreSchema.views.map(\.name))
        let tables = Set(StoreSchema.tables.map(\.name)).union(["stack_value"])
        var statements: [String] = []
        let rows = try SQLiteStatement(connection, "SELECT type, name, tbl_name, sql FROM sqlite_schema")
        while try rows.step() {
            guard case .text(let type) = rows.value(0), case .text(let name) = rows.value(1) else { continue }
            guard case .text(let table) = rows.value(2), types.contains(type) else { continue }
            if type == "view", names.contains(name) { statements.append("DROP VIEW \(name)") }
            // Indexes without a text belong to keys.
            if type == "index", tables.contains(table), rows.value(3) != .null, name.hasPrefix(table + "_by_") {
                statements.append("DROP INDEX \"\(name.split(separator: "\"").joined(separator: "\"\""))\"")
            }
        }
        for statement in statements { try connection.run(statement) }
    }
}
