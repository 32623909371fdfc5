extension NamedQuery {
    /// Every named query: those of docs/schema.md; a test runs them all.
    package static let all = ofProfiles + ofFunctions + ofCalls + ofTime + ofSeveral

    private static let ofProfiles: [NamedQuery] = [
        NamedQuery(
            name: "profiles", question: "What is in the store?",
            sql: "SELECT profile_id, status, format, role, value_type, total, sample_count, labels, path\n"
                + "FROM profile_wide\nORDER BY profile_id"),
        NamedQuery(
            name: "totals", question: "What does each profile count, and how much of it is there?",
            sql: "SELECT profile_id, value_type, unit, is_default, total, sample_count\nFROM profile_value\n"
                + "JOIN value_type USING (value_type_id)\nORDER BY profile_id, is_default DESC, value_type"),
        NamedQuery(
            name: "diagnostics", question: "What was odd in the files?",
            sql: "SELECT p.path, d.severity, d.code, d.count, d.first_line, d.message\n"
                + "FROM diagnostic d JOIN profile p USING (profile_id)\nORDER BY p.profile_id, d.code"),
    ]

    private static let ofFunctions: [NamedQuery] = [
        NamedQuery(
            name: "top", question: "Which functions of a profile are the hottest?", parameters: [.profile, .limit(10)],
            sql: "SELECT function, module, self, total, round(100 * self_share, 1) AS self_percent\nFROM top\n"
                + "WHERE profile_id = :profile\nORDER BY self DESC\nLIMIT :limit"),
        NamedQuery(
            name: "vital-few", question: "Which few functions make 80 % of a profile?", parameters: [.profile],
            sql: "SELECT rank_by_self, function, self, round(100 * cumulative_share, 1) AS cumulative_percent\n"
                + "FROM vital_few\nWHERE profile_id = :profile\nORDER BY rank_by_self"),
        NamedQuery(
            name: "modules", question: "Which binaries and libraries take the time?", parameters: [.profile],
            sql: "SELECT m.module, m.self, m.total\nFROM module_value m\n"
                + "JOIN profile_value pv USING (profile_id, value_type_id)\n"
                + "WHERE m.profile_id = :profile AND pv.is_default = 1\nORDER BY m.self DESC"),
        NamedQuery(
            name: "kinds", question: "How much is kernel, native, interpreted, garbage collection?",
            parameters: [.profile],
            sql: "SELECT kind, sum(self) AS self, round(100 * sum(self_share), 1) AS self_percent\nFROM top\n"
                + "WHERE profile_id = :profile\nGROUP BY kind\nORDER BY self DESC"),
        NamedQuery(
            name: "lines", question: "Which source lines are the hottest, where frames have lines?",
            parameters: [.profile, .limit(20)],
            sql: "SELECT function, source_file, line, self, total\nFROM hot_lines\n"
                + "WHERE profile_id = :profile AND is_default = 1\nORDER BY self DESC\nLIMIT :limit"),
    ]

    private static let ofCalls: [NamedQuery] = [
        NamedQuery(
            name: "callers", question: "Who calls a function, and what does it cost from there?",
            parameters: [.profile, .function],
            sql: "SELECT caller, caller_module, self, total\nFROM callers\n"
                + "WHERE profile_id = :profile AND is_default = 1 AND function = :function\nORDER BY total DESC"),
        NamedQuery(
            name: "callees", question: "Where does a function spend its time?", parameters: [.profile, .function],
            sql: "SELECT callee, callee_module, self, total\nFROM callees\n"
                + "WHERE profile_id = :profile AND is_default = 1 AND function = :function\nORDER BY total DESC"),
        NamedQuery(
            name: "folded", question: "What are the stacks, for a flame graph?", parameters: [.profile],
            sql: "SELECT path, value\nFROM folded\nWHERE profile_id = :profile AND is_default = 1\nORDER BY path"),
        NamedQuery(
            name: "subtree",
            question:
                "What is below a function, by all paths to it? (A walk down from its outermost paths in the profile.)",
            parameters: [.profile, .function, .limit(50)], sql: WalkQueries.subtree),
        NamedQuery(
            name: "deepest", question: "Which stacks are the deepest?", parameters: [.profile, .limit(5)],
            sql: "SELECT depth, value, path\nFROM folded\nWHERE profile_id = :profile AND is_default = 1\n"
                + "ORDER BY depth DESC\nLIMIT :limit"),
    ]

    private static let ofTime: [NamedQuery] = [
        NamedQuery(
            name: "threads", question: "How much does each thread take?", parameters: [.profile],
            sql: "SELECT pid, tid, thread, sum(value) AS value, count(*) AS samples\nFROM sample_wide\n"
                + "WHERE profile_id = :profile AND value_type = (\n"
                + "    SELECT value_type FROM profile_wide WHERE profile_id = :profile)\n"
                + "GROUP BY pid, tid, thread\nORDER BY value DESC"),
        NamedQuery(
            name: "seconds", question: "How many samples fell into each second?", parameters: [.profile],
            sql: "SELECT time_ns / 1000000000 AS second, count(*) AS samples, sum(value) AS value\nFROM sample\n"
                + "JOIN profile_value USING (profile_id, value_type_id)\n"
                + "WHERE profile_id = :profile AND is_default = 1 AND time_ns IS NOT NULL\n"
                + "GROUP BY second\nORDER BY second"),
        NamedQuery(
            name: "window",
            question: "Which functions ran in a second of a profile? (A walk up from the second's samples.)",
            parameters: [
                .profile,
                Parameter(
                    name: "start", meaning: "time of the trace's clock in ns, by default the profile's start",
                    standard: "SELECT start_ns FROM profile WHERE status = 'ok' ORDER BY profile_id DESC LIMIT 1"),
                Parameter(name: "length", meaning: "ns, by default a second", standard: "SELECT 1000000000"),
                .limit(20),
            ], sql: WalkQueries.window),
        NamedQuery(
            name: "labels", question: "How much has each value of a label of samples?",
            parameters: [
                .profile,
                Parameter(
                    name: "label", meaning: "name of a label, by default the first",
                    standard: "SELECT min(label) FROM sample_label"),
            ],
            sql: "SELECT coalesce(l.text_value, l.number_value) AS label_value, v.value_type, sum(s.value) AS value\n"
                + "FROM sample s\nJOIN sample_label l USING (label_set_id)\nJOIN value_type v USING (value_type_id)\n"
                + "WHERE s.profile_id = :profile AND l.label = :label\nGROUP BY label_value, v.value_type\n"
                + "ORDER BY v.value_type, value DESC"),
    ]

    private static let ofSeveral: [NamedQuery] = [
        NamedQuery(
            name: "trend", question: "How did a function do over all profiles?", parameters: [.function],
            sql: "SELECT profile_id, recorded_ns, self, round(100 * self_share, 2) AS self_percent, self_change, path\n"
                + "FROM trend\nWHERE function = :function AND is_default = 1\nORDER BY recorded_ns, profile_id"),
        NamedQuery(
            name: "changes", question: "Which functions changed from one profile to another?",
            parameters: [.before, .after, .limit(20)],
            sql: "SELECT a.function, b.self AS self_before, a.self AS self_after, a.self - b.self AS self_delta\n"
                + "FROM top a\nJOIN top b ON b.function_id = a.function_id AND b.value_type = a.value_type\n"
                + "WHERE a.profile_id = :after AND b.profile_id = :before\nORDER BY abs(self_delta) DESC\nLIMIT :limit"),
        NamedQuery(
            name: "new-functions", question: "Which functions are in one profile and not in another?",
            parameters: [.before, .after],
            sql: "SELECT function, module, self, total\nFROM top a\nWHERE profile_id = :after AND NOT EXISTS (\n"
                + "    SELECT 1 FROM top b WHERE b.profile_id = :before AND b.function_id = a.function_id)\n"
                + "ORDER BY total DESC"),
        NamedQuery(
            name: "roles",
            question: "What did functions take before, and what after, as shares over all profiles of a role?",
            parameters: [.limit(20)],
            sql: "SELECT function, avg(iif(role = 'before', self_share, NULL)) AS share_before,\n"
                + "    avg(iif(role = 'after', self_share, NULL)) AS share_after\nFROM top\n"
                + "WHERE role IN ('before', 'after')\nGROUP BY function_id, function\n"
                + "ORDER BY abs(coalesce(share_after, 0) - coalesce(share_before, 0)) DESC\nLIMIT :limit"),
        NamedQuery(
            name: "paths", question: "Which paths changed from one profile to another? (They join on stack_id.)",
            parameters: [.before, .after, .limit(20)],
            sql: "SELECT a.stack_id, a.depth, a.function, b.total AS total_before, a.total AS total_after\n"
                + "FROM tree a\nJOIN stack_value b ON b.stack_id = a.stack_id AND b.profile_id = :before\n"
                + "JOIN value_type v ON v.value_type_id = b.value_type_id AND v.value_type = a.value_type\n"
                + "WHERE a.profile_id = :after AND a.is_default = 1\nORDER BY abs(a.total - b.total) DESC\nLIMIT :limit"
        ),
    ]
}
