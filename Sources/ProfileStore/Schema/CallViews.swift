/// Views of who calls whom.
let callViews: [ViewDescription] = [
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
        select: edgeSelect(names: "f.function, f.module, c.function, c.module", joinsCaller: "LEFT JOIN")),
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
        select: edgeSelect(names: "c.function, c.module, f.function, f.module", joinsCaller: "JOIN")),
]

/// What a call costs; null where a call graph has no times for it.
private let edgeFigures: [ColumnDescription] = [
    .integer("self", "In the called function itself, when called so.", unit: "unit", null: true),
    .integer("total", "In it and below, when called so, recursion counted once.", unit: "unit", null: true),
]

/// Edges from paths, and exact ones from call graphs; `f` is the called function and `c` the calling one.
private func edgeSelect(names: String, joinsCaller: String) -> String {
    """
    SELECT \(profileSelect) pv.is_default, \(names), CAST(sum(\(pathSelf)) AS BIGINT),
        CAST(sum(CASE WHEN s.outermost = 1 THEN r.total ELSE 0 END) AS BIGINT)
    FROM profile_value pv
    \(pathJoin)
    JOIN function f ON f.function_id = s.function_id
    \(joinsCaller) stack cs ON cs.stack_id = s.parent_id
    \(joinsCaller) function c ON c.function_id = cs.function_id
    \(profileJoin)
    WHERE NOT EXISTS (SELECT 1 FROM call_edge e WHERE e.profile_id = pv.profile_id)
    GROUP BY pv.profile_id, pv.value_type_id, f.function_id, c.function_id, p.role, v.value_type, v.unit,
        pv.is_default, \(names)
    UNION ALL
    SELECT \(profileSelect) pv.is_default, \(names),
        CAST(CASE WHEN v.value_type = 'calls' THEN e.calls ELSE e.self END AS BIGINT),
        CAST(CASE WHEN v.value_type = 'calls' THEN e.calls ELSE e.total END AS BIGINT)
    FROM profile_value pv
    JOIN call_edge e ON e.profile_id = pv.profile_id
    JOIN function f ON f.function_id = e.callee_id
    JOIN function c ON c.function_id = e.caller_id
    \(profileJoin)
    """
}
