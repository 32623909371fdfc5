/// Questions that walk through the paths of one profile. They read the packed tables, which takes a tenth of the time
/// that the same takes by way of the views `stack` and `stack_value`.
///
/// `CROSS JOIN` keeps SQLite from looking for a better order of tables, which it would guess wrongly.
enum WalkQueries {
    /// Down from the outermost paths of a function, chain by chain: what is below it, added up by distance and function.
    static let subtree = """
        WITH RECURSIVE
            series (series_id, is_derived) AS MATERIALIZED (
                SELECT series_id, is_derived FROM profile_value WHERE profile_id = :profile AND is_default = 1
            ),
            wanted (letter) AS MATERIALIZED (
                SELECT \(ChainText.character(of: "function_id")) FROM function WHERE function = :function
            ),
            -- Matches texts with one of the letters; `]` goes first in such a set, and `^` must not.
            any_wanted (pattern) AS MATERIALIZED (
                SELECT '*[' || iif(sum(letter = ']'), ']', '') || '/'
                    || group_concat(iif(letter = ']', '', letter), '') || ']*' FROM wanted
            ),
            chain (first_stack_id, functions, recursive) AS MATERIALIZED (
                SELECT DISTINCT c.first_stack_id, c.functions, c.recursive
                FROM series s CROSS JOIN any_wanted a CROSS JOIN stack_run r ON r.series_id = s.series_id
                CROSS JOIN stack_chain c ON c.first_stack_id <= r.last_stack_id
                    AND c.first_stack_id >= \(ChainText.lastChain(upTo: "r.last_stack_id - r.length + 1"))
                WHERE c.functions GLOB a.pattern
            ),
            -- Chains from a path on: the path `first_step` of the chain is as far from the function as `distance` says.
            below (first_stack_id, paths, first_step, distance) AS (
                SELECT c.first_stack_id, length(c.functions), n.step, 0
                FROM chain c CROSS JOIN chain_step n ON n.step < length(c.functions)
                WHERE substr(c.functions, n.step + 1, 1) IN (SELECT letter FROM wanted)
                    AND (c.recursive >> n.step) & 1 = 0
                    AND \(isInSeries("c.first_stack_id + n.step"))
                UNION ALL
                SELECT c.first_stack_id, length(c.functions), 0,
                    b.distance + c.parent_id - b.first_stack_id - b.first_step + 1
                FROM below b
                CROSS JOIN stack_chain c ON c.parent_id >= b.first_stack_id + b.first_step
                    AND c.parent_id < b.first_stack_id + b.paths
                WHERE \(isInSeries("c.first_stack_id"))
            )
        -- Added up by distance and function in one number, which sorts faster than two.
        SELECT g.place >> 21 AS level, f.function, f.module, g.self, g.total
        FROM (
            SELECT (b.distance + n.step - b.first_step) << 21 | \(ChainText.code(of: "c", at: "n.step")) AS place,
                sum(iif(c.first_stack_id + n.step < r.last_stack_id, 0, iif(s.is_derived, r.self_samples, r.self)))
                    AS self,
                sum(iif(s.is_derived, r.self_samples + r.below_samples, r.self + r.below)) AS total
            FROM series s CROSS JOIN below b
            CROSS JOIN stack_chain c ON c.first_stack_id = b.first_stack_id
            CROSS JOIN stack_run r ON r.series_id = s.series_id AND r.last_stack_id >= b.first_stack_id + b.first_step
                AND r.last_stack_id < b.first_stack_id + b.paths + \(PathRuns.longest - 1)
                AND r.last_stack_id - r.length < b.first_stack_id + b.paths
            CROSS JOIN chain_step n ON n.step >= b.first_step AND n.step < b.paths
                AND n.step > r.last_stack_id - r.length - c.first_stack_id AND n.step <= r.last_stack_id - c.first_stack_id
            GROUP BY place
        ) g
        JOIN function f ON f.function_id = \(ChainText.function(ofCode: "(g.place & 2097151)"))
        ORDER BY level, total DESC
        LIMIT :limit
        """

    /// Up from the samples of a time window; where a function recurs in a stack its outermost path counts.
    static let window = """
        WITH RECURSIVE
            leaf (stack_id, value) AS MATERIALIZED (
                SELECT s.stack_id, sum(s.value)
                FROM sample s JOIN profile_value pv USING (profile_id, value_type_id)
                WHERE s.profile_id = :profile AND pv.is_default = 1
                    AND s.time_ns >= :start AND s.time_ns < :start + :length
                GROUP BY s.stack_id
            ),
            -- The chain that each path is in, and those that it goes on from.
            up (first_stack_id, last_step, own, value) AS (
                SELECT c.first_stack_id, l.stack_id - c.first_stack_id, l.value, l.value
                FROM leaf l CROSS JOIN stack_chain c ON c.first_stack_id = \(ChainText.lastChain(upTo: "l.stack_id"))
                UNION ALL
                SELECT c.first_stack_id, k.parent_id - c.first_stack_id, 0, up.value
                FROM up CROSS JOIN stack_chain k ON k.first_stack_id = up.first_stack_id
                CROSS JOIN stack_chain c ON c.first_stack_id = \(ChainText.lastChain(upTo: "k.parent_id"))
            )
        SELECT f.function, sum(iif(n.step = up.last_step, up.own, 0)) AS self,
            sum(iif((k.recursive >> n.step) & 1 = 0, up.value, 0)) AS total
        FROM up
        CROSS JOIN stack_chain k ON k.first_stack_id = up.first_stack_id
        CROSS JOIN chain_step n ON n.step <= up.last_step
        JOIN function f ON f.function_id = \(ChainText.function(of: "k", at: "n.step"))
        GROUP BY f.function_id
        ORDER BY self DESC, total DESC
        LIMIT :limit
        """

    /// Whether the series has a value in the path or below it: the first run that ends at the path or behind it begins
    /// there or before.
    private static func isInSeries(_ path: String) -> String {
        """
        (SELECT r.last_stack_id - r.length < \(path) FROM stack_run r
                        WHERE r.series_id = (SELECT series_id FROM series) AND r.last_stack_id >= \(path)
                        ORDER BY r.last_stack_id LIMIT 1)
        """
    }
}
