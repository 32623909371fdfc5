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
        name: "function",
        meaning: "Functions of all profiles: the same name at the same place is the same function everywhere.",
        columns: [
            .integer("function_id", "Number of the function."),
            .text("function", "Display name."),
            .text("place", "Base name of the module, else of the source file; empty where neither is known."),
            .text("system_name", "Mangled name, where the trace has one.", null: true),
            .text(
                "short_name", "Name without template arguments and parameters; null where it has none.", null: true),
            .text("module", "Base name of the binary or library.", null: true),
            .text("source_file", "Source file or URL, as the first trace with it had it.", null: true),
            .text(
                "kind",
                "`native`, `kernel`, `jit`, `interpreted`, `gc`, `idle`, `unresolved`, or `root` for the "
                    + "profiler's own root.", null: true),
        ],
        // The key serves for a function by its name alone, too.
        primaryKey: ["function_id"], unique: [["function", "place"]]),
    TableDescription(
        name: "stack",
        meaning: "Paths of functions, each once in a store: a stack is its caller's stack and one function more. "
            + "Parents come before children.",
        columns: [
            .integer("stack_id", "Number of the path."),
            .integer(
                "parent_id", "The path without its last function; null at the top.", null: true, to: "stack",
                key: "stack_id"),
            .integer("depth", "Functions in the path.", unit: "frames"),
            .integer("function_id", "The last function.", to: "function"),
            .integer("inlined", "1 where the function was inlined into its caller when first seen, else 0."),
            .integer(
                "outermost",
                "1 where no caller in the path is the same function: `total` summed over these counts recursion once."
            ),
        ],
        primaryKey: ["stack_id"],
        indexes: [IndexDescription(columns: ["parent_id"], meaning: "down from a path")]),
    TableDescription(
        name: "call_edge",
        meaning: "Exact calls from one function to another, in profiles that have a call graph in place of stacks.",
        columns: [
            .integer("profile_id", "The profile.", to: "profile"),
            .integer("caller_id", "The calling function.", to: "function", key: "function_id"),
            .integer("callee_id", "The called function.", to: "function", key: "function_id"),
            .integer("calls", "Calls.", unit: "calls"),
            .integer("primitive_calls", "Calls that are not recursive.", unit: "calls"),
            .integer("self", "In the callee itself, when called so.", unit: "ns", null: true),
            .integer("total", "In the callee and all that it called, when called so.", unit: "ns", null: true),
        ],
        primaryKey: ["profile_id", "caller_id", "callee_id"],
        indexes: [IndexDescription(columns: ["profile_id", "callee_id"], meaning: "the callers of a function")],
        isClustered: true),
]
