/// Tables of what comparisons of several runs found; docs/comparing.md says what the figures mean.
let comparisonTables: [TableDescription] = [
    TableDescription(
        name: "comparison", meaning: "Comparisons of the runs of two sides.",
        columns: [
            .integer("comparison_id", "Number of the comparison."),
            .integer("value_type_id", "What was compared.", to: "value_type"),
            .text("norm", "What runs were divided by: `stable`, `share`, `units` or `none`."),
            .integer("n_before", "Runs before.", unit: "runs"),
            .integer("n_after", "Runs after.", unit: "runs"),
            .integer("is_provisional", "1 where a side has fewer than three runs, else 0."),
            .real("scale_se", "Standard error of the logarithm of the scale."),
            .real("tau", "Coefficient of variation between runs."),
            .real("d0", "Degrees of freedom of the prior of dispersions; null where it is certain."),
            .real("s02", "The prior of dispersions."),
            .integer("tested", "Functions, by self and by total, that were tested."),
            .real("alpha", "False discovery rate."),
            .real("total_before", "Mean total of a run before.", unit: "value_type.unit"),
            .real("total_after", "Mean total of a run after.", unit: "value_type.unit"),
            .real("total_ratio", "Total after over before."),
            .real("total_ratio_lo", "Lower end of its interval."),
            .real("total_ratio_hi", "Upper end of its interval."),
            .real("stable_scale_ratio", "What the scale changed by: a change of everything at once."),
        ],
        primaryKey: ["comparison_id"]),
    TableDescription(
        name: "comparison_run", meaning: "The runs of a comparison.",
        columns: [
            .integer("comparison_id", "The comparison.", to: "comparison"),
            .text("side", "`before` or `after`."),
            .integer("run_number", "Place in the comparison, from 1, those before first."),
            .text("path", "File that it was read from, or `STORE:#NUMBER`."),
            .integer(
                "profile_id", "Its profile, where it was read from this store.", null: true, to: "profile"),
            .real("scale", "What its values were divided by; null where it was left out."),
            .integer("is_dropped", "1 where it was left out, being unlike the others, else 0."),
        ],
        primaryKey: ["comparison_id", "run_number"], isClustered: true),
    TableDescription(
        name: "comparison_function", meaning: "What a comparison says of each function, by self and by total.",
        columns: [
            .integer("comparison_id", "The comparison.", to: "comparison"),
            .text("figure", "`self` or `total`."),
            .text("function", "The function, without the marks of compilers."),
            .text("module", "Base name of its binary or library.", null: true),
            .text("source_file", "Its source file.", null: true),
            .text(
                "verdict",
                "`regressed`, `improved`, `new`, `gone`, `shifted`, `unchanged`, `inconclusive`, `too-small`."),
            .integer("is_cause", "1 where no other function explains the change, else 0."),
            .text("explained_by_figure", "`self` or `total` of the function that explains it.", null: true),
            .text("explained_by", "The function that explains the change.", null: true),
            .real("before_mean", "Mean of a run before, scaled.", unit: "value_type.unit"),
            .real("after_mean", "Mean of a run after, scaled.", unit: "value_type.unit"),
            .real("delta", "After less before.", unit: "value_type.unit"),
            .real("delta_lo", "Lower end of its interval."),
            .real("delta_hi", "Upper end of its interval."),
            .real("impact", "Delta as a part of the total before."),
            .real("ratio", "After over before."),
            .real("ratio_lo", "Lower end of its interval."),
            .real("ratio_hi", "Upper end of its interval."),
            .real("t", "The test's statistic."),
            .real("df", "Its degrees of freedom; null where they are unlimited."),
            .real("p", "Probability of as much without a change."),
            .real("q", "False discovery rate at which it would just be reported."),
            .real("mde_impact", "Smallest change that would be found in 80 % of cases, as a part of the total."),
            .real("mde_ratio", "The same as a part of the function."),
            .real("samples", "Samples on both sides.", unit: "samples"),
        ],
        primaryKey: [],
        indexes: [IndexDescription(columns: ["comparison_id"], meaning: "the functions of a comparison")]),
    TableDescription(
        name: "comparison_stack", meaning: "Each stack on both sides of a comparison.",
        columns: [
            .integer("comparison_id", "The comparison.", to: "comparison"),
            .text("path", "The stack, root first, names parted by `;`."),
            .real("before_mean", "Mean of a run before, scaled, in exactly this stack.", unit: "value_type.unit"),
            .real("after_mean", "Mean of a run after, scaled.", unit: "value_type.unit"),
        ],
        primaryKey: [],
        indexes: [IndexDescription(columns: ["comparison_id"], meaning: "the stacks of a comparison")]),
]

/// The view of verdicts.
let comparisonViews: [ViewDescription] = [
    ViewDescription(
        name: "verdicts", meaning: "What comparisons say, the causes with the largest impact first.",
        columns: [
            .integer("comparison_id", "The comparison."),
            .text("value_type", "What was compared."),
            .text("unit", "Its unit."),
            .integer("is_provisional", "1 where the runs are too few to believe it."),
            .text("verdict", "`regressed`, `improved`, `new`, `gone` and so on."),
            .integer("is_cause", "1 where no other function explains the change."),
            .text("figure", "`self` or `total`."),
            .text("function", "The function."),
            .text("module", "Base name of its binary or library.", null: true),
            .text("source_file", "Its source file.", null: true),
            .real("before_mean", "Mean of a run before.", unit: "unit"),
            .real("after_mean", "Mean of a run after.", unit: "unit"),
            .real("delta", "After less before.", unit: "unit"),
            .real("impact", "Delta as a part of the total before."),
            .real("ratio", "After over before."),
            .real("q", "False discovery rate."),
            .text("explained_by", "The function that explains the change.", null: true),
        ],
        select: """
            SELECT c.comparison_id, v.value_type, v.unit, c.is_provisional, d.verdict, d.is_cause, d.figure, d.function,
                d.module, d.source_file, d.before_mean, d.after_mean, d.delta, d.impact, d.ratio, d.q, d.explained_by
            FROM comparison c
            JOIN comparison_function d ON d.comparison_id = c.comparison_id
            JOIN value_type v ON v.value_type_id = c.value_type_id
            ORDER BY c.comparison_id, d.is_cause DESC, abs(d.impact) DESC
            """)
]
