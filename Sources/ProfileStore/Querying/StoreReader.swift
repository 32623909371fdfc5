/// A store that is opened for questions, and cannot be changed through this.
package final class StoreReader {
    private let connection: SQLiteConnection

    /// Opens the store at `path`.
    package convenience init(path: String) throws(StoreError) {
        try self.init(SQLiteConnection(path, .readOnly))
    }

    /// Checks that `connection` is a store and shuts it for writing.
    init(_ connection: SQLiteConnection) throws(StoreError) {
        self.connection = connection
        let version = try StoreOpening.version(of: connection)
        guard version == StoreSchema.version else {
            throw StoreError(
                "\(connection.path): expected a store of schema version \(StoreSchema.version), found \(version): "
                    + "upgrade it with: stacksift store upgrade \(connection.path)")
        }
        try SchemaCheck.run(connection)
        try connection.run("PRAGMA query_only = ON")
        connection.allowReadingOnly()
    }

    /// Asks one SELECT; its rows are read as they are needed.
    package func query(_ sql: String) throws(StoreError) -> QueryResult {
        let statement = try SQLiteStatement(connection, sql)
        guard statement.isReadOnly else {
            throw StoreError("only reading is allowed here (SELECT)", sql: sql)
        }
        guard statement.parameterCount == 0 else {
            throw StoreError("expected a statement without parameters (?)", sql: sql)
        }
        return QueryResult(statement)
    }
}

/// Opens the store at `path` for questions only.
package func openForQuery(path: String) throws(StoreError) -> StoreReader { try StoreReader(path: path) }

/// The rows of one question, read one at a time.
package final class QueryResult {
    /// The names of the columns.
    package let columns: [String]
    private let statement: SQLiteStatement
    private var isAtEnd = false

    init(_ statement: SQLiteStatement) {
        self.statement = statement
        columns = statement.columnNames
    }

    /// The next row; nil after the last one.
    package func next() throws(StoreError) -> [QueryValue]? {
        if isAtEnd { return nil }
        guard try statement.step() else {
            isAtEnd = true
            return nil
        }
        return columns.indices.map { statement.value(Int32(truncatingIfNeeded: $0)) }
    }

    /// All rows that are left.
    package func all() throws(StoreError) -> [[QueryValue]] {
        var rows: [[QueryValue]] = []
        while let row = try next() { rows.append(row) }
        return rows
    }
}
