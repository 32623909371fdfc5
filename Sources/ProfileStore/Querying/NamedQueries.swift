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
            parameters: [.profile, .function, .limit(50)], sql: subtree),
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
            ], sql: window),
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

/// Down from the outermost paths of a function, chain by chain: what is below it, added up by distance and function.
private let subtree = """
    WITH RECURSIVE
        series (series_id, is_derived) AS (
            SELECT series_id, is_derived FROM profile_value WHERE profile_id = :profile AND is_default = 1
        ),
        wanted (letter) AS (
            SELECT char(function_id + iif(function_id < 55249, 47, 2095)) FROM function WHERE function = :function
        ),
        -- Chains from a path on: the path `first_step` of the chain is as far from the function as `distance` says.
        below (first_stack_id, paths, first_step, distance) AS (
            SELECT DISTINCT c.first_stack_id, length(c.functions), n.step, 0
            FROM series s CROSS JOIN stack_run r ON r.series_id = s.series_id
            CROSS JOIN stack_chain c ON c.first_stack_id <= r.last_stack_id
                AND c.first_stack_id > r.last_stack_id - r.length - \(ChainText.longest - 1)
            CROSS JOIN wanted w ON instr(c.functions, w.letter) > 0
            CROSS JOIN chain_step n ON n.step > r.last_stack_id - r.length - c.first_stack_id
                AND n.step <= r.last_stack_id - c.first_stack_id AND n.step < length(c.functions)
            WHERE substr(c.functions, n.step + 1, 1) = w.letter AND (c.recursive >> n.step) & 1 = 0
            UNION ALL
            SELECT c.first_stack_id, length(c.functions), 0,
                b.distance + c.parent_id - b.first_stack_id - b.first_step + 1
            FROM below b
            CROSS JOIN stack_chain c ON c.parent_id >= b.first_stack_id + b.first_step
                AND c.parent_id < b.first_stack_id + b.paths
            WHERE EXISTS (
                SELECT 1 FROM series s JOIN stack_run r ON r.series_id = s.series_id
                    AND r.last_stack_id >= c.first_stack_id AND r.last_stack_id < c.first_stack_id + \(PathRuns.longest)
                WHERE r.last_stack_id - r.length < c.first_stack_id
            )
        )
    SELECT g.distance AS level, f.function, f.module, sum(g.self) AS self, sum(g.total) AS total
    FROM (
        SELECT b.distance + n.step - b.first_step AS distance, substr(c.functions, n.step + 1, 1) AS letter,
            sum(iif(c.first_stack_id + n.step < r.last_stack_id, 0, iif(s.is_derived, r.self_samples, r.self))) AS self,
            sum(iif(s.is_derived, r.self_samples + r.below_samples, r.self + r.below)) AS total
        FROM series s CROSS JOIN below b
        CROSS JOIN stack_chain c ON c.first_stack_id = b.first_stack_id
        CROSS JOIN stack_run r ON r.series_id = s.series_id AND r.last_stack_id >= b.first_stack_id + b.first_step
            AND r.last_stack_id < b.first_stack_id + b.paths + \(PathRuns.longest - 1)
        CROSS JOIN chain_step n ON n.step >= b.first_step AND n.step < b.paths
            AND n.step > r.last_stack_id - r.length - c.first_stack_id AND n.step <= r.last_stack_id - c.first_stack_id
        GROUP BY 1, 2
    ) g
    JOIN function f ON f.function_id = unicode(g.letter) - iif(unicode(g.letter) > 55296, 2095, 47)
    GROUP BY g.distance, f.function_id
    ORDER BY level, total DESC
    LIMIT :limit
    """

/// Up from the samples of a time window; where a function recurs in a stack its outermost path counts.
private let window = """
    WITH RECURSIVE
        leaf (stack_id, value) AS (
            SELECT s.stack_id, sum(s.value)
            FROM sample s JOIN profile_value pv USING (profile_id, value_type_id)
            WHERE s.profile_id = :profile AND pv.is_default = 1
                AND s.time_ns >= :start AND s.time_ns < :start + :length
            GROUP BY s.stack_id
        ),
        -- The chain that each path is in, and those that it goes on from.
        up (first_stack_id, last_step, own, value) AS (
            SELECT c.first_stack_id, l.stack_id - c.first_stack_id, l.value, l.value
            FROM leaf l JOIN stack_chain c ON \(ChainText.contains("l.stack_id", "c"))
            UNION ALL
            SELECT c.first_stack_id, k.parent_id - c.first_stack_id, 0, up.value
            FROM up JOIN stack_chain k ON k.first_stack_id = up.first_stack_id
            JOIN stack_chain c ON \(ChainText.contains("k.parent_id", "c"))
        )
    SELECT f.function, sum(iif(n.step = up.last_step, up.own, 0)) AS self,
        sum(iif((k.recursive >> n.step) & 1 = 0, up.value, 0)) AS total
    FROM up
    JOIN stack_chain k ON k.first_stack_id = up.first_stack_id
    JOIN chain_step n ON n.step <= up.last_step
    JOIN function f ON f.function_id = \(ChainText.function(of: "k", at: "n.step"))
    GROUP BY f.function_id
    ORDER BY self DESC, total DESC
    LIMIT :limit
    """
