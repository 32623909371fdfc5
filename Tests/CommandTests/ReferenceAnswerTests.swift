import Foundation
import XCTest

/// Holds the answers of the tools that made the recordings against ours, figure by figure.
final class ReferenceAnswerTests: XCTestCase {
    private func files(_ format: String) throws -> [(trace: URL, answer: [String: Any])] {
        let answers = try ReferenceAnswer.below(format)
        XCTAssertGreaterThan(answers.count, 20)
        return answers.map { ($0.trace, $0.facts) }
    }

    private func top(_ trace: URL, value: String, _ more: String...) throws -> (total: Int64, rows: [[String: Any]]) {
        let result = try StackSiftCommand.run(["top", trace.path, "-n", "0", "--json", "--value", value] + more)
        XCTAssertEqual(result.status, 0, result.errors)
        let object = try XCTUnwrap(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
        let rows = try XCTUnwrap(object["functions"] as? [[String: Any]])
        return (try XCTUnwrap(object["total"] as? NSNumber).int64Value, rows)
    }

    /// Checks each expected row against the sum of our rows with the same name and place.
    private func compare(
        _ expected: [[String: Any]], _ rows: [[String: Any]], _ figure: String, place: String, ours: String,
        _ trace: URL
    ) throws {
        for row in expected {
            let name = row["name"] as? String
            var path = row[place] as? String
            if path == "[unknown]" || path == "" { path = nil }
            let mine = rows.filter { $0["name"] as? String == name && $0[ours] as? String == path }
            let sum = mine.reduce(Int64(0)) { $0 + (($1[figure] as? NSNumber)?.int64Value ?? 0) }
            XCTAssertEqual(sum, (row["value"] as? NSNumber)?.int64Value, "\(trace.path): \(name ?? "") \(figure)")
        }
    }

    func testPerfAnswers() throws {
        for (trace, answer) in try files("perf") {
            let events = try XCTUnwrap(answer["events"] as? [String: [String: Any]])
            for (event, figures) in events {
                let periods = try top(trace, value: event)
                XCTAssertEqual(periods.total, (figures["period_total"] as? NSNumber)?.int64Value, trace.path)
                let samples = try top(trace, value: "samples")
                XCTAssertEqual(samples.total, (figures["samples"] as? NSNumber)?.int64Value, trace.path)
                let own = try XCTUnwrap(figures["top_self_samples"] as? [[String: Any]])
                let total = try XCTUnwrap(figures["top_total_samples"] as? [[String: Any]])
                try compare(own, samples.rows, "self", place: "dso", ours: "module", trace)
                try compare(total, samples.rows, "total", place: "dso", ours: "module", trace)
                let ownPeriod = try XCTUnwrap(figures["top_self_period"] as? [[String: Any]])
                let totalPeriod = try XCTUnwrap(figures["top_total_period"] as? [[String: Any]])
                try compare(ownPeriod, periods.rows, "self", place: "dso", ours: "module", trace)
                try compare(totalPeriod, periods.rows, "total", place: "dso", ours: "module", trace)
            }
        }
    }

    func testPprofAnswers() throws {
        for (trace, answer) in try files("pprof") {
            let values = try XCTUnwrap(answer["values"] as? [String: [String: Any]])
            for (type, figures) in values {
                let ours = try top(trace, value: type)
                XCTAssertEqual(ours.total, (figures["total"] as? NSNumber)?.int64Value, trace.path)
                let own = try XCTUnwrap(figures["top_self"] as? [[String: Any]])
                let total = try XCTUnwrap(figures["top_total"] as? [[String: Any]])
                try compare(own, ours.rows, "self", place: "file", ours: "file", trace)
                try compare(total, ours.rows, "total", place: "file", ours: "file", trace)
            }
        }
    }

    func testCPUProfileAnswers() throws {
        for (trace, answer) in try files("cpuprofile") {
            let weights = try XCTUnwrap(answer["weights"] as? [String: [String: Any]])
            let negatives = (answer["negative_deltas"] as? NSNumber)?.intValue ?? 0
            for (ours, theirs, factor) in [("samples", "samples", Int64(1)), ("cpu", "us_delta_to_prev", 1000)] {
                let figures = try XCTUnwrap(weights[theirs])
                let mine = try top(trace, value: ours, "--gc", "root")
                let total = (figures["total"] as? NSNumber)?.int64Value ?? -1
                XCTAssertEqual(mine.total, total * factor, trace.path)
                if negatives > 0, factor > 1 { continue }
                for (list, figure) in [("top_self", "self"), ("top_total", "total")] {
                    for row in try XCTUnwrap(figures[list] as? [[String: Any]]) {
                        let line = ((row["line0"] as? NSNumber)?.int64Value ?? -1) + 1
                        let url = row["url"] as? String
                        let found = mine.rows.filter {
                            $0["name"] as? String == row["name"] as? String
                                && $0["file"] as? String ?? "" == url
                                && ($0["line"] as? NSNumber)?.int64Value ?? 0 == line
                        }
                        let sum = found.reduce(Int64(0)) { $0 + (($1[figure] as? NSNumber)?.int64Value ?? 0) }
                        let expected = ((row["value"] as? NSNumber)?.int64Value ?? -1) * factor
                        XCTAssertEqual(sum, expected, "\(trace.path): \(row["name"] ?? "") \(figure)")
                    }
                }
            }
        }
    }

    func testPstatsAnswers() throws {
        for (trace, answer) in try files("pstats") {
            let mine = try top(trace, value: "time")
            let totals = try XCTUnwrap(answer["totals"] as? [String: Any])
            let seconds = try XCTUnwrap(totals["total_tt_seconds"] as? Double)
            XCTAssertEqual(Double(mine.total), seconds * 1e9, accuracy: 1, trace.path)
            let calls = try top(trace, value: "calls")
            XCTAssertEqual(calls.total, (totals["total_calls"] as? NSNumber)?.int64Value, trace.path)
            for (list, figure) in [("top_self", "self"), ("top_total", "total")] {
                for row in try XCTUnwrap(answer[list] as? [[String: Any]]) {
                    let file = row["file"] as? String == "~" ? nil : row["file"] as? String
                    let line = (row["line"] as? NSNumber)?.int64Value
                    let found = mine.rows.first {
                        $0["name"] as? String == row["name"] as? String && $0["file"] as? String == file
                            && ($0["line"] as? NSNumber)?.int64Value ?? 0 == line
                    }
                    let ours = try XCTUnwrap(found?[figure] as? NSNumber, "\(trace.path) \(row["name"] ?? "")")
                    XCTAssertEqual(ours.doubleValue, (row["value"] as? Double ?? -1) * 1e9, accuracy: 1)
                    XCTAssertEqual(found?["calls"] as? Int, row["calls"] as? Int)
                }
            }
        }
    }
}
