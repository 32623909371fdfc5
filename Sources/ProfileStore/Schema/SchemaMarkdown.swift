extension StoreSchema {
    /// The data dictionary, docs/schema.md: written from the same descriptions as the schema itself.
    package static func schemaMarkdown() -> String {
        var text = """
            # The store's schema, version \(version)

            A store is a SQLite database (`PRAGMA user_version` is \(version)).
            `stacksift export -o x.db TRACE...` writes one, `stacksift query x.db 'select ...'` asks it, and so does
            every other SQLite tool. This page is made from the descriptions in Sources/ProfileStore/Schema; a test
            compares the two.

            - Begin with the views: `top`, `tree`, `folded`, `callers`, `callees`. The tables hold what they are
              made of.
            - A null means that the trace does not say. Times are nanoseconds, values are whole numbers in the unit of
              their value type. Every profile has its own value types: filter by `is_default = 1` or by `value_type`
              before adding up.
            - Functions and paths are shared by all profiles of a store, so that two profiles join on `function_id` and
              `stack_id`. A function is its name and the base name of its module (or source file).
            - `self` is what was measured in a function, path or line itself; `total` is that and all below it, with
              recursion counted once.
            - Sums over samples without frames are in `profile_value.total` and in no function or path.
            - polars looks at the first rows alone to tell a column's type: give `read_database` the argument
              `infer_schema_length=None`. pandas keeps whole numbers beside nulls with
              `dtype_backend="numpy_nullable"`. The helper in python/stacksift does both by itself.

            ## Queries

            Each has a name: `stacksift query STORE --named top --param profile=3`. Words with a colon in front are
            parameters.


            """
        for query in NamedQuery.all {
            text += "\(query.question) `--named \(query.name)`"
            for parameter in query.parameters { text += "\n- `:\(parameter.name)`: \(parameter.meaning)" }
            text += "\n\n```sql\n\(query.sql)\n```\n\n"
        }
        text += "## Views\n"
        for view in views {
            text += "\n### \(view.name)\n\n\(view.meaning)\n\n" + columnTable(view.columns)
        }
        text += "\n## Tables\n"
        for table in tables {
            text += "\n### \(table.name)\n\n\(table.meaning)\n\n" + columnTable(table.columns)
            text += "\n" + keyLines(table)
        }
        text += """

            ## Changes

            - 4: `function`, `stack`, `function_value` and `line_value` are views with the columns that the tables had:
              names are kept by `origin`, paths as chains in `stack_chain`, a value and the number of its samples in one
              row of `stack_run`, `function_sum` and `line_sum`, by `series`. Times are nanoseconds and sizes bytes in
              every profile. `call_edge.primitive_calls` is null where it is not known.
            - 3: views mean the same in DuckDB: `trend` counts profiles without a date as the oldest, `labels` is `{}`
              where there are none, labels of samples are JSON numbers or texts; more columns have a declared type.
              `function.place` in place of `function_key`; `short_name` is null where it would say the same again.
            - 2: `stack_run` in place of the table `stack_value`, which is a view now; `profile.value_layout`,
              `profile_value.is_derived`; comparisons.
            - 1: the first version.

            """
        return text
    }

    private static func columnTable(_ columns: [ColumnDescription]) -> String {
        var text = "| column | type | unit | meaning |\n|---|---|---|---|\n"
        for column in columns {
            let type = column.type.rawValue.lowercased() + (column.isNullable ? ", null" : "")
            var meaning = column.meaning
            if let table = column.table { meaning += " -> `\(table).\(column.key ?? column.name)`" }
            text += "| `\(column.name)` | \(type) | \(column.unit ?? "") | \(meaning) |\n"
        }
        return text
    }

    private static func keyLines(_ table: TableDescription) -> String {
        var text = ""
        if !table.primaryKey.isEmpty { text += "- Primary key: \(list(table.primaryKey))\n" }
        for columns in table.unique { text += "- Unique: \(list(columns))\n" }
        for index in table.indexes { text += "- Index: \(list(index.columns)), for \(index.meaning)\n" }
        return text
    }

    private static func list(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
}
