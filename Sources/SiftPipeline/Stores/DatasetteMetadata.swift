import ProfileExport
import ProfileStore

/// Metadata with which Datasette serves a store: what its tables mean, and every named question as a canned query.
package enum DatasetteMetadata {
    /// The JSON for a store whose file is `database` without its ending.
    package static func json(database: String) -> String {
        var json = JSONText()
        json.open("{")
        json.member("title", "StackSift: \(database)")
        json.key("databases")
        json.open("{")
        json.key(database)
        json.open("{")
        json.newline()
        json.key("tables")
        json.open("{")
        for table in StoreSchema.tables { write(table.name, table.meaning, table.columns, to: &json) }
        for view in StoreSchema.views { write(view.name, view.meaning, view.columns, to: &json) }
        json.close("}")
        json.newline()
        json.key("queries")
        json.open("{")
        for query in NamedQuery.all { write(query, to: &json) }
        json.close("}")
        for _ in 0..<3 { json.close("}") }
        return String(decoding: json.bytes, as: UTF8.self) + "\n"
    }

    private static func write(
        _ name: String, _ meaning: String, _ columns: [ColumnDescription], to json: inout JSONText
    ) {
        json.newline()
        json.key(name)
        json.open("{")
        json.member("description", meaning)
        json.key("columns")
        json.open("{")
        for column in columns { json.member(column.name, column.meaning) }
        json.close("}")
        json.close("}")
    }

    private static func write(_ query: NamedQuery, to json: inout JSONText) {
        json.newline()
        json.key(query.name)
        json.open("{")
        json.member("title", query.question)
        json.member("description", query.parameters.map { "\($0.name): \($0.meaning)" }.joined(separator: "; "))
        json.member("sql", sql(of: query))
        json.close("}")
    }

    /// Datasette leaves fields that are not filled in empty: they get their usual values.
    private static func sql(of query: NamedQuery) -> String {
        query.parameters.reduce(query.sql) { sql, parameter in
            guard let standard = parameter.standard else { return sql }
            return sql.replacing(
                ":\(parameter.name)", with: "coalesce(nullif(:\(parameter.name), ''), (\(standard)))")
        }
    }
}
