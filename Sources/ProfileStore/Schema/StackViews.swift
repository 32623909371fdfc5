/// Views of paths and calls.
let stackViews: [ViewDescription] = [
    ViewDescription(
        name: "stack_value",
        meaning: "Values of each path in each profile; paths without any value have no row. Two profiles join on "
            + "`stack_id`.",
        columns: [
            .integer("profile_id", "The profile."),
            .integer("value_type_id", "The value type."),
            .integer("stack_id", "The path."),
            .integer("self", "Measured in the path itself.", unit: "value_type.unit"),
            .integer("total", "Measured in the path and all below it.", unit: "value_type.unit"),
        ],
        select: """
            SELECT r.profile_id, r.value_type_id, s.stack_id, \(pathSelf), r.total
            FROM stack_run r
            JOIN stack s ON \(pathsOfRun)
            """),
    ViewDescription(
        name: "tree", meaning: "The call tree of each profile: one row for each path.",
        columns: profileColumns + [
            isDefault,
            .integer("stack_id", "The path."),
            .integer("parent_id", "The path of the caller; null at the top.", null: true),
            .integer("depth", "Functions in the path.", unit: "frames"),
            .integer("function_id", "Its last function."),
            .text("function", "Name of it."),
            .text("module", "Base name of its binary or library.", null: true),
            .integer("inlined", "1 where it was inlined into its caller."),
        ] + figureColumns,
        select: """
            SELECT \(profileSelect) pv.is_default, s.stack_id, s.parent_id, s.depth, f.function_id, f.function,
                f.module, s.inlined, \(pathSelf), r.total, \(share(pathSelf)), \(share("r.total"))
            FROM profile_value pv
            \(pathJoin)
            JOIN function f ON f.function_id = s.function_id
            \(profileJoin)
            """),
    ViewDescription(
        name: "folded",
        meaning: "Paths as text, root first, names parted by `;` (a `;` in a name reads `:`), with their own value: "
            + "what flame graphs are drawn from. The profiler's own root is left off. Samples without frames have "
            + "no path.",
        columns: profileColumns + [
            isDefault,
            .integer("stack_id", "The path."),
            .integer("depth", "Functions in the path.", unit: "frames"),
            .text("path", "The path as text.", null: true),
            .integer("value", "Measured with exactly this path.", unit: "unit"),
        ],
        select: """
            SELECT \(profileSelect) pv.is_default, s.stack_id, s.depth, CAST((
                    WITH RECURSIVE up (stack_id, parent_id, depth, function_id) AS (
                        SELECT b.stack_id, b.parent_id, b.depth, b.function_id FROM stack b
                        WHERE b.stack_id = s.stack_id
                        UNION ALL
                        SELECT a.stack_id, a.parent_id, a.depth, a.function_id
                        FROM up JOIN stack a ON a.stack_id = up.parent_id
                    )
                    SELECT group_concat(name, ';') FROM (
                        SELECT replace(g.function, ';', ':') AS name
                        FROM up JOIN function g ON g.function_id = up.function_id
                        WHERE coalesce(g.kind, '') <> 'root'
                        ORDER BY up.depth
                    )
                ) AS TEXT), r.self
            FROM profile_value pv
            JOIN stack_run r ON r.profile_id = pv.profile_id AND r.value_type_id = pv.value_type_id
            JOIN stack s ON s.stack_id = r.last_stack_id
            \(profileJoin)
            WHERE r.self <> 0
            """),
]

/// The paths `s` of a run `r`; the second line finds the run of a path.
let pathsOfRun = """
    s.stack_id > r.last_stack_id - r.length AND s.stack_id <= r.last_stack_id
        AND r.last_stack_id < s.stack_id + \(PathRuns.longest)
    """

/// Self of the path `s` in a run `r`.
let pathSelf = "CASE WHEN s.stack_id = r.last_stack_id THEN r.self ELSE 0 END"

/// The paths `s` of a profile's value type `pv`, with their runs `r`.
let pathJoin = """
    JOIN stack_run r ON r.profile_id = pv.profile_id AND r.value_type_id = pv.value_type_id
    JOIN stack s ON \(pathsOfRun)
    """
