/// Tables of what was recorded: profiles, their value types, their threads and what was odd in them.
let profileTables: [TableDescription] = [
    TableDescription(
        name: "meta", meaning: "Facts about the store itself: `schema_version` and `tool_version`.",
        columns: [.text("key", "Name of the fact."), .text("value", "The fact.")],
        primaryKey: ["key"], isClustered: true),
    TableDescription(
        name: "profile", meaning: "One recording: one trace file, or several that were merged.",
        columns: [
            .integer("profile_id", "Number of the profile, in the order of input."),
            .text("path", "File that it was read from, as the user named it."),
            .text("content_sha256", "SHA-256 of the decompressed bytes; set by `ingest` only.", null: true),
            .text("file_sha256", "SHA-256 of the file as it lies; set by `ingest` only.", null: true),
            .text(
                "format", "Id of the format, as `stacksift formats` lists it; null where it was not recognized.",
                null: true),
            .text("status", "`ok`, or `failed` for a file that could not be read."),
            .text("role", "`before`, `after`, or what else the profile stands for.", null: true),
            .text("run_group", "Name of the set of runs that it belongs to.", null: true),
            .integer("recorded_ns", "Wall-clock time of the recording.", unit: "ns since 1970", null: true),
            .integer("start_ns", "First sample, on the trace's own clock.", unit: "ns", null: true),
            .integer("duration_ns", "From start to end.", unit: "ns", null: true),
            .text("host", "Machine that it was recorded on.", null: true),
            .text("command", "Command line that was recorded.", null: true),
            .integer("period", "Nominal distance of two samples.", unit: "period_unit", null: true),
            .text("period_type", "What the period counts.", null: true),
            .text("period_unit", "Unit of the period.", null: true),
            .text(
                "stack_fidelity",
                "`exact`; `depth2` or `estimated` where stacks were made from a call graph; null without stacks.",
                null: true),
            .integer("lost_samples", "Samples that the recorder says it lost.", unit: "samples"),
            .text("comments", "Comments of the trace, one a line.", null: true),
            .text(
                "value_layout",
                "`wide` where each sample has a value of every value type, `long` where it has a value of one.",
                null: true),
        ],
        primaryKey: ["profile_id"], unique: [["content_sha256"]],
        indexes: [IndexDescription(columns: ["file_sha256"], meaning: "what is in the store already")]),
    TableDescription(
        name: "profile_label", meaning: "What is said of a profile: commit, branch, build and so on.",
        columns: [
            .integer("profile_id", "The profile.", to: "profile"),
            .text("label", "Name of the label."),
            .text("value", "Its value."),
        ],
        primaryKey: ["profile_id", "label"], isClustered: true),
    TableDescription(
        name: "value_type", meaning: "What is counted, each name and unit once in a store.",
        columns: [
            .integer("value_type_id", "Number of the value type."),
            .text("value_type", "Name, such as `cpu`, `samples`, `alloc_space`."),
            .text("unit", "Unit, such as `nanoseconds`, `count`, `bytes`."),
        ],
        primaryKey: ["value_type_id"], unique: [["value_type", "unit"]]),
    TableDescription(
        name: "series",
        meaning: "What the tables of sums point to: one profile's values of one value type. Derived "
            + "numbers of samples stand beside the values whose samples they count.",
        columns: [
            .integer("series_id", "Number of the series."),
            .integer("profile_id", "The profile.", to: "profile"),
            .integer("value_type_id", "The value type.", to: "value_type"),
        ],
        primaryKey: ["series_id"]),
    TableDescription(
        name: "profile_value", meaning: "The value types of each profile, with the sum over all its samples.",
        columns: [
            .integer("profile_id", "The profile.", to: "profile"),
            .integer("value_type_id", "The value type.", to: "value_type"),
            .integer("is_default", "1 for the value type that commands and views use by default, else 0."),
            .integer("total", "Sum over all samples, those without frames included.", unit: "value_type.unit"),
            .integer("sample_count", "Samples that have this value type; null for a call graph.", null: true),
            .integer("is_derived", "1 where samples are counted that the trace does not count itself; else 0."),
            .integer(
                "series_id",
                "The series that has its sums: for a derived type that of the type whose samples it "
                    + "counts.", to: "series"),
        ],
        primaryKey: ["profile_id", "value_type_id"], isClustered: true),
    TableDescription(
        name: "process", meaning: "Processes of a profile, or what a trace tells of them.",
        columns: [
            .integer("process_id", "Number of the row, unique in the store."),
            .integer("profile_id", "The profile.", to: "profile"),
            .integer("pid", "Process id of the operating system.", null: true),
            .text("process", "Name of the process.", null: true),
            .text("cgroup", "Its cgroup.", null: true),
        ],
        primaryKey: ["process_id"],
        indexes: [IndexDescription(columns: ["profile_id"], meaning: "the processes of a profile")]),
    TableDescription(
        name: "thread", meaning: "Threads; one that changed its name has a row for each name.",
        columns: [
            .integer("thread_id", "Number of the row, unique in the store."),
            .integer("process_id", "The process.", to: "process"),
            .integer("tid", "Thread id of the operating system.", null: true),
            .text("thread", "perf's command name, else the name that the profiler gives.", null: true),
        ],
        primaryKey: ["thread_id"]),
    TableDescription(
        name: "diagnostic", meaning: "What was odd in a file, counted by code.",
        columns: [
            .integer("profile_id", "The profile.", to: "profile"),
            .text("severity", "`note`, `warning` or `error`."),
            .text("code", "Stable code, such as `perf.frame.orphan`."),
            .integer("count", "How often.", unit: "times"),
            .integer("first_offset", "Where first, after decompression.", unit: "bytes", null: true),
            .integer("first_line", "Line of the first one, 1-based.", null: true),
            .text("message", "What it means."),
        ],
        primaryKey: [],
        indexes: [IndexDescription(columns: ["profile_id"], meaning: "the diagnostics of a profile")]),
]
