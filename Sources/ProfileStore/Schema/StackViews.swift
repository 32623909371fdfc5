/// Views of paths and calls.
let stackViews: [ViewDescription] = [
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
                CAST(f.module AS TEXT), s.inlined, \(figureSelect("sv"))
            FROM profile_value pv
            JOIN stack_value sv ON sv.profile_id = pv.profile_id AND sv.value_type_id = pv.value_type_id
            JOIN stack s ON s.stack_id = sv.stack_id
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
                        WHERE g.kind IS NOT 'root'
                        ORDER BY up.depth
                    )
                ) AS TEXT), sv.self
            FROM profile_value pv
            JOIN stack_value sv ON sv.profile_id = pv.profile_id AND sv.value_type_id = pv.value_type_id
            JOIN stack s ON s.stack_id = sv.stack_id
            \(profileJoin)
            WHERE sv.self <> 0
            """),
    ViewDescription(
        name: "callers",
        meaning: "Who calls a function, and what it costs when called from there. Adding up `self`, or `total`, over "
            + "all callers gives the function's own. Exact for call graphs too.",
        columns: profileColumns + [
            isDefault,
            .text("function", "The called function."),
            .text("module", "Its module.", null: true),
            .text("caller", "The calling function; null where the function is at the top.", null: true),
            .text("caller_module", "Its module.", null: true),
        ] + edgeFigures,
        select: edgeSelect(
            columns: "f.function, CAST(f.module AS TEXT), CAST(c.function AS TEXT), CAST(c.module AS TEXT)",
            joinsCaller: "LEFT JOIN")),
    ViewDescription(
        name: "callees",
        meaning: "Which functions a function calls, and what they cost when called from there: the same edges as in "
            + "`callers`, from the other end.",
        columns: profileColumns + [
            isDefault,
            .text("function", "The calling function."),
            .text("module", "Its module.", null: true),
            .text("callee", "The called function."),
            .text("callee_module", "Its module.", null: true),
        ] + edgeFigures,
        select: edgeSelect(
            columns: "c.function, CAST(c.module AS TEXT), f.function, CAST(f.module AS TEXT)", joinsCaller: "JOIN")),
]

/// What a call costs; null where a call graph has no times for it.
private let edgeFigures: [ColumnDescription] = [
    .integer("self", "In the called function itself, when called so.", unit: "unit", null: true),
    .integer("total", "In it and below, when called so, recursion counted once.", unit: "unit", null: true),
]

/// Edges from paths, and exact ones from call graphs; `f` is the called function and `c` the calling one.
private func edgeSelect(columns: String, joinsCaller: String) -> String {
    """
    SELECT \(profileSelect) pv.is_default, \(columns),
        CAST(sum(sv.self) AS INTEGER), CAST(sum(CASE WHEN s.outermost = 1 THEN sv.total ELSE 0 END) AS INTEGER)
    FROM profile_value pv
    JOIN stack_value sv ON sv.profile_id = pv.profile_id AND sv.value_type_id = pv.value_type_id
    JOIN stack s ON s.stack_id = sv.stack_id
    JOIN function f ON f.function_id = s.function_id
    \(joinsCaller) stack cs ON cs.stack_id = s.parent_id
    \(joinsCaller) function c ON c.function_id = cs.function_id
    \(profileJoin)
    WHERE NOT EXISTS (SELECT 1 FROM call_edge e WHERE e.profile_id = pv.profile_id)
    GROUP BY pv.profile_id, pv.value_type_id, f.function_id, c.function_id
    UNION ALL
    SELECT \(profileSelect) pv.is_default, \(columns),
        CAST(CASE WHEN v.value_type = 'calls' THEN e.calls ELSE e.self END AS INTEGER),
        CAST(CASE WHEN v.value_type = 'calls' THEN e.calls ELSE e.total END AS INTEGER)
    FROM profile_value pv
    JOIN call_edge e ON e.profile_id = pv.profile_id
    JOIN function f ON f.function_id = e.callee_id
    JOIN function c ON c.function_id = e.caller_id
    \(profileJoin)
    """
}
