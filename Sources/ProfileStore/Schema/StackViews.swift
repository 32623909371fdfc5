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
        select: PathQuery.halves.map { half in
            """
            SELECT \(profileSelect) pv.is_default, \(half.stackID), \(half.parentID), \(half.depth), f.function_id,
                f.function, o.module, \(half.inlined), \(half.own), \(half.total), \(share(half.own)),
                \(share(half.total))
            FROM profile_value pv
            \(half.functionJoins)
            \(profileJoin)
            """
        }.joined(separator: "\nUNION ALL\n")),
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
            SELECT \(profileSelect) pv.is_default, r.last_stack_id,
                c.depth + r.last_stack_id - c.first_stack_id, CAST((
                    WITH RECURSIVE up (parent_id, depth, functions, last_step) AS (
                        SELECT b.parent_id, b.depth, b.functions, r.last_stack_id - b.first_stack_id
                        FROM stack_chain b
                        WHERE b.first_stack_id = c.first_stack_id
                        UNION ALL
                        SELECT a.parent_id, a.depth, a.functions, up.parent_id - a.first_stack_id
                        FROM up JOIN stack_chain a ON \(ChainText.contains("up.parent_id", "a"))
                    )
                    SELECT group_concat(name, ';') FROM (
                        SELECT replace(g.function, ';', ':') AS name
                        FROM up
                        JOIN chain_step m ON m.step <= up.last_step
                        JOIN function_name g ON g.function_id = \(ChainText.function(of: "up", at: "m.step"))
                        JOIN origin h ON h.origin_id = g.origin_id
                        WHERE coalesce(h.kind, '') <> 'root'
                        ORDER BY up.depth + m.step
                    )
                ) AS TEXT), \(seriesSelf("r"))
            FROM profile_value pv
            \(PathQuery(isLast: true).joins)
            \(profileJoin)
            WHERE \(seriesSelf("r")) <> 0
            """),
]
