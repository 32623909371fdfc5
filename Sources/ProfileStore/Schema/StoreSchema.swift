/// The store's schema: everything that is created, and what it means.
package enum StoreSchema {
    /// `PRAGMA user_version` of the stores that this program writes and reads.
    package static let version: Int64 = 4
    /// `PRAGMA page_size` of a new store: a store of one profile has many tables with a few rows each.
    static let pageSize = 2048
    /// `PRAGMA application_id`: the letters SSFT, by which `file` can tell a store.
    package static let applicationID: Int64 = 0x5353_4654

    /// All tables, those that others point to first.
    package static let tables: [TableDescription] =
        profileTables + codeTables + valueTables + sampleTables + comparisonTables

    /// All views, those that others read first.
    package static let views: [ViewDescription] =
        codeViews + valueViews + functionViews + stackViews + callViews + wideViews + comparisonViews + perfettoViews

    /// Makes the tables and views of an empty database; indexes come after the load.
    static func create(in connection: SQLiteConnection, toolVersion: String) throws(StoreError) {
        try connection.run("PRAGMA user_version = \(version)")
        try connection.run("PRAGMA application_id = \(applicationID)")
        try createTables(in: connection)
        try createViews(in: connection)
        let meta = try SQLiteStatement(connection, "INSERT INTO meta VALUES (?, ?)")
        for (key, value) in [("schema_version", "\(version)"), ("tool_version", toolVersion)] {
            meta.bind(1, key)
            meta.bind(2, value)
            try meta.insert()
        }
    }

    /// Makes the tables, all of them empty but `chain_step`.
    static func createTables(in connection: SQLiteConnection) throws(StoreError) {
        for table in tables { try connection.run(table.createStatement) }
        let steps = (0..<ChainText.longest).map { "(\($0))" }.joined(separator: ", ")
        try connection.run("INSERT INTO chain_step VALUES \(steps)")
    }

    /// Makes the views.
    static func createViews(in connection: SQLiteConnection) throws(StoreError) {
        for view in views { try connection.run(view.createStatement) }
    }

    /// Makes the indexes.
    static func createIndexes(in connection: SQLiteConnection) throws(StoreError) {
        for table in tables {
            for statement in table.indexStatements { try connection.run(statement) }
        }
    }
}
