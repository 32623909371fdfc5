/// Tables of code and paths through it: shared by all profiles of a store, keyed by content.
let codeTables: [TableDescription] = [
    TableDescription(
        name: "mapping", meaning: "Binaries and libraries of a profile.",
        columns: [
            .integer("mapping_id", "Number of the row, unique in the store."),
            .integer("profile_id", "The profile.", to: "profile"),
            .text("module", "Base name of the file.", null: true),
            .text("file", "Path as in the trace.", null: true),
            .text("build_id", "Build id.", null: true),
            .integer("start_address", "First address; from 2^63 on it reads as negative.", null: true),
            .integer("end_address", "First address after it; from 2^63 on it reads as negative.", null: true),
            .integer("file_offset", "Where in the file it starts.", unit: "bytes", null: true),
        ],
        primaryKey: ["mapping_id"],
        indexes: [
            IndexDescription(columns: ["profile_id"], meaning: "the mappings of a profile"),
            IndexDescription(columns: ["module"], meaning: "the mappings of a module"),
        ]),
    TableDescription(
        name: "origin", meaning: "Where functions come from: what many of them have in common, each once in a store.",
        columns: [
            .integer("origin_id", "Number of the row."), placeColumn,
        ] + originColumns,
        primaryKey: ["origin_id"]),
    TableDescription(
        name: "function_name",
        meaning:
            "Functions of all profiles, for the view `function`: read that one. The same name at the same place is "
            + "the same function everywhere.",
        columns: [
            .integer("function_id", "Number of the function."),
            .text("function", "Display name."),
            .integer("origin_id", "Where it comes from.", to: "origin"),
            .text("system_name", "Mangled name, where the trace has one.", null: true),
        ],
        primaryKey: ["function_id"]),
    TableDescription(
        name: "stack_chain",
        meaning: "Paths of functions, each once in a store, for the view `stack`: read that one. Paths that go on from "
            + "each other and whose numbers follow each other are one row, up to \(ChainText.longest) of them: the "
            + "first goes on from `parent_id`, each other one from the path before it.",
        columns: [
            .integer("first_stack_id", "Number of the first path; the next ones have the numbers after it."),
            .integer("parent_id", "The path that the first one goes on from; null at the top.", null: true),
            .integer("depth", "Functions in the first path.", unit: "frames"),
            .text(
                "functions",
                "The last function of each path, a character each: `unicode(c) - 47` is its `function_id`, from "
                    + "U+E000 on `unicode(c) - 2095`, since there are no characters from U+D800 to U+DFFF."),
            .integer(
                "recursive", "A bit for each path, the lowest for the first: 1 where a caller is the same function."),
            .integer("inlined", "A bit for each path: 1 where the function was inlined into its caller."),
        ],
        primaryKey: ["first_stack_id"],
        indexes: [IndexDescription(columns: ["parent_id"], meaning: "down from a path")]),
    TableDescription(
        name: "chain_step", meaning: "The numbers 0 to \(ChainText.longest - 1): places in a chain.",
        columns: [.integer("step", "The number.")], primaryKey: ["step"]),
    TableDescription(
        name: "call_edge",
        meaning: "Exact calls from one function to another, in profiles that have a call graph in place of stacks.",
        columns: [
            .integer("profile_id", "The profile.", to: "profile"),
            .integer("caller_id", "The calling function.", to: "function_name", key: "function_id"),
            .integer("callee_id", "The called function.", to: "function_name", key: "function_id"),
            .integer("calls", "Calls.", unit: "calls"),
            .integer(
                "primitive_calls", "Calls that are not recursive; null where the format does not tell them apart.",
                unit: "calls", null: true),
            .integer("self", "In the callee itself, when called so.", unit: "ns", null: true),
            .integer("total", "In the callee and all that it called, when called so.", unit: "ns", null: true),
        ],
        primaryKey: ["profile_id", "caller_id", "callee_id"],
        indexes: [IndexDescription(columns: ["profile_id", "callee_id"], meaning: "the callers of a function")],
        isClustered: true),
]

/// Where a function is known from, in the table and in the view of functions.
let placeColumn = ColumnDescription.text(
    "place", "Base name of the module, else of the source file; empty where neither is known.")

/// What else is known of where it comes from.
let originColumns: [ColumnDescription] = [
    .text("module", "Base name of the binary or library.", null: true),
    .text("source_file", "Source file or URL, as the first trace with it had it.", null: true),
    .text(
        "kind",
        "`native`, `kernel`, `jit`, `interpreted`, `gc`, `idle`, `unresolved`, or `root` for the "
            + "profiler's own root.", null: true),
]
