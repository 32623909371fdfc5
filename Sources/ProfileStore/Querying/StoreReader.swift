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

    /// Path of the store, or `:memory:`.
    package var path: String { connection.path }

    /// A statement of this program's own.
    func statement(_ sql: String) throws(StoreError) -> SQLiteStatement { try SQLiteStatement(connection, sql) }

    /// Asks one SELECT; its rows are read as they are needed. `values` are those of its parameters (`:name`), by name.
    package func query(_ sql: String, _ values: [String: QueryValue] = [:]) throws(StoreError) -> QueryResult {
        let statement = try SQLiteStatement(connection, sql)
        guard statement.isReadOnly else {
            throw StoreError("only reading is allowed here (SELECT)", sql: sql)
        }
        var unused = Set(values.keys)
        for (index, name) in statement.parameterNames.enumerated() {
            guard let name, let value = values[name] else {
                throw StoreError(
                    "expected a value for the parameter \(name.map { ":" + $0 } ?? "?"), found none", sql: sql)
            }
            statement.bind(Int32(truncatingIfNeeded: index + 1), value)
            unused.remove(name)
        }
        if let name = unused.min() {
            throw StoreError("expected parameters of the statement, found a value for :\(name)", sql: sql)
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
