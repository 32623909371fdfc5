import Foundation
import XCTest

/// The counts, threads and edges of the reference answers; `ReferenceAnswerTests` has the totals and the top rows.
final class ReferenceCountTests: XCTestCase {
    private typealias Row = [String: Any]

    private func answers(_ format: String) throws -> [(trace: String, answer: Row)] {
        let answers = try ReferenceAnswer.below(format)
        XCTAssertGreaterThan(answers.count, 20)
        return answers.map { ($0.trace.path, $0.facts) }
    }

    /// What `info` says of each trace, all asked for at once.
    private func infos(_ format: String) throws -> [(trace: String, answer: Row, info: Row)] {
        let answers = try answers(format)
        let files = try XCTUnwrap(try StackSiftCommand.object(["info"] + answers.map(\.trace))["files"] as? [Row])
        XCTAssertEqual(files.map { $0["path"] as? String }, answers.map(\.trace))
        return zip(answers, files).map { ($0.trace, $0.answer, $1) }
    }

    private func functions(_ trace: String, _ more: String...) throws -> [Row] {
        try XCTUnwrap(try StackSiftCommand.object(["top", trace, "-n", "0"] + more)["functions"] as? [Row])
    }

    func testPerfCountsTimesAndThreads() throws {
        for (trace, answer, info) in try infos("perf") {
            let types = try XCTUnwrap(info["value_types"] as? [Row])
            let events = try XCTUnwrap(answer["events"] as? [String: Row])
            for (event, figures) in events {
                let type = types.first { $0["name"] as? String == event }
                for key in ["samples", "samples_without_stack", "max_depth"] {
                    XCTAssertEqual(type?.integer(key), figures.integer(key), "\(trace) \(event) \(key)")
                }
                try compareThreads(figures["threads"], trace, event, figure: "period")
                if events.count == 1 { try compareThreads(figures["threads"], trace, "samples", figure: "samples") }
            }
            XCTAssertEqual(info["threads"] as? Int, Set(try threadIDs(events.values)).count, trace)
            let times = events.values.compactMap { ($0["first_time"] as? Double, $0["last_time"] as? Double) }
            let first = try XCTUnwrap(times.compactMap(\.0).min())
            let last = try XCTUnwrap(times.compactMap(\.1).max())
            let start = try XCTUnwrap(info.integer("start_ns"))
            XCTAssertEqual(Double(start) / 1e9, first, accuracy: 1e-7, trace)
            XCTAssertEqual(Double(start + (info.integer("duration_ns") ?? 0)) / 1e9, last, accuracy: 1e-7, trace)
        }
    }

    private func threadIDs(_ events: Dictionary<String, Row>.Values) throws -> [String] {
        try events.flatMap { event in
            try XCTUnwrap(event["threads"] as? [Row]).map { "\($0.integer("pid") ?? -1)/\($0.integer("tid") ?? -1)" }
        }
    }

    private func compareThreads(_ expected: Any?, _ trace: String, _ value: String, figure: String) throws {
        let rows = try functions(trace, "--by", "thread", "--value", value)
        for thread in try XCTUnwrap(expected as? [Row]) {
            let ids = [thread.integer("pid"), thread.integer("tid")].compactMap { $0 }.map(String.init)
            let name = "\(thread["comm"] ?? "") \(ids.joined(separator: "/"))"
            let row = rows.first { $0["name"] as? String == name }
            XCTAssertEqual(row?.integer("total"), thread.integer(figure), "\(trace) \(name)")
        }
    }

    func testPerfFoldedSums() throws {
        for (trace, answer) in try answers("perf") {
            let folded = try StackSiftCommand.run(["fold", "--quiet", "--compat", "flamegraph", trace]).text
            let lines = folded.split(separator: "\n")
            XCTAssertEqual(lines.count, answer["folded_lines"] as? Int, trace)
            let total = lines.reduce(0) { $0 + (Int($1.split(separator: " ").last ?? "") ?? 0) }
            XCTAssertEqual(total, answer["folded_total"] as? Int, trace)
        }
    }

    func testCPUProfileCounts() throws {
        for (trace, answer, info) in try infos("cpuprofile") {
            let counts = info["file_counts"] as? Row
            for (key, expected) in [
                ("nodes", "nodes"), ("samples", "samples_listed"), ("time_deltas", "time_deltas_listed"),
                ("hit_counts", "hit_count_sum"), ("position_ticks", "position_ticks_sum"),
                ("position_ticks_nodes", "position_ticks_nodes"),
            ] {
                XCTAssertEqual(counts?.integer(key), answer.integer(expected), "\(trace) \(key)")
            }
            XCTAssertEqual(info.integer("max_depth"), answer.integer("max_depth_with_root"), trace)
            let diagnostics = info["diagnostics"] as? [Row]
            let backwards = diagnostics?.first { $0["code"] as? String == "cpuprofile.order" }
            XCTAssertEqual(backwards?.integer("count") ?? 0, answer.integer("negative_deltas"), trace)
            let rows = try functions(trace, "--value", "samples", "--gc", "root")
            for (name, figures) in answer["meta_nodes"] as? [String: Row] ?? [:] {
                let own = rows.filter { $0["name"] as? String == name }.reduce(0) { $0 + ($1.integer("self") ?? 0) }
                XCTAssertEqual(own, figures.integer("samples"), "\(trace) \(name)")
            }
        }
    }

    func testCPUProfileFolded() throws {
        for (trace, _) in try answers("cpuprofile") {
            let folded = try StackSiftCommand.run(["fold", "--quiet", "--value", "samples", "--gc", "root", trace])
            let expected = try String(contentsOfFile: trace + ".expected.folded", encoding: .utf8)
            XCTAssertEqual(
                folded.text.split(separator: "\n").sorted(), expected.split(separator: "\n").sorted(), trace)
        }
    }

    func testPprofCountsAndFolded() throws {
        for (trace, answer, info) in try infos("pprof") {
            let counts = info["file_counts"] as? Row
            for key in ["locations", "mappings"] {
                XCTAssertEqual(info.integer(key), answer.integer(key), "\(trace) \(key)")
            }
            for (key, expected) in [
                ("samples", "samples"), ("functions", "functions"), ("inlined_locations", "inlined_locations"),
                ("labelled_samples", "samples_with_labels"),
            ] {
                XCTAssertEqual(counts?.integer(key), answer.integer(expected), "\(trace) \(key)")
            }
            let types = (info["value_types"] as? [Row])?.map { "\($0["name"] ?? "")/\($0["unit"] ?? "")" }
            let expected = (answer["sample_types"] as? [Row])?.map { "\($0["type"] ?? "")/\($0["unit"] ?? "")" }
            XCTAssertEqual(types, expected, trace)
            let seconds = Double((answer["duration"] as? String) ?? "") ?? -1
            XCTAssertEqual(Double(info.integer("duration_ns") ?? 0) / 1e9, seconds, accuracy: 0.1, trace)
            let folded = try StackSiftCommand.run(["fold", "--quiet", trace]).text
            let text = try String(contentsOfFile: trace + ".expected.folded", encoding: .utf8)
            XCTAssertEqual(folded.split(separator: "\n").sorted(), text.split(separator: "\n").sorted(), trace)
        }
    }

    func testPstatsCountsFunctionsAndRoots() throws {
        for (trace, answer, info) in try infos("pstats") {
            let counts = info["file_counts"] as? Row
            XCTAssertEqual(counts?.integer("functions"), answer.integer("function_count"), trace)
            XCTAssertEqual(counts?.integer("edges"), answer.integer("edge_count"), trace)
            let rows = try functions(trace)
            let primitive = rows.reduce(0) { $0 + ($1.integer("primitive_calls") ?? 0) }
            XCTAssertEqual(primitive, (answer["totals"] as? Row)?.integer("primitive_calls"), trace)
            for function in answer["functions"] as? [Row] ?? [] {
                let row = rows.first {
                    place($0) == place(function) && $0["name"] as? String == function["name"] as? String
                }
                for key in ["calls", "primitive_calls"] {
                    XCTAssertEqual(row?.integer(key), function.integer(key), "\(trace) \(function)")
                }
                for (key, expected) in [("self", "self"), ("total", "cumulative")] {
                    let nanoseconds = (function[expected] as? Double ?? -1) * 1e9
                    XCTAssertEqual(Double(row?.integer(key) ?? -1), nanoseconds, accuracy: 1, "\(trace) \(function)")
                }
            }
            try compareRoots(answer["roots"], trace)
        }
    }

    /// A file of `~` says that the function is a built-in one.
    private func place(_ row: Row) -> String {
        let file = row["file"] as? String ?? "~"
        return "\(file):\(row.integer("line") ?? 0)"
    }

    /// Roots are functions without a caller.
    private func compareRoots(_ expected: Any?, _ trace: String) throws {
        let sql = """
            SELECT function AS name FROM function
            WHERE function_id NOT IN (SELECT callee_id FROM call_edge) ORDER BY name
            """
        let names = try StackSiftCommand.query(trace, sql).map { $0["name"] as? String }
        XCTAssertEqual(names, (expected as? [Row])?.compactMap { $0["name"] as? String }.sorted(), trace)
    }
}
