/// Views of functions, one row each.
let functionViews: [ViewDescription] = [
    ViewDescription(
        name: "top",
        meaning: "The functions of each profile, hottest first, by the profile's default value type.",
        columns: profileColumns + functionColumns + figureColumns,
        select: functionSelect(extra: "", condition: "WHERE pv.is_default = 1")),
    ViewDescription(
        name: "top_all", meaning: "The same by every value type.",
        columns: profileColumns + [isDefault] + functionColumns + figureColumns,
        select: functionSelect(extra: "pv.is_default,", condition: "")),
    ViewDescription(
        name: "vital_few",
        meaning: "The hottest functions that together make 80 % of self, by the profile's default value type.",
        columns: profileColumns + functionColumns + figureColumns + [
            .integer("rank_by_self", "1 for the hottest."),
            .real("cumulative_share", "Share of all self in this function and the hotter ones."),
        ],
        select: """
            SELECT profile_id, role, value_type, unit, function_id, function, module, source_file, kind, self, total,
                self_share, total_share, rank_by_self,
                CAST(cumulative_self AS DOUBLE) / NULLIF(whole_self, 0)
            FROM (
                SELECT *,
                    row_number() OVER hottest AS rank_by_self,
                    sum(CAST(self AS DOUBLE)) OVER hottest AS cumulative_self,
                    sum(CAST(self AS DOUBLE)) OVER (PARTITION BY profile_id) AS whole_self
                FROM top
                WINDOW hottest AS (PARTITION BY profile_id ORDER BY self DESC, function_id ROWS UNBOUNDED PRECEDING)
            )
            WHERE self > 0 AND cumulative_self - self < 0.8 * whole_self
            ORDER BY profile_id, rank_by_self
            """),
    ViewDescription(
        name: "hot_lines", meaning: "Source lines, hottest first, where frames have lines.",
        columns: profileColumns + [isDefault] + functionColumns.filter { $0.name != "kind" }
            + [.integer("line", "Line, 1-based.")] + figureColumns,
        select: """
            SELECT \(profileSelect) pv.is_default, f.function_id, f.function, o.module,
                sp.source_file, ls.line, \(figureSelect("ls"))
            FROM profile_value pv
            JOIN line_sum ls ON ls.series_id = pv.series_id
            JOIN source_path sp ON sp.source_path_id = ls.source_path_id
            JOIN function_name f ON f.function_id = ls.function_id
            JOIN origin o ON o.origin_id = f.origin_id
            \(profileJoin)
            ORDER BY pv.profile_id, pv.value_type_id, \(seriesSelf("ls")) DESC, ls.function_id, ls.line
            """),
    ViewDescription(
        name: "trend", meaning: "Each function over the profiles of the store, oldest first.",
        columns: profileColumns + [
            isDefault,
            .text("path", "File of the profile."),
            .text("run_group", "Set of runs that the profile belongs to.", null: true),
            .integer("recorded_ns", "Wall-clock time of the recording.", unit: "ns since 1970", null: true),
        ] + functionColumns.filter { $0.name != "kind" } + figureColumns + [
            .integer(
                "previous_self", "Self in the last profile before this one that has the function.", unit: "unit",
                null: true),
            .integer("self_change", "Self less `previous_self`.", unit: "unit", null: true),
        ],
        select: """
            SELECT *, self - previous_self
            FROM (
                SELECT pv.profile_id, p.role, v.value_type, v.unit, pv.is_default, p.path,
                    p.run_group, p.recorded_ns, f.function_id, f.function, o.module,
                    o.source_file, \(seriesSelf("fs")) AS self, \(seriesTotal("fs")),
                    \(share(seriesSelf("fs"))), \(share(seriesTotal("fs"))),
                    lag(\(seriesSelf("fs"))) OVER (
                        PARTITION BY v.value_type, v.unit, f.function_id, f.function
                        ORDER BY p.recorded_ns NULLS FIRST, pv.profile_id
                    ) AS previous_self
                FROM function_name f
                JOIN origin o ON o.origin_id = f.origin_id
                JOIN function_sum fs ON fs.function_id = f.function_id
                JOIN profile_value pv ON pv.series_id = fs.series_id
                \(profileJoin)
            )
            """),
]

private func functionSelect(extra: String, condition: String) -> String {
    """
    SELECT \(profileSelect) \(extra) f.function_id, f.function, o.module, o.source_file,
        o.kind, \(figureSelect("fs"))
    FROM profile_value pv
    JOIN function_sum fs ON fs.series_id = pv.series_id
    JOIN function_name f ON f.function_id = fs.function_id
    JOIN origin o ON o.origin_id = f.origin_id
    \(profileJoin)
    \(condition)
    ORDER BY pv.profile_id, pv.value_type_id, \(seriesSelf("fs")) DESC, \(seriesTotal("fs")) DESC, f.function_id
    """
}

/// The columns that every view of values begins with.
let profileColumns: [ColumnDescription] = [
    .integer("profile_id", "The profile."),
    .text("role", "What the profile stands for.", null: true),
    .text("value_type", "What is counted."),
    .text("unit", "Unit of the values."),
]

/// Whether the row's value type is the profile's default one.
let isDefault = ColumnDescription.integer(
    "is_default", "1 for the profile's default value type: filter by it, or by `value_type`, before adding up.")

/// The columns that say which function.
let functionColumns: [ColumnDescription] = [
    .integer("function_id", "The function."),
    .text("function", "Its name."),
    .text("module", "Base name of its binary or library.", null: true),
    .text("source_file", "Its source file.", null: true),
    .text("kind", "`kernel`, `jit`, `gc` and so on.", null: true),
]

/// Self and total, as they are and as shares of the profile's total.
let figureColumns: [ColumnDescription] = [
    .integer("self", "Measured right there.", unit: "unit"),
    .integer("total", "Measured there and below, recursion counted once.", unit: "unit"),
    .real("self_share", "Self as a share of the profile's total, 0 to 1."),
    .real("total_share", "Total as a share of the profile's total, 0 to 1."),
]

/// The values of `profileColumns`, from `pv`, `p` and `v`.
let profileSelect = "pv.profile_id, p.role, v.value_type, v.unit,"

/// The joins that `profileSelect` needs.
let profileJoin = """
    JOIN profile p ON p.profile_id = pv.profile_id
    JOIN value_type v ON v.value_type_id = pv.value_type_id
    """

/// The values of `figureColumns`, from the table of sums `table`.
func figureSelect(_ table: String) -> String {
    let (own, total) = (seriesSelf(table), seriesTotal(table))
    return "\(own), \(total), \(share(own)), \(share(total))"
}

/// A value as a share of its profile's total.
func share(_ value: String) -> String { "CAST(\(value) AS DOUBLE) / NULLIF(pv.total, 0)" }
