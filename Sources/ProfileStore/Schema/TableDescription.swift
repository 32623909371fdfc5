/// The types that a STRICT column has here.
package enum SQLType: String, Sendable {
    case integer = "INTEGER"
    case real = "REAL"
    case text = "TEXT"
}

/// One column of a table or view: what CREATE needs, and what people need.
package struct ColumnDescription: Sendable {
    package var name: String
    package var type: SQLType
    /// Whether the value may be absent; absent means unknown.
    package var isNullable = false
    /// The table that the column points into; its key has the same name unless `key` says otherwise.
    package var table: String?
    package var key: String?
    /// Unit of the value; nil where it has none.
    package var unit: String?
    package var meaning: String

    /// A whole number.
    static func integer(
        _ name: String, _ meaning: String, unit: String? = nil, null: Bool = false, to table: String? = nil,
        key: String? = nil
    ) -> ColumnDescription {
        ColumnDescription(
            name: name, type: .integer, isNullable: null, table: table, key: key, unit: unit, meaning: meaning)
    }

    /// A text.
    static func text(_ name: String, _ meaning: String, null: Bool = false) -> ColumnDescription {
        ColumnDescription(name: name, type: .text, isNullable: null, meaning: meaning)
    }

    /// A ratio or another number that is not whole.
    static func real(_ name: String, _ meaning: String, unit: String? = nil) -> ColumnDescription {
        ColumnDescription(name: name, type: .real, isNullable: true, unit: unit, meaning: meaning)
    }

    /// The column in CREATE TABLE.
    var definition: String {
        var words = "\(name) \(type.rawValue)"
        if !isNullable { words += " NOT NULL" }
        if let table {
            words += " REFERENCES \(table) (\(key ?? name))"
            if isNullable, table == "profile" {
                words += " ON DELETE SET NULL"
            } else if ["profile", "series", "process", "label_set", "counter", "comparison"].contains(table) {
                words += " ON DELETE CASCADE"
            }
        }
        return words
    }
}

/// An index, made after the rows are in.
package struct IndexDescription: Sendable {
    package var columns: [String]
    /// What it is for.
    package var meaning: String
}

/// One table of the store.
package struct TableDescription: Sendable {
    package var name: String
    package var meaning: String
    package var columns: [ColumnDescription]
    package var primaryKey: [String]
    package var unique: [[String]] = []
    package var indexes: [IndexDescription] = []
    /// Whether the rows lie in the order of the primary key.
    package var isClustered = false

    /// The CREATE TABLE statement.
    package var createStatement: String {
        var lines = columns.map { "    " + $0.definition }
        if !primaryKey.isEmpty { lines.append("    PRIMARY KEY (\(primaryKey.joined(separator: ", ")))") }
        for columns in unique { lines.append("    UNIQUE (\(columns.joined(separator: ", ")))") }
        let options = isClustered ? "STRICT, WITHOUT ROWID" : "STRICT"
        return "CREATE TABLE \(name) (\n\(lines.joined(separator: ",\n"))\n) \(options)"
    }

    /// The CREATE INDEX statements.
    package var indexStatements: [String] {
        indexes.map { index in
            let place = index.columns.joined(separator: "_")
            return "CREATE INDEX \(name)_by_\(place) ON \(name) (\(index.columns.joined(separator: ", ")))"
        }
    }
}

/// One view of the store.
package struct ViewDescription: Sendable {
    package var name: String
    package var meaning: String
    package var columns: [ColumnDescription]
    /// The SELECT, with its columns in the order of `columns`.
    package var select: String

    /// The CREATE VIEW statement.
    package var createStatement: String {
        // One name of Perfetto's is a word of SQL.
        let names = columns.map { $0.name == "end" ? "\"end\"" : $0.name }
        return "CREATE VIEW \(name) (\(names.joined(separator: ", "))) AS\n\(select)"
    }
}
