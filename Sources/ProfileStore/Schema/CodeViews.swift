/// Views of code: functions and paths, unpacked.
let codeViews: [ViewDescription] = [
    ViewDescription(
        name: "function",
        meaning: "Functions of all profiles: the same name at the same place is the same function everywhere.",
        columns: [
            .integer("function_id", "Number of the function."),
            .text("function", "Display name."),
            placeColumn,
            .text("system_name", "Mangled name, where the trace has one.", null: true),
            .text(
                "short_name", "Name without template arguments and parameters; null where it has none.", null: true),
        ] + originColumns,
        select: """
            SELECT f.function_id, f.function, o.place, f.system_name, \(shortName), o.module, o.source_file, o.kind
            FROM function_name f
            JOIN origin o ON o.origin_id = f.origin_id
            """),
    ViewDescription(
        name: "stack",
        meaning: "Paths of functions, each once in a store: a stack is its caller's stack and one function more. "
            + "Parents come before children.",
        columns: [
            .integer("stack_id", "Number of the path."),
            .integer("parent_id", "The path without its last function; null at the top.", null: true),
            .integer("depth", "Functions in the path.", unit: "frames"),
            .integer("function_id", "The last function."),
            .integer("inlined", "1 where the function was inlined into its caller when first seen, else 0."),
            .integer(
                "outermost",
                "1 where no caller in the path is the same function: `total` summed over these counts recursion once."
            ),
        ],
        select: """
            SELECT c.first_stack_id, c.parent_id, c.depth, \(ChainText.function(of: "c", at: "0")), c.inlined & 1,
                1 - (c.recursive & 1)
            FROM stack_chain c
            UNION ALL
            SELECT c.first_stack_id + n.step, c.first_stack_id + n.step - 1, c.depth + n.step,
                \(ChainText.function(of: "c", at: "n.step")), (c.inlined >> n.step) & 1,
                1 - ((c.recursive >> n.step) & 1)
            FROM stack_chain c
            JOIN chain_step n ON n.step > 0 AND n.step < length(c.functions)
            """),
]

/// A function's name without template arguments and parameters: `std::vector<int>::at(int) const` -> `std::vector::at`;
/// null where it has none. A walk from character to character, which takes less room than the names would.
///
/// Brackets that begin a part of a name belong to it (`<module>`, `(anonymous namespace)::f`, `pkg.(*T).m`); names of
/// operators and names whose brackets do not match stay as they are.
private let shortName = """
    CASE WHEN instr(f.function, '<') > 0 OR instr(f.function, '(') > 0 THEN CAST((
                WITH RECURSIVE walk (function, place, depth, last_character, kept) AS (
                    SELECT b.function, 1, 0, '', '' FROM function_name b WHERE b.function_id = f.function_id
                    UNION ALL
                    SELECT function, place + 1,
                        CASE WHEN depth > 0 AND substr(function, place, 1) IN ('<', '(') THEN depth + 1
                            WHEN depth > 0 AND (substr(function, place, 1) = ')'
                                OR substr(function, place, 1) = '>' AND last_character <> '-') THEN depth - 1
                            WHEN depth = 0 AND \(opensArguments) THEN 1
                            ELSE depth END,
                        substr(function, place, 1),
                        CASE WHEN depth > 0 OR \(opensArguments) THEN kept
                            ELSE kept || substr(function, place, 1) END
                    FROM walk
                    WHERE place <= length(function) AND NOT (depth = 0 AND substr(function, place, 8) = 'operator')
                )
                SELECT nullif(nullif(CASE WHEN kept LIKE '_% const' THEN substr(kept, 1, length(kept) - 6)
                    ELSE kept END, ''), function)
                FROM walk WHERE place = length(function) + 1 AND depth = 0
            ) AS TEXT) END
    """

/// Whether the character is a bracket behind a letter, a digit, `_`, `$`, other arguments, or what is not ASCII.
private let opensArguments = """
    (substr(function, place, 1) IN ('<', '(')
                            AND (last_character GLOB '[0-9A-Za-z_$>]' OR last_character > '~'))
    """

/// Views of sums by their numbers alone.
let valueViews: [ViewDescription] = [
    ViewDescription(
        name: "function_value",
        meaning: "Values of each function in each profile. Exact for call graphs too, whatever their stacks are.",
        columns: keyColumns + [.integer("function_id", "The function.")] + selfAndTotal("function"),
        select: """
            SELECT pv.profile_id, pv.value_type_id, fs.function_id, \(seriesSelf("fs")), \(seriesTotal("fs"))
            FROM profile_value pv
            JOIN function_sum fs ON fs.series_id = pv.series_id
            """),
    ViewDescription(
        name: "line_value", meaning: "Values of each source line, where frames have lines.",
        columns: keyColumns + [
            .integer("function_id", "The function."),
            .text("source_file", "Its source file.", null: true),
            .integer("line", "Line, 1-based."),
        ] + selfAndTotal("line"),
        select: """
            SELECT pv.profile_id, pv.value_type_id, ls.function_id, sp.source_file, ls.line, \(seriesSelf("ls")),
                \(seriesTotal("ls"))
            FROM profile_value pv
            JOIN line_sum ls ON ls.series_id = pv.series_id
            JOIN source_path sp ON sp.source_path_id = ls.source_path_id
            """),
    ViewDescription(
        name: "stack_value",
        meaning: "Values of each path in each profile; paths without any value have no row. Two profiles join on "
            + "`stack_id`.",
        columns: keyColumns + [.integer("stack_id", "The path.")] + selfAndTotal("path"),
        select: PathQuery.halves.map { half in
            """
            SELECT pv.profile_id, pv.value_type_id, \(half.stackID), \(half.own), \(half.total)
            FROM profile_value pv
            \(half.isLast ? "JOIN stack_run r ON r.series_id = pv.series_id" : half.joins)
            """
        }.joined(separator: "\nUNION ALL\n")),
]

private let keyColumns: [ColumnDescription] = [
    .integer("profile_id", "The profile."),
    .integer("value_type_id", "The value type."),
]
