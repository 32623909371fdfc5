import Foundation
import XCTest

/// Holds the answers that were made by plain walks through the recorded JSON files against ours, figure by figure.
final class JSONFormatAnswerTests: XCTestCase {
    private func answers(_ format: String) throws -> [(trace: URL, answer: [String: Any])] {
        try ReferenceAnswer.of(format).map { ($0.trace, $0.facts) }
    }

    /// Checks counts of records, each by our word and the answer's, and the deepest stack.
    private func compareCounts(
        _ trace: URL, _ answer: [String: Any], depth: String = "max_depth", _ names: KeyValuePairs<String, String>
    ) throws {
        let info = try TraceAnswers(trace: trace).info()
        let counts = try XCTUnwrap(info["file_counts"] as? [String: Any])
        for (ours, theirs) in names {
            XCTAssertEqual(counts.integer(ours), answer.integer(theirs), "\(trace.path) \(theirs)")
        }
        if let most = answer.integer(depth) { XCTAssertEqual(info.integer("max_depth"), most, trace.path) }
    }

    private func top(_ trace: URL, _ options: String...) throws -> (total: Int64, rows: [[String: Any]]) {
        let result = try StackSiftCommand.run(["top", trace.path, "-n", "0", "--json"] + options)
        XCTAssertEqual(result.status, 0, result.errors)
        let object = try XCTUnwrap(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
        return (
            try XCTUnwrap(object["total"] as? NSNumber).int64Value,
            try XCTUnwrap(object["functions"] as? [[String: Any]])
        )
    }

    /// Checks each expected figure, times `factor`, against the sum of our rows that `matches`.
    private func compare(
        _ expected: Any?, _ rows: [[String: Any]], _ figure: String, factor: Double = 1, _ trace: URL,
        matches: ([String: Any], [String: Any]) -> Bool
    ) throws {
        for row in try XCTUnwrap(expected as? [[String: Any]]) {
            let sum = rows.filter { matches(row, $0) }.reduce(0.0) {
                $0 + (($1[figure] as? NSNumber)?.doubleValue ?? 0)
            }
            let value = ((row["value"] as? NSNumber)?.doubleValue ?? -1) * factor
            XCTAssertEqual(sum, value, accuracy: 0.5, "\(trace.path): \(row["name"] ?? "") \(figure)")
        }
    }

    private func sameName(_ expected: [String: Any], _ ours: [String: Any]) -> Bool {
        expected["name"] as? String == ours["name"] as? String
    }

    /// The answers are by profile, ours by file: functions meet in a sum where there is one profile only.
    func testSpeedscope() throws {
        for (trace, answer) in try answers("speedscope") {
            let profiles = try XCTUnwrap(answer["profiles"] as? [[String: Any]])
            let total = profiles.reduce(0.0) { $0 + (($1["total"] as? NSNumber)?.doubleValue ?? 0) }
            let mine = try top(trace)
            XCTAssertEqual(Double(mine.total), total * 1e9, accuracy: 0.5)
            let samples = profiles.reduce(0) { $0 + (($1["stacks"] as? Int) ?? 0) }
            XCTAssertEqual(try top(trace, "--value", "samples").total, Int64(samples))
            var sums: [String: Double] = [:]
            for row in profiles.flatMap({ $0["top_self"] as? [[String: Any]] ?? [] }) {
                sums[row["name"] as? String ?? "", default: 0] += (row["value"] as? NSNumber)?.doubleValue ?? 0
            }
            let rows: [[String: Any]] = sums.map { ["name": $0.key, "value": $0.value] }
            try compare(rows, mine.rows, "self", factor: 1e9, trace, matches: sameName)
        }
    }

    func testChromeTraces() throws {
        for (trace, answer) in try answers("chrome-trace-profilechunks") {
            let profiles = try XCTUnwrap(answer["profiles"] as? [[String: Any]])
            let profile = try XCTUnwrap(profiles.first)
            XCTAssertEqual(profiles.count, 1, "the answer of several profiles needs a split by thread")
            try compareCounts(trace, answer, ["events": "events"])
            try compareCounts(
                trace, profile, depth: "max_depth_with_root",
                ["nodes": "nodes", "time_deltas": "time_deltas_listed", "chunks": "chunks"])
            try compareThread(trace, profile)
            let weights = try XCTUnwrap(profile["weights"] as? [String: [String: Any]])
            let negatives = (profile["negative_deltas"] as? NSNumber)?.intValue ?? 0
            for (value, weight, factor) in [("samples", "samples", 1.0), ("cpu", "us_delta_to_prev", 1000.0)] {
                let figures = try XCTUnwrap(weights[weight])
                let mine = try top(trace, "--value", value, "--gc", "root")
                XCTAssertEqual(Double(mine.total), ((figures["total"] as? NSNumber)?.doubleValue ?? -1) * factor)
                // Where time runs backwards samples change places: the answer uses the deltas as they stand.
                if negatives > 0, value == "cpu" { continue }
                for (list, figure) in [("top_self", "self"), ("top_total", "total")] {
                    try compare(figures[list], mine.rows, figure, factor: factor, trace) { expected, ours in
                        let line = ((expected["line0"] as? NSNumber)?.intValue ?? -1) + 1
                        return sameName(expected, ours) && expected["url"] as? String == ours["file"] as? String ?? ""
                            && line == (ours["line"] as? NSNumber)?.intValue ?? 0
                    }
                }
            }
        }
    }

    func testHeapProfiles() throws {
        for (trace, answer) in try answers("v8-heapprofile") {
            let mine = try top(trace)
            XCTAssertEqual(mine.total, (answer["total"] as? NSNumber)?.int64Value)
            try compare(answer["top_self"], mine.rows, "self", trace, matches: sameName)
            try compareCounts(
                trace, answer,
                ["nodes": "nodes", "samples": "samples_listed", "sampled_bytes": "samples_size_sum"])
            // Functions of one name count once for each stack there, ours are told apart by file and line.
            let folded = try StackSiftCommand.run(["fold", trace.path])
            let expected = try String(contentsOfFile: trace.path + ".expected.folded", encoding: .utf8)
            let lines = expected.split(separator: "\n").map { $0.replacingOccurrences(of: "(root);", with: "") }
            XCTAssertEqual(folded.text.split(separator: "\n").map(String.init).sorted(), lines.sorted())
        }
    }

    func testTickLogs() throws {
        for (trace, answer) in try answers("v8-prof-process-json") {
            try compareCounts(trace, answer, ["code": "code_entries", "script_functions": "functions"])
            try compareStates(trace, answer)
            let mine = try top(trace)
            XCTAssertEqual(mine.total, (answer["ticks"] as? NSNumber)?.int64Value)
            try compare(answer["top_self_code"], mine.rows, "self", trace) { expected, ours in
                JSONFormatAnswerTests.codeName(expected) == JSONFormatAnswerTests.ourName(ours)
            }
        }
    }

    /// V8's numbers of its states, and our words for them.
    private func compareStates(_ trace: URL, _ answer: [String: Any]) throws {
        let rows = try TraceAnswers(trace: trace).top("--by", "label:vm_state")
        let names = [
            "js", "gc", "parser", "bytecode_compiler", "compiler", "other", "external", "atomics_wait", "idle",
        ]
        let expected = try XCTUnwrap(answer["vm_states"] as? [String: Any])
        XCTAssertEqual(rows.count, expected.count, trace.path)
        for (state, name) in names.enumerated() {
            let row = rows.first { $0["name"] as? String == name }
            XCTAssertEqual(row?.integer("total"), expected.integer(String(state)), "\(trace.path) \(name)")
        }
    }

    private func compareThread(_ trace: URL, _ profile: [String: Any]) throws {
        let thread = try TraceAnswers(trace: trace).query(
            "select pid, tid, thread from thread join process using (process_id)")
        XCTAssertEqual(thread.count, 1, trace.path)
        XCTAssertEqual(thread[0].integer("pid"), profile.integer("pid"), trace.path)
        XCTAssertEqual(thread[0].integer("tid"), profile.integer("tid"), trace.path)
        XCTAssertEqual(thread[0]["thread"] as? String, profile["thread"] as? String, trace.path)
        let rows = try TraceAnswers(trace: trace).top("--value", "samples", "--gc", "root")
        for (name, figures) in profile["meta_nodes"] as? [String: [String: Any]] ?? [:] {
            let own = rows.filter { $0["name"] as? String == name }.reduce(0) { $0 + ($1.integer("self") ?? 0) }
            XCTAssertEqual(own, figures.integer("samples"), "\(trace.path) \(name)")
        }
    }

    /// A report has the own ticks of the preprocessed log beside it.
    func testTickReports() throws {
        for (log, answer) in try answers("v8-prof-process-json") {
            let path = log.path.replacingOccurrences(of: ".v8log.json.gz", with: ".prof.txt")
            let mine = try top(URL(fileURLWithPath: path))
            XCTAssertEqual(mine.total, (answer["ticks"] as? NSNumber)?.int64Value)
            try compare(answer["top_self_code"], mine.rows, "self", log) { expected, ours in
                JSONFormatAnswerTests.codeName(expected) == JSONFormatAnswerTests.ourName(ours)
            }
        }
    }

    /// `scoreOrder /x/orders.js:16:20` without its column; `(none)` is our `[unknown]`.
    private static func codeName(_ row: [String: Any]) -> String {
        let name = row["name"] as? String ?? ""
        if name == "(none)" { return "[unknown]" }
        guard row["type"] as? String == "JS" else { return name }
        let place = name.split(separator: ":").dropLast().joined(separator: ":")
        return place.hasPrefix(" ") ? "(anonymous)" + place : place
    }

    private static func ourName(_ row: [String: Any]) -> String {
        let name = row["name"] as? String ?? ""
        guard let file = row["file"] as? String, let line = (row["line"] as? NSNumber)?.intValue else { return name }
        return "\(name) \(file):\(line)"
    }
}
