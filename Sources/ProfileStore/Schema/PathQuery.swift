/// Parts of queries that lead from the runs of a profile to its paths and their functions: the aliases are `pv` of
/// `profile_value`, `r` of `stack_run`, `c` of `stack_chain`, `f` of `function_name` and `o` of `origin`.
///
/// Views give the last paths of runs and those above them as two halves of a UNION ALL: SQLite then joins two such
/// views by `stack_id` through an index that it makes by itself, rather than comparing each path with each.
struct PathQuery {
    /// Whether the paths are the last ones of their runs, which alone have values of their own.
    let isLast: Bool

    /// Both halves.
    static let halves = [PathQuery(isLast: true), PathQuery(isLast: false)]

    /// Which path of its chain it is, from 0.
    private var step: String { isLast ? "(r.last_stack_id - c.first_stack_id)" : "n.step" }

    /// Number of the path, of the path it goes on from, how many functions it has, and the last one of them.
    var stackID: String { isLast ? "r.last_stack_id" : "c.first_stack_id + n.step" }
    var parentID: String { "CASE WHEN \(step) = 0 THEN c.parent_id ELSE \(stackID) - 1 END" }
    var depth: String { "c.depth + \(step)" }
    var function: String { ChainText.function(of: "c", at: step) }
    var inlined: String { "(c.inlined >> \(step)) & 1" }

    /// Its values.
    var own: String { isLast ? seriesValue("r.self", "r.self_samples") : "CAST(0 AS BIGINT)" }
    var total: String { runTotal }

    /// From `profile_value` to the paths.
    var joins: String {
        guard !isLast else {
            return """
                JOIN stack_run r ON r.series_id = pv.series_id
                JOIN stack_chain c ON \(ChainText.contains("r.last_stack_id", "c"))
                """
        }
        return """
            JOIN stack_run r ON r.series_id = pv.series_id AND r.length > 1
            \(runChains)
            JOIN chain_step n ON n.step >= r.last_stack_id - r.length + 1 - c.first_stack_id
                AND n.step < r.last_stack_id - c.first_stack_id AND n.step < length(c.functions)
            """
    }

    /// The same to their functions.
    var functionJoins: String {
        """
        \(joins)
        JOIN function_name f ON f.function_id = \(function)
        JOIN origin o ON o.origin_id = f.origin_id
        """
    }
}

/// The chains that paths of a run are in.
private let runChains = """
    JOIN stack_chain c ON c.first_stack_id <= r.last_stack_id
        AND c.first_stack_id > r.last_stack_id - r.length - \(ChainText.longest - 1)
        AND c.first_stack_id + length(c.functions) > r.last_stack_id - r.length + 1
    """

/// All paths of runs, with the last ones: `n.step` says which path of its chain each is.
let allPathJoins = """
    JOIN stack_run r ON r.series_id = pv.series_id
    \(runChains)
    JOIN chain_step n ON n.step >= r.last_stack_id - r.length + 1 - c.first_stack_id
        AND n.step <= r.last_stack_id - c.first_stack_id AND n.step < length(c.functions)
    """

/// Self of such a path, and total of any path of a run.
let anyPathSelf = """
    CASE WHEN c.first_stack_id + n.step = r.last_stack_id THEN \(seriesValue("r.self", "r.self_samples")) ELSE 0 END
    """
let runTotal = seriesTotal("r")

/// A value of a series, or for a derived value type the number of its samples.
func seriesValue(_ value: String, _ samples: String) -> String {
    "CASE pv.is_derived WHEN 1 THEN \(samples) ELSE \(value) END"
}

/// The total in the row `table` of a series.
func seriesTotal(_ table: String) -> String {
    seriesValue("\(table).self + \(table).below", "\(table).self_samples + \(table).below_samples")
}

/// Self in the row `table` of a series.
func seriesSelf(_ table: String) -> String { seriesValue("\(table).self", "\(table).self_samples") }
