/// Views that join what belongs together: one row a sample, one row a profile.
let wideViews: [ViewDescription] = [
    ViewDescription(
        name: "sample_wide", meaning: "Single samples with the names of everything that they point to.",
        columns: profileColumns + [
            .integer("sample_id", "The sample."),
            .integer("time_ns", "Time on the trace's own clock.", unit: "ns", null: true),
            .integer("pid", "Process id of the operating system.", null: true),
            .text("process", "Name of the process.", null: true),
            .integer("tid", "Thread id of the operating system.", null: true),
            .text("thread", "Name of the thread.", null: true),
            .integer("cpu", "Number of the CPU.", null: true),
            .integer("stack_id", "The path; null for a sample without frames.", null: true),
            .integer("depth", "Functions in the path.", unit: "frames", null: true),
            .text("function", "The function that was running.", null: true),
            .text("module", "Base name of its binary or library.", null: true),
            .integer("value", "What was measured.", unit: "unit"),
            .text("labels", "The labels as a JSON object; null without labels.", null: true),
        ],
        select: """
            SELECT a.profile_id, p.role, v.value_type, v.unit, a.sample_id, a.time_ns, r.pid,
                r.process, t.tid, t.thread,
                (SELECT l.number_value FROM sample_label l WHERE l.label_set_id = a.label_set_id AND l.label = 'cpu'),
                a.stack_id, c.depth + a.stack_id - c.first_stack_id,
                f.function, o.module, a.value,
                CASE WHEN a.label_set_id IS NOT NULL THEN \(jsonObject(
                    jsonLabel, "sample_label l", "l.label_set_id = a.label_set_id")) END
            FROM sample a
            JOIN profile p ON p.profile_id = a.profile_id
            JOIN value_type v ON v.value_type_id = a.value_type_id
            LEFT JOIN thread t ON t.thread_id = a.thread_id
            LEFT JOIN process r ON r.process_id = t.process_id
            LEFT JOIN stack_chain c ON \(ChainText.contains("a.stack_id", "c"))
            LEFT JOIN function_name f ON f.function_id = \(ChainText.function(
                of: "c", at: "a.stack_id - c.first_stack_id"))
            LEFT JOIN origin o ON o.origin_id = f.origin_id
            """),
    ViewDescription(
        name: "profile_wide", meaning: "Profiles with their default value type and their labels.",
        columns: [
            .integer("profile_id", "The profile."),
            .text("role", "What the profile stands for.", null: true),
            .text("value_type", "What is counted; null where the file could not be read.", null: true),
            .text("unit", "Unit of the values.", null: true),
            .integer("total", "Sum over all samples.", unit: "unit", null: true),
            .integer("sample_count", "Samples; null for a call graph.", null: true),
            .text("path", "File that it was read from."),
            .text("format", "Id of the format."),
            .text("status", "`ok` or `failed`."),
            .text("run_group", "Set of runs that it belongs to.", null: true),
            .integer("recorded_ns", "Wall-clock time of the recording.", unit: "ns since 1970", null: true),
            .integer("duration_ns", "From start to end.", unit: "ns", null: true),
            .text("host", "Machine.", null: true),
            .text("command", "Command line.", null: true),
            .text("stack_fidelity", "How far the stacks can be believed.", null: true),
            .integer("lost_samples", "Samples that were lost.", unit: "samples"),
            .text("commit_label", "The label `commit`.", null: true),
            .text("branch_label", "The label `branch`.", null: true),
            .text("build_label", "The label `build`.", null: true),
            .text("labels", "All labels as a JSON object."),
        ],
        select: """
            SELECT p.profile_id, p.role, v.value_type, v.unit, pv.total, pv.sample_count, p.path,
                p.format, p.status, p.run_group, p.recorded_ns, p.duration_ns, p.host,
                p.command, p.stack_fidelity, p.lost_samples,
                \(label("commit")), \(label("branch")), \(label("build")),
                \(jsonObject(jsonText("l.value"), "profile_label l", "l.profile_id = p.profile_id"))
            FROM profile p
            LEFT JOIN profile_value pv ON pv.profile_id = p.profile_id AND pv.is_default = 1
            LEFT JOIN value_type v ON v.value_type_id = pv.value_type_id
            """),
]

/// A JSON object of label and value, in the order of labels; `value` is JSON as text, since DuckDB has one type a column.
private func jsonObject(_ value: String, _ table: String, _ condition: String) -> String {
    """
    CAST((SELECT coalesce(json_group_object(label, json(content)), '{}') FROM (
                    SELECT l.label AS label, \(value) AS content FROM \(table) WHERE \(condition) ORDER BY l.label
                )) AS TEXT)
    """
}

/// A text as JSON, in the words that both SQLite and DuckDB know.
private func jsonText(_ value: String) -> String { "CAST(json_array(\(value)) -> '$[0]' AS TEXT)" }

/// The value of a sample's label as JSON.
private let jsonLabel =
    "CASE WHEN l.text_value IS NULL THEN CAST(l.number_value AS TEXT) ELSE \(jsonText("l.text_value")) END"

/// The value of one label. A sub-select keeps the declared type of its column, an expression has none.
private func label(_ name: String) -> String {
    "(SELECT l.value FROM profile_label l WHERE l.profile_id = p.profile_id AND l.label = '\(name)')"
}
