import Foundation
import XCTest

/// Holds the answers of the tools that made the recordings against ours, figure by figure.
final class ReferenceAnswerTests: XCTestCase {
    private func files(_ format: String) throws -> [(trace: URL, answer: [String: Any])] {
        guard let shared = StackSiftCommand.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        let folder = shared.appendingPathComponent(format)
        var found: [(URL, [String: Any])] = []
        for case let url as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) ?? .init() {
            guard url.path.hasSuffix(".expected.json") else { continue }
            let trace = URL(fileURLWithPath: String(url.path.dropLast(".expected.json".count)))
            let answer = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
            found.append((trace, try XCTUnwrap(answer)))
        }
        XCTAssertGreaterThan(found.count, 20)
        return found.sorted { $0.0.path < $1.0.path }
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
}
