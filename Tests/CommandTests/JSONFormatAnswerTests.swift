import Foundation
import XCTest

/// Holds the answers that were made by plain walks through the recorded JSON files against ours, figure by figure.
final class JSONFormatAnswerTests: XCTestCase {
    /// Files of a folder of the shared recordings whose names end in `suffix`, with their answers.
    private func answers(_ folder: String, _ suffix: String) throws -> [(trace: URL, answer: [String: Any])] {
        guard let shared = StackSiftCommand.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        let root = shared.appendingPathComponent(folder)
        let files =
            FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.allObjects as? [URL] ?? []
        let found = files.filter { $0.path.hasSuffix(suffix + ".expected.json") }.sorted { $0.path < $1.path }
        XCTAssertFalse(found.isEmpty, "no answers in \(root.path)")
        return try found.map { url in
            let answer = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
            return (URL(fileURLWithPath: String(url.path.dropLast(".expected.json".count))), try XCTUnwrap(answer))
        }
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
        for (trace, answer) in try answers("pyspy", "speedscope.json") {
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
        for (trace, answer) in try answers("chrometrace", ".json.gz") {
            let profiles = try XCTUnwrap(answer["profiles"] as? [[String: Any]])
            let profile = try XCTUnwrap(profiles.first)
            XCTAssertEqual(profiles.count, 1, "the answer of several profiles needs a split by thread")
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
        for (trace, answer) in try answers("heapprofile", ".heapprofile") {
            let mine = try top(trace)
            XCTAssertEqual(mine.total, (answer["total"] as? NSNumber)?.int64Value)
            try compare(answer["top_self"], mine.rows, "self", trace, matches: sameName)
            // Functions of one name count once for each stack there, ours are told apart by file and line.
            let folded = try StackSiftCommand.run(["fold", trace.path])
            let expected = try String(contentsOfFile: trace.path + ".expected.folded", encoding: .utf8)
            let lines = expected.split(separator: "\n").map { $0.replacingOccurrences(of: "(root);", with: "") }
            XCTAssertEqual(folded.text.split(separator: "\n").map(String.init).sorted(), lines.sorted())
        }
    }

    func testTickLogs() throws {
        for (trace, answer) in try answers("profprocess", ".v8log.json.gz") {
            let mine = try top(trace)
            XCTAssertEqual(mine.total, (answer["ticks"] as? NSNumber)?.int64Value)
            try compare(answer["top_self_code"], mine.rows, "self", trace) { expected, ours in
                JSONFormatAnswerTests.codeName(expected) == JSONFormatAnswerTests.ourName(ours)
            }
        }
    }

    /// A report has the own ticks of the preprocessed log beside it.
    func testTickReports() throws {
        for (log, answer) in try answers("profprocess", ".v8log.json.gz") {
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
