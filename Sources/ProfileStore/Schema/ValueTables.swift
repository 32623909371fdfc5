/// Tables of sums, computed once when a profile is written.
let valueTables: [TableDescription] = [
    TableDescription(
        name: "stack_run",
        meaning:
            "Values of paths in each profile, for the view `stack_value`: read that one. In a call tree most paths "
            + "have one callee and no value of their own. A chain of such paths, whose ids follow each other, is one "
            + "row: the paths `last_stack_id - length + 1` to `last_stack_id` have the same total, and the last one "
            + "has all of self. A chain of more than \(PathRuns.longest) paths has several rows.",
        columns: [
            .integer("series_id", "The profile and the value type.", to: "series"),
            .integer("last_stack_id", "The last path of the chain: `stack.stack_id`."),
            .integer("length", "How many paths the chain has, 1 to \(PathRuns.longest).", unit: "paths"),
        ] + sums("the last path"),
        primaryKey: ["series_id", "last_stack_id"], isClustered: true),
    TableDescription(
        name: "function_sum",
        meaning: "Values of each function in each profile, for the view `function_value`: read that one.",
        columns: [
            .integer("series_id", "The profile and the value type.", to: "series"),
            .integer("function_id", "The function.", to: "function_name"),
        ] + sums("the function"),
        primaryKey: ["series_id", "function_id"], isClustered: true),
    TableDescription(
        name: "source_path", meaning: "Source files of lines, each once in a store.",
        columns: [
            .integer("source_path_id", "Number of the row."),
            .text("source_file", "Source file or URL as in the trace; null where it is not known.", null: true),
        ],
        primaryKey: ["source_path_id"]),
    TableDescription(
        name: "line_sum",
        meaning: "Values of each source line, where frames have lines, for the view `line_value`: read that one.",
        columns: [
            .integer("series_id", "The profile and the value type.", to: "series"),
            .integer("function_id", "The function.", to: "function_name"),
            .integer("source_path_id", "Its source file.", to: "source_path"),
            .integer("line", "Line, 1-based."),
        ] + sums("the line"),
        primaryKey: ["series_id", "function_id", "source_path_id", "line"], isClustered: true),
    TableDescription(
        name: "module_value", meaning: "Values of each binary or library, where functions have one.",
        columns: keyColumns + [.text("module", "Base name of the binary or library.")] + selfAndTotal("module"),
        primaryKey: ["profile_id", "value_type_id", "module"], isClustered: true),
]

private let keyColumns: [ColumnDescription] = [
    .integer("profile_id", "The profile.", to: "profile"),
    .integer("value_type_id", "The value type.", to: "value_type"),
]

/// Self and total of what the row is of, in tables and in views.
func selfAndTotal(_ what: String) -> [ColumnDescription] {
    [
        .integer("self", "Measured in the \(what) itself.", unit: "value_type.unit"),
        .integer(
            "total", "Measured in the \(what) and all below it, recursion counted once.", unit: "value_type.unit"),
    ]
}

/// A value and the number of its samples, both as what is there and what is below; `total` is their sum.
private func sums(_ what: String) -> [ColumnDescription] {
    [
        .integer("self", "Measured in \(what) itself.", unit: "value_type.unit"),
        .integer("below", "Total less self: measured below, recursion counted once.", unit: "value_type.unit"),
        .integer("self_samples", "Samples in \(what) itself; 0 where they are not counted.", unit: "samples"),
        .integer("below_samples", "Samples below, recursion counted once.", unit: "samples"),
    ]
}

/// Tables of single measurements.
let sampleTables: [TableDescription] = [
    TableDescription(
        name: "label_set", meaning: "Sets of labels that samples carry.",
        columns: [
            .integer("label_set_id", "Number of the set, unique in the store."),
            .integer("profile_id", "The profile.", to: "profile"),
        ],
        primaryKey: ["label_set_id"],
        indexes: [IndexDescription(columns: ["profile_id"], meaning: "the label sets of a profile")]),
    TableDescription(
        name: "sample_label", meaning: "The labels of a set: each a text or a number.",
        columns: [
            .integer("label_set_id", "The set.", to: "label_set"),
            .text("label", "Name of the label."),
            .text("text_value", "The text.", null: true),
            .integer("number_value", "The number.", unit: "unit", null: true),
            .text("unit", "Unit of the number.", null: true),
        ],
        primaryKey: [],
        indexes: [IndexDescription(columns: ["label_set_id"], meaning: "the labels of a set")]),
    TableDescription(
        name: "sample",
        meaning: "Single samples, where they have a time, a thread or labels, and `--keep aggregates` was not asked "
            + "for. Where samples have several values, each value has a row.",
        columns: [
            .integer("sample_id", "Number of the row, unique in the store."),
            .integer("profile_id", "The profile.", to: "profile"),
            .integer("value_type_id", "What `value` counts.", to: "value_type"),
            .integer("stack_id", "The path, `stack.stack_id`; null for a sample without frames.", null: true),
            .integer("thread_id", "The thread.", null: true, to: "thread"),
            .integer("label_set_id", "The labels.", null: true, to: "label_set"),
            .integer("time_ns", "Time on the trace's own clock.", unit: "ns", null: true),
            .integer("value", "What was measured.", unit: "value_type.unit"),
        ],
        primaryKey: ["sample_id"],
        indexes: [IndexDescription(columns: ["profile_id", "time_ns"], meaning: "a time window of a profile")]),
    TableDescription(
        name: "counter", meaning: "Numbers that change over time: memory, heap size.",
        columns: [
            .integer("counter_id", "Number of the counter."),
            .integer("profile_id", "The profile.", to: "profile"),
            .text("counter", "Name of the counter."),
            .text("unit", "Unit of its values.", null: true),
        ],
        primaryKey: ["counter_id"],
        indexes: [IndexDescription(columns: ["profile_id"], meaning: "the counters of a profile")]),
    TableDescription(
        name: "counter_sample", meaning: "The values of a counter.",
        columns: [
            .integer("counter_id", "The counter.", to: "counter"),
            .integer("time_ns", "Time on the trace's own clock.", unit: "ns"),
            .real("value", "The value.", unit: "counter.unit"),
        ],
        primaryKey: [],
        indexes: [IndexDescription(columns: ["counter_id", "time_ns"], meaning: "a counter over time")]),
    TableDescription(
        name: "span", meaning: "Named stretches of time: requests, tasks.",
        columns: [
            .integer("span_id", "Number of the span."),
            .integer("profile_id", "The profile.", to: "profile"),
            .integer("thread_id", "The thread.", null: true, to: "thread"),
            .text("span", "Its name."),
            .integer("start_ns", "Start on the trace's own clock.", unit: "ns"),
            .integer("duration_ns", "How long.", unit: "ns", null: true),
            .integer("label_set_id", "The labels.", null: true, to: "label_set"),
        ],
        primaryKey: ["span_id"],
        indexes: [IndexDescription(columns: ["profile_id", "start_ns"], meaning: "a time window of a profile")]),
]
