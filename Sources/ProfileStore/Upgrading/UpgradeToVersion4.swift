/// 4: chains of paths as text, sums beside their samples, every text once.
///
/// All tables are made anew: what has not changed is copied, the rest is made of the old tables, whose names begin
/// with `old_` meanwhile.
struct UpgradeToVersion4 {
    let connection: SQLiteConnection

    func run() throws(StoreError) {
        let known = Set(StoreSchema.tables.map(\.name)).union(Self.changed)
        let found = try OldSchema.tables(of: connection).intersection(known)
        for table in found.sorted() { try connection.run("ALTER TABLE \(table) RENAME TO old_\(table)") }
        try StoreSchema.createTables(in: connection)
        for table in StoreSchema.tables where found.contains(table.name) && !Self.changed.contains(table.name) {
            try copy(table)
        }
        for statement in Self.series + Self.code { try connection.run(statement) }
        try writeChains()
        for statement in Self.sums { try connection.run(statement) }
        for table in found.sorted() { try connection.run("DROP TABLE old_\(table)") }
        try StoreSchema.createViews(in: connection)
        try StoreSchema.createIndexes(in: connection)
    }

    /// Tables whose rows are not simply copied, and those that are no more.
    private static let changed: Set<String> = [
        "profile_value", "function", "stack", "stack_run", "function_value", "line_value", "call_edge",
        "comparison_run",
    ]

    private func copy(_ table: TableDescription) throws(StoreError) {
        let names = table.columns.map(\.name).joined(separator: ", ")
        try connection.run("INSERT INTO \(table.name) (\(names)) SELECT \(names) FROM old_\(table.name)")
    }

    /// Each value type of a profile has a series; a derived one shares that of the type whose samples it counts, which
    /// `samples:NAME` names, and `samples` leaves to the default.
    private static let series = [
        """
        INSERT INTO series
        SELECT row_number() OVER (ORDER BY profile_id, value_type_id), profile_id, value_type_id FROM old_profile_value
        WHERE is_derived = 0
        """,
        """
        INSERT INTO profile_value
        SELECT pv.profile_id, pv.value_type_id, pv.is_default, pv.total, pv.sample_count, pv.is_derived, coalesce(
            (SELECT s.series_id FROM series s
                WHERE s.profile_id = pv.profile_id AND s.value_type_id = pv.value_type_id),
            (SELECT s.series_id FROM series s
                JOIN value_type b ON b.value_type_id = s.value_type_id
                JOIN old_profile_value d ON d.profile_id = s.profile_id AND d.value_type_id = s.value_type_id
                WHERE s.profile_id = pv.profile_id
                    AND iif(v.value_type LIKE 'samples:%', b.value_type = substr(v.value_type, 9), d.is_default = 1)))
        FROM old_profile_value pv
        JOIN value_type v ON v.value_type_id = pv.value_type_id
        """,
    ]

    private static let code = [
        """
        INSERT INTO origin
        SELECT row_number() OVER (ORDER BY min(function_id)), place, module, source_file, kind FROM old_function
        GROUP BY place, module, source_file, kind
        """,
        """
        INSERT INTO function_name
        SELECT f.function_id, f.function, o.origin_id, f.system_name
        FROM old_function f
        JOIN origin o ON o.place = f.place AND o.module IS f.module AND o.source_file IS f.source_file
            AND o.kind IS f.kind
        """,
        """
        INSERT INTO call_edge
        SELECT profile_id, caller_id, callee_id, calls, iif(self IS NULL, NULL, primitive_calls), self, total
        FROM old_call_edge
        """,
    ]

    private func writeChains() throws(StoreError) {
        var chains = try ChainWriter(connection)
        let rows = try SQLiteStatement(
            connection,
            """
            SELECT stack_id, coalesce(parent_id, 0), depth, function_id, inlined, outermost FROM old_stack
            ORDER BY stack_id
            """)
        while try rows.step() {
            guard let id = rows.integer(0), let parent = rows.integer(1), let depth = rows.integer(2),
                let function = rows.integer(3)
            else { continue }
            try chains.add(
                ChainWriter.Path(
                    id: id, parent: parent, depth: depth, function: function, isInlined: rows.integer(4) == 1,
                    isOutermost: rows.integer(5) == 1))
        }
        try chains.flush()
    }

    /// Sums of a value and of its samples, which were rows of their own. Runs of paths need not have been the same for
    /// both: then each path becomes a row.
    private static let sums = [
        sum(
            "function_sum", ["function_id"],
            """
            SELECT pv.series_id, pv.is_derived, x.function_id, x.self, x.total FROM old_function_value x
            JOIN profile_value pv ON pv.profile_id = x.profile_id AND pv.value_type_id = x.value_type_id
            """),
        """
        INSERT INTO source_path
        SELECT row_number() OVER (ORDER BY source_file), source_file
        FROM (SELECT DISTINCT source_file FROM old_line_value)
        """,
        sum(
            "line_sum", ["function_id", "source_path_id", "line"],
            """
            SELECT pv.series_id, pv.is_derived, x.function_id, sp.source_path_id, x.line, x.self, x.total
            FROM old_line_value x
            JOIN profile_value pv ON pv.profile_id = x.profile_id AND pv.value_type_id = x.value_type_id
            JOIN source_path sp ON sp.source_file IS x.source_file
            """),
        """
        CREATE TEMP TABLE run AS
        SELECT pv.series_id, pv.is_derived, x.last_stack_id, x.length, x.self, x.total FROM old_stack_run x
        JOIN profile_value pv ON pv.profile_id = x.profile_id AND pv.value_type_id = x.value_type_id
        """,
        """
        CREATE TEMP TABLE uneven AS
        SELECT DISTINCT series_id FROM (
            SELECT series_id FROM run
            WHERE series_id IN (SELECT series_id FROM run GROUP BY series_id HAVING count(DISTINCT is_derived) > 1)
            GROUP BY series_id, last_stack_id HAVING count(*) < 2 OR min(length) <> max(length))
        """,
        sum(
            "stack_run", ["last_stack_id", "length"],
            """
            SELECT series_id, is_derived, last_stack_id, length, self, total FROM temp.run
            WHERE series_id NOT IN (SELECT series_id FROM temp.uneven)
            UNION ALL
            SELECT r.series_id, r.is_derived, r.last_stack_id - n.step, 1, iif(n.step = 0, r.self, 0), r.total
            FROM temp.run r JOIN chain_step n ON n.step < r.length
            WHERE r.series_id IN (SELECT series_id FROM temp.uneven)
            """),
        "DROP TABLE temp.run", "DROP TABLE temp.uneven",
    ]

    private static func sum(_ table: String, _ key: [String], _ rows: String) -> String {
        let names = key.joined(separator: ", ")
        return """
            INSERT INTO \(table)
            SELECT series_id, \(names), sum(iif(is_derived, 0, self)), sum(iif(is_derived, 0, total - self)),
                sum(iif(is_derived, self, 0)), sum(iif(is_derived, total - self, 0))
            FROM (\(rows))
            GROUP BY series_id, \(names) ORDER BY series_id, \(names)
            """
    }
}
