/// A question and the statement that answers it.
package struct ExampleQuery: Sendable {
    /// In words.
    package var question: String
    /// In SQL.
    package var sql: String
}

extension StoreSchema {
    /// The examples of docs/schema.md; a test runs them all.
    package static let exampleQueries: [ExampleQuery] = [
        ExampleQuery(
            question: "The ten hottest functions of the first profile:",
            sql: "SELECT function, module, self, total, round(100 * self_share, 1) AS self_percent\nFROM top\n"
                + "WHERE profile_id = 1\nORDER BY self DESC\nLIMIT 10"),
        ExampleQuery(
            question: "What each profile counts, and how much of it there is:",
            sql: "SELECT profile_id, path, value_type, unit, total, sample_count\nFROM profile_wide"),
        ExampleQuery(
            question: "How few functions make 80 % of the time:",
            sql: "SELECT profile_id, count(*) AS functions\nFROM vital_few\nGROUP BY profile_id"),
        ExampleQuery(
            question: "Who calls `malloc`, dearest first:",
            sql: "SELECT caller, caller_module, total\nFROM callers\n"
                + "WHERE profile_id = 1 AND is_default = 1 AND function = 'malloc'\nORDER BY total DESC"),
        ExampleQuery(
            question: "Where `main` spends its time:",
            sql: "SELECT callee, self, total\nFROM callees\n"
                + "WHERE profile_id = 1 AND is_default = 1 AND function = 'main'\nORDER BY total DESC"),
        ExampleQuery(
            question: "Folded stacks for a flame graph:",
            sql: "SELECT path, value\nFROM folded\nWHERE profile_id = 1 AND is_default = 1\nORDER BY path"),
        ExampleQuery(
            question: "Self by module:",
            sql: "SELECT m.module, m.self, m.total\nFROM module_value m\n"
                + "JOIN profile_value pv USING (profile_id, value_type_id)\n"
                + "WHERE m.profile_id = 1 AND pv.is_default = 1\nORDER BY m.self DESC"),
        ExampleQuery(
            question: "Functions that got slower from the profile with the role `before` to that with `after`:",
            sql: "SELECT a.function, b.self AS before_self, a.self AS after_self, a.self - b.self AS self_delta\n"
                + "FROM top a\nJOIN top b ON b.function_id = a.function_id AND b.value_type = a.value_type\n"
                + "WHERE a.role = 'after' AND b.role = 'before' AND a.self > b.self\nORDER BY self_delta DESC\nLIMIT 20"
        ),
        ExampleQuery(
            question: "Samples a second, by thread:",
            sql: "SELECT thread, tid, time_ns / 1000000000 AS seconds, count(*) AS samples\nFROM sample_wide\n"
                + "WHERE profile_id = 1 AND time_ns IS NOT NULL\nGROUP BY thread, tid, seconds\nORDER BY seconds, tid"),
        ExampleQuery(
            question:
                "Functions in one second of the profile, with all that they called (a walk up from its samples):",
            sql: """
                WITH RECURSIVE
                    leaf (stack_id, value) AS (
                        SELECT s.stack_id, sum(s.value)
                        FROM sample s JOIN profile_value pv USING (profile_id, value_type_id)
                        WHERE s.profile_id = 1 AND pv.is_default = 1
                            AND s.time_ns >= 1000000000 AND s.time_ns < 2000000000
                        GROUP BY s.stack_id
                    ),
                    up (stack_id, value) AS (
                        SELECT stack_id, value FROM leaf
                        UNION ALL
                        SELECT k.parent_id, up.value FROM up JOIN stack k ON k.stack_id = up.stack_id
                        WHERE k.parent_id IS NOT NULL
                    )
                SELECT f.function, sum(up.value) AS total
                FROM up JOIN stack k ON k.stack_id = up.stack_id JOIN function f ON f.function_id = k.function_id
                WHERE k.outermost = 1
                GROUP BY f.function_id
                ORDER BY total DESC
                """),
        ExampleQuery(
            question: "One function over all profiles:",
            sql: "SELECT recorded_ns, path, self, self_share, self_change\nFROM trend\n"
                + "WHERE function = 'main' AND is_default = 1\nORDER BY recorded_ns, profile_id"),
        ExampleQuery(
            question: "What was odd in the files:",
            sql:
                "SELECT p.path, d.severity, d.code, d.count, d.message\n"
                + "FROM diagnostic d JOIN profile p USING (profile_id)\n"
                + "ORDER BY p.profile_id, d.code"),
    ]
}
