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
        select: edgeSelect(names: "f.function, o.module, cf.function, co.module", condition: "")),
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
            names: "cf.function, co.module, f.function, o.module", condition: "WHERE g.caller_id IS NOT NULL")),
]

/// What a call costs; null where a call graph has no times for it.
private let edgeFigures: [ColumnDescription] = [
    .integer("self", "In the called function itself, when called so.", unit: "unit", null: true),
    .integer("total", "In it and below, when called so, recursion counted once.", unit: "unit", null: true),
]

/// Edges from paths, and exact ones from call graphs; `f` is the called function and `cf` the calling one. Paths are
/// added up by the numbers of functions, before their names are looked for.
private func edgeSelect(names: String, condition: String) -> String {
    """
    SELECT g.profile_id, p.role, v.value_type, v.unit, g.is_default, \(names), g.self, g.total
    FROM (
        SELECT pv.profile_id, pv.value_type_id, pv.is_default, \(callerID) AS caller_id,
            \(ChainText.function(of: "c", at: "n.step")) AS callee_id, CAST(sum(\(anyPathSelf)) AS BIGINT) AS self,
            CAST(sum(CASE WHEN (c.recursive >> n.step) & 1 = 0 THEN \(runTotal) ELSE 0 END) AS BIGINT) AS total
        FROM profile_value pv
        \(allPathJoins)
        LEFT JOIN stack_chain k ON n.step = 0 AND \(ChainText.contains("c.parent_id", "k"))
        WHERE NOT EXISTS (SELECT 1 FROM call_edge e WHERE e.profile_id = pv.profile_id)
        GROUP BY pv.profile_id, pv.value_type_id, pv.is_default, caller_id, callee_id
    ) g
    JOIN profile p ON p.profile_id = g.profile_id
    JOIN value_type v ON v.value_type_id = g.value_type_id
    LEFT JOIN function_name f ON f.function_id = g.callee_id
    LEFT JOIN origin o ON o.origin_id = f.origin_id
    LEFT JOIN function_name cf ON cf.function_id = g.caller_id
    LEFT JOIN origin co ON co.origin_id = cf.origin_id
    \(condition)
    UNION ALL
    SELECT \(profileSelect) pv.is_default, \(names),
        CAST(CASE WHEN v.value_type = 'calls' THEN e.calls ELSE e.self END AS BIGINT),
        CAST(CASE WHEN v.value_type = 'calls' THEN e.calls ELSE e.total END AS BIGINT)
    FROM profile_value pv
    JOIN call_edge e ON e.profile_id = pv.profile_id
    JOIN function_name f ON f.function_id = e.callee_id
    JOIN origin o ON o.origin_id = f.origin_id
    JOIN function_name cf ON cf.function_id = e.caller_id
    JOIN origin co ON co.origin_id = cf.origin_id
    \(profileJoin)
    """
}

/// The last function of the path that a path goes on from: the one before it in its chain `c`, or the one in `k` that
/// the chain goes on from.
private let callerID = """
    CASE WHEN n.step > 0 THEN \(ChainText.function(of: "c", at: "n.step - 1"))
        ELSE \(ChainText.function(of: "k", at: "c.parent_id - k.first_stack_id")) END
    """
