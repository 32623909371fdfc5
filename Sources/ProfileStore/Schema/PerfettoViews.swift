/// Views with the names and columns that Perfetto's trace processor has, so that queries written for it run here.
///
/// Ids are those of `stack`, `function` and `mapping`, and are shared by all profiles. What Perfetto does not have,
/// such as the profile, comes after its columns. Source: Perfetto's documentation of its tables and of its standard
/// library's module `callstacks.stack_profile`.
let perfettoViews: [ViewDescription] = [
    ViewDescription(
        name: "stack_profile_mapping", meaning: "Perfetto's table of binaries and libraries: `mapping`.",
        columns: [
            .integer("id", "The mapping."),
            .text("type", "Name of this view."),
            .text("build_id", "Build id.", null: true),
            .integer("exact_offset", "Where in the file it starts.", unit: "bytes", null: true),
            .integer("start_offset", "The same.", unit: "bytes", null: true),
            .integer("start", "First address.", null: true),
            .integer("end", "First address after it.", null: true),
            .integer("load_bias", "Always 0."),
            .text("name", "Path as in the trace.", null: true),
            .integer("profile_id", "The profile."),
        ],
        select: """
            SELECT m.mapping_id, 'stack_profile_mapping', m.build_id, m.file_offset, m.file_offset, m.start_address,
                m.end_address, CAST(0 AS BIGINT), m.file, m.profile_id
            FROM mapping m
            """),
    ViewDescription(
        name: "stack_profile_frame", meaning: "Perfetto's table of frames: `function`.",
        columns: [
            .integer("id", "The function."),
            .text("type", "Name of this view."),
            .text("name", "Its name."),
            .integer("mapping", "The first mapping of its module.", null: true, to: "mapping", key: "mapping_id"),
            .integer("rel_pc", "Always 0: functions are kept, addresses are not."),
            .integer("symbol_set_id", "Always null.", null: true),
            .text("deobfuscated_name", "Always null.", null: true),
        ],
        select: """
            SELECT f.function_id, 'stack_profile_frame', f.function,
                (SELECT m.mapping_id FROM mapping m WHERE m.module = f.module ORDER BY m.mapping_id LIMIT 1),
                CAST(0 AS BIGINT), (SELECT m.mapping_id FROM mapping m WHERE false),
                (SELECT m.build_id FROM mapping m WHERE false)
            FROM function f
            """),
    ViewDescription(
        name: "stack_profile_callsite", meaning: "Perfetto's table of call sites: `stack`.",
        columns: [
            .integer("id", "The path."),
            .text("type", "Name of this view."),
            .integer("depth", "Distance from the top, from 0.", unit: "frames"),
            .integer("parent_id", "The path of the caller; null at the top.", null: true),
            .integer("frame_id", "Its last function."),
        ],
        select: """
            SELECT s.stack_id, 'stack_profile_callsite', s.depth - 1, s.parent_id, s.function_id
            FROM stack s
            """),
    ViewDescription(
        name: "cpu_profiling_summary_tree",
        meaning: "Perfetto's tree of all call stacks with numbers of samples, for profiles that count samples.",
        columns: [
            .integer("id", "The path."),
            .integer("parent_id", "The path of the caller; null at the top.", null: true),
            .text("name", "Its last function."),
            .text("mapping_name", "Base name of its binary or library.", null: true),
            .integer("self_count", "Samples in exactly this path.", unit: "samples"),
            .integer("cumulative_count", "Samples in it and below.", unit: "samples"),
            .integer("profile_id", "The profile."),
        ],
        select: """
            SELECT t.stack_id, t.parent_id, t.function, t.module, t.self, t.total, t.profile_id
            FROM tree t
            WHERE t.value_type = 'samples' AND t.unit = 'count'
            """),
]
