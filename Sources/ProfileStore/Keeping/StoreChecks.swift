extension StoreReader {
    /// What is wrong with the store, in words; empty where nothing is. Reads every row.
    package func problems() throws(StoreError) -> [String] {
        var problems: [String] = []
        for (pragma, words) in [
            ("integrity_check", "the file is damaged"), ("foreign_key_check", "a row points to none"),
        ] {
            let rows = try statement("PRAGMA \(pragma)")
            let columns = Int32(rows.columnNames.count)
            while problems.count < 20, try rows.step() {
                let told = (0..<columns).map { String(decoding: rows.value($0).plainBytes, as: UTF8.self) }
                if told != ["ok"] { problems.append("\(words): \(told.joined(separator: " "))") }
            }
        }
        // What follows would only repeat it.
        if !problems.isEmpty { return problems }
        for check in storeChecks {
            let count = try statement("SELECT count(*) FROM (\(check.sql))").firstInteger() ?? 0
            if count > 0 { problems.append("\(check.meaning): \(count) of them") }
        }
        return problems
    }
}

/// Rows that should not be: what they mean, and the SELECT that finds them.
private let storeChecks: [(meaning: String, sql: String)] = [
    (
        "paths that do not go on from their caller's",
        """
        SELECT 1 FROM stack_chain c LEFT JOIN stack_chain p ON \(ChainText.contains("c.parent_id", "p"))
        WHERE (c.parent_id IS NULL AND c.depth <> 1)
            OR (c.parent_id IS NOT NULL
                AND (p.first_stack_id IS NULL OR p.first_stack_id >= c.first_stack_id
                    OR c.depth <> p.depth + c.parent_id - p.first_stack_id + 1))
        """
    ),
    (
        "chains that are empty, too long, or run into the next one",
        """
        SELECT 1 FROM (
            SELECT first_stack_id, length(functions) AS paths,
                lead(first_stack_id) OVER (ORDER BY first_stack_id) AS next_id FROM stack_chain
        )
        WHERE paths NOT BETWEEN 1 AND \(ChainText.longest) OR first_stack_id + paths > next_id
        """
    ),
    ("paths that are there twice", "SELECT 1 FROM stack GROUP BY parent_id, function_id HAVING count(*) > 1"),
    (
        "paths of functions that are not there",
        "SELECT 1 FROM stack WHERE function_id NOT IN (SELECT function_id FROM function_name)"
    ),
    (
        "values of paths that are not there",
        """
        SELECT 1 FROM stack_run r
        WHERE NOT EXISTS (SELECT 1 FROM stack_chain c WHERE \(ChainText.contains("r.last_stack_id", "c")))
        """
    ),
    (
        "samples of paths that are not there",
        """
        SELECT 1 FROM sample a WHERE a.stack_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM stack_chain c WHERE \(ChainText.contains("a.stack_id", "c")))
        """
    ),
    (
        "functions whose sum is not that of their paths",
        """
        SELECT 1 FROM (
            SELECT sv.profile_id, sv.value_type_id, s.function_id, sum(sv.self) AS own,
                sum(CASE WHEN s.outermost = 1 THEN sv.total ELSE 0 END) AS whole
            FROM stack_value sv JOIN stack s ON s.stack_id = sv.stack_id
            GROUP BY 1, 2, 3
        ) k
        JOIN function_value fv ON fv.profile_id = k.profile_id AND fv.value_type_id = k.value_type_id
            AND fv.function_id = k.function_id
        JOIN profile p ON p.profile_id = k.profile_id
        WHERE p.stack_fidelity = 'exact' AND (fv.self <> k.own OR fv.total <> k.whole)
        """
    ),
    (
        "profiles whose samples do not make their total",
        """
        SELECT 1 FROM profile_value pv
        JOIN (SELECT profile_id, value_type_id, sum(value) AS whole FROM sample GROUP BY 1, 2) k
            ON k.profile_id = pv.profile_id AND k.value_type_id = pv.value_type_id
        WHERE k.whole <> pv.total
        """
    ),
    (
        "profiles without exactly one default value type",
        """
        SELECT 1 FROM profile_value GROUP BY profile_id HAVING sum(is_default) <> 1
        """
    ),
]
