import Foundation
import XCTest

/// No reference answer and no figure of one goes unread: each is compared by a test, or left out for a reason that
/// stands here. An answer of a format that is not listed fails.
final class ReferenceKeyTests: XCTestCase {
    /// Figures that say how the answer came about, or that a design decision answers otherwise.
    private static let leftOut: [String: String] = [
        "schema": "of the answer", "file": "of the answer", "format": "of the answer",
        "reference_tool": "of the answer", "notes": "of the answer",
        "top_check": "the answer's own check", "perf_report_check": "the answer's own check",
        "us_delta_to_own": "another attribution", "us_delta_to_prev_clamped": "another attribution",
        "hit_count_matches_samples": "follows from the counts", "period_printed": "follows from the totals",
        "variant": "both variants read alike", "startTime": "the trace's own clock", "endTime": "in the totals",
        "period": "in no view", "period_type": "in no view", "time": "in no view", "comments": "in no view",
        "default_sample_type": "the default value type", "label_lines": "see `labels`",
        "top_level": "follows from roots", "keys": "of the file", "id": "ties chunks together",
        "path": "the place of a step", "relationship": "the place of a step", "subplan": "the place of a step",
        "never_executed": "follows from loops", "workers_launched": "in the loops",
    ]

    /// Figures that a test compares, by the answer's word for the format; those of objects inside behind a point.
    private static let compared: [String: Set<String>] = [
        // ReferenceAnswerTests, ReferenceCountTests, StoreAnswerTests, CompatFoldTests
        "perf-script-text": Set(
            ["folded_total", "folded_lines", "events"]
                + [
                    "samples", "period_total", "samples_without_stack", "max_depth", "first_time", "last_time",
                    "top_self_samples", "top_total_samples", "top_self_period", "top_total_period", "threads",
                    "thread_count",
                ].map { "events.\($0)" }),
        "pstats": [
            "totals", "totals.total_tt_seconds", "totals.total_calls", "totals.primitive_calls", "function_count",
            "edge_count", "roots", "top_self", "top_total", "functions", "edges",
        ],
        "v8-cpuprofile": [
            "nodes", "samples_listed", "time_deltas_listed", "negative_deltas", "hit_count_sum", "max_depth_with_root",
            "position_ticks_nodes", "position_ticks_sum", "meta_nodes", "weights", "weights.samples",
            "weights.us_delta_to_prev",
        ],
        "pprof": [
            "sample_types", "duration", "samples", "locations", "mappings", "functions", "inlined_locations",
            "samples_with_labels", "values", "values.total", "values.top_self", "values.top_total",
        ],
        // OtherReferenceTests
        "folded": ["stacks", "total", "max_depth", "top_self", "top_total"],
        "flamegraph-svg": ["boxes", "total_samples", "widest"],
        "mprof-dat": [
            "cmdline", "mem_samples", "mem_max", "mem_first", "mem_last", "functions", "child_samples",
        ],
        "postgres-explain-json": Set(
            ["statements"]
                + ["execution_ms", "planning_ms", "jit", "triggers", "nodes", "plan"].map { "statements.\($0)" }),
        // OtherReferenceTests and JSONFormatAnswerTests
        "speedscope": Set(
            ["frames", "profiles"]
                + [
                    "name", "type", "unit", "startValue", "endValue", "stacks", "total", "max_depth", "top_self",
                    "top_total",
                ].map { "profiles.\($0)" }),
        // JSONFormatAnswerTests
        "v8-heapprofile": [
            "nodes", "samples_listed", "samples_size_sum", "stacks", "total", "max_depth", "top_self", "top_total",
        ],
        "v8-prof-process-json": ["code_entries", "functions", "ticks", "vm_states", "top_self_code"],
        "chrome-trace-profilechunks": Set(
            ["events", "profiles"]
                + [
                    "pid", "tid", "thread", "chunks", "nodes", "samples_listed", "time_deltas_listed",
                    "negative_deltas", "hit_count_sum", "max_depth_with_root", "position_ticks_nodes",
                    "position_ticks_sum", "meta_nodes", "weights",
                ].map { "profiles.\($0)" }),
    ]

    /// Objects whose members stand under names of the file: events, value types.
    private static let named: Set = ["events", "values"]

    func testEveryKeyOfEveryAnswerIsKnown() throws {
        let answers = try ReferenceAnswer.below()
        XCTAssertGreaterThan(answers.count, 170)
        for answer in answers {
            guard let known = ReferenceKeyTests.compared[answer.format] else {
                XCTFail("\(answer.trace.path): no test reads answers of \(answer.format)")
                continue
            }
            for key in keys(answer.facts) {
                XCTAssertTrue(known.contains(key), "\(answer.trace.path): no test reads \(key)")
            }
        }
    }

    /// The keys of an answer that are not left out, with those of objects directly inside.
    private func keys(_ facts: [String: Any]) -> Set<String> {
        var keys: Set<String> = []
        for (key, value) in facts where ReferenceKeyTests.leftOut[key] == nil {
            keys.insert(key)
            var inside: [String] = []
            if ["profiles", "statements"].contains(key), let rows = value as? [[String: Any]] {
                inside = rows.flatMap(\.keys)
            } else if let object = value as? [String: Any], key != "meta_nodes", key != "vm_states" {
                let isNamed = ReferenceKeyTests.named.contains(key)
                inside =
                    isNamed ? object.values.compactMap { $0 as? [String: Any] }.flatMap(\.keys) : Array(object.keys)
            }
            keys.formUnion(inside.filter { ReferenceKeyTests.leftOut[$0] == nil }.map { "\(key).\($0)" })
        }
        return keys
    }
}
