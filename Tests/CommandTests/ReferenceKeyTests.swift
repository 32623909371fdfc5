import Foundation
import XCTest

/// No figure of a reference answer goes unread: each is compared by a test, or left out for a reason that stands here.
final class ReferenceKeyTests: XCTestCase {
    /// Figures that say how the answer came about, or that a design decision answers otherwise.
    private static let leftOut: [String: String] = [
        "schema": "of the answer", "file": "of the answer", "format": "of the answer",
        "reference_tool": "of the answer",
        "notes": "of the answer", "top_check": "the answer's own check", "perf_report_check": "the answer's own check",
        "us_delta_to_own": "another attribution", "us_delta_to_prev_clamped": "another attribution",
        "hit_count_matches_samples": "follows from the counts", "period_printed": "follows from the totals",
        "variant": "both variants read alike", "startTime": "the trace's own clock", "endTime": "in the totals",
        "period": "in no view", "period_type": "in no view", "time": "in no view", "comments": "in no view",
        "default_sample_type": "the default value type", "label_lines": "see `labels`",
        "top_level": "follows from roots",
    ]

    /// Figures that `ReferenceAnswerTests`, `ReferenceCountTests`, `StoreAnswerTests` and `CompatFoldTests` compare.
    private static let compared: Set = [
        "folded_total", "folded_lines", "events", "totals", "function_count", "edge_count", "roots", "top_self",
        "top_total",
        "functions", "edges", "nodes", "samples_listed", "time_deltas_listed", "negative_deltas", "hit_count_sum",
        "max_depth_with_root", "position_ticks_nodes", "position_ticks_sum", "meta_nodes", "weights", "sample_types",
        "duration", "samples", "locations", "mappings", "inlined_locations", "samples_with_labels", "values",
    ]

    private static let comparedInside: [String: Set<String>] = [
        "events": [
            "samples", "period_total", "samples_without_stack", "max_depth", "first_time", "last_time",
            "top_self_samples",
            "top_total_samples", "top_self_period", "top_total_period", "threads", "thread_count",
        ],
        "weights": ["samples", "us_delta_to_prev"],
        "totals": ["total_tt_seconds", "total_calls", "primitive_calls"],
        "values": ["total", "top_self", "top_total"],
    ]

    func testEveryKeyIsKnown() throws {
        guard let shared = StackSiftCommand.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        for format in ["perf", "pstats", "cpuprofile", "pprof"] {
            let folder = shared.appendingPathComponent(format)
            let files = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
            for file in files where file.hasSuffix(".expected.json") {
                let data = try Data(contentsOf: folder.appendingPathComponent(file))
                let answer = try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [String: Any])
                for (key, value) in answer { check(key, value, file) }
            }
        }
    }

    private func check(_ key: String, _ value: Any, _ file: String) {
        if ReferenceKeyTests.leftOut[key] != nil { return }
        XCTAssertTrue(ReferenceKeyTests.compared.contains(key), "\(file): no test reads \(key)")
        guard let known = ReferenceKeyTests.comparedInside[key], let members = value as? [String: Any] else { return }
        // Events and value types stand under their names, the others under words of their own.
        let isNamed = key == "events" || key == "values"
        let inner = isNamed ? members.values.compactMap { $0 as? [String: Any] }.flatMap(\.keys) : Array(members.keys)
        for key in inner where ReferenceKeyTests.leftOut[key] == nil {
            XCTAssertTrue(known.contains(key), "\(file): no test reads \(key)")
        }
    }
}
