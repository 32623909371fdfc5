import Foundation
import XCTest

/// Figures in SQL against those of `top`, `fold` and of the tools that made the recordings.
final class StoreAnswerTests: XCTestCase {
    private typealias Row = [String: Any]

    private func traces(_ format: String) throws -> [(trace: String, answer: Row)] {
        let answers = try ReferenceAnswer.below("\(format)/orders")
        XCTAssertGreaterThan(answers.count, 20)
        return answers.map { ($0.trace.path, $0.facts) }
    }

    private func baseName(_ path: Any?) -> String {
        (path as? String)?.split(separator: "/").last.map(String.init) ?? ""
    }

    /// Functions of one name and place are one function in a store: self adds up, and total is exact for single ones.
    private func compareWithTop(_ trace: String, value: String) throws {
        let result = try StackSiftCommand.run(["top", trace, "-n", "0", "--json", "--value", value])
        XCTAssertEqual(result.status, 0, result.errors)
        let top = try XCTUnwrap(try JSONSerialization.jsonObject(with: result.output) as? Row)
        var groups: [String: [Row]] = [:]
        for row in try XCTUnwrap(top["functions"] as? [Row]) {
            let place = row["module"] as? String ?? row["file"] as? String
            groups["\(row["name"] ?? "")@\(baseName(place))", default: []].append(row)
        }
        let rows = try StackSiftCommand.query(
            trace, "SELECT function, module, source_file, self, total FROM top_all WHERE value_type = '\(value)'")
        for row in rows {
            let place = row["module"] as? String ?? row["source_file"] as? String
            let key = "\(row["function"] ?? "")@\(baseName(place))"
            let group = groups.removeValue(forKey: key) ?? []
            XCTAssertEqual(row.integer("self"), group.reduce(0) { $0 + ($1.integer("self") ?? 0) }, "\(trace) \(key)")
            if group.count == 1 { XCTAssertEqual(row.integer("total"), group[0].integer("total"), "\(trace) \(key)") }
        }
        // What is left has neither self nor total.
        for row in groups.values.joined() { XCTAssertEqual(row.integer("total"), 0, "\(trace) \(row)") }
    }

    func testTotalsAndFunctions() throws {
        for (format, values) in [
            ("perf", ["cpu-clock", "samples"]), ("cpuprofile", ["cpu", "samples"]), ("pprof", ["cpu", "samples"]),
            ("pstats", ["time", "calls"]),
        ] {
            for (trace, _) in try traces(format) where trace.contains("run1") {
                for value in values { try compareWithTop(trace, value: value) }
            }
        }
    }

    func testPerfTotalsAndThreads() throws {
        for (trace, answer) in try traces("perf") {
            let events = try XCTUnwrap(answer["events"] as? [String: Row])
            let totals = try StackSiftCommand.query(
                trace,
                "SELECT value_type, total, sample_count FROM profile_value JOIN value_type USING (value_type_id)")
            let threads = try StackSiftCommand.query(
                trace,
                "SELECT value_type, thread, tid, count(*) AS samples, sum(value) AS period FROM sample_wide "
                    + "GROUP BY value_type, thread, tid")
            for (event, figures) in events {
                let total = totals.first { $0["value_type"] as? String == event }
                XCTAssertEqual(total?.integer("total"), figures.integer("period_total"), trace)
                XCTAssertEqual(total?.integer("sample_count"), figures.integer("samples"), trace)
                for thread in try XCTUnwrap(figures["threads"] as? [Row]) {
                    let ours = threads.first {
                        $0["value_type"] as? String == event && $0["thread"] as? String == thread["comm"] as? String
                            && $0.integer("tid") == thread.integer("tid")
                    }
                    XCTAssertEqual(ours?.integer("samples"), thread.integer("samples"), "\(trace) \(thread)")
                    XCTAssertEqual(ours?.integer("period"), thread.integer("period"), "\(trace) \(thread)")
                }
            }
        }
    }

    func testFoldedAgreesWithFold() throws {
        for format in ["cpuprofile", "pprof", "pstats"] {
            for (trace, _) in try traces(format) where trace.contains("run1") {
                let folded = try StackSiftCommand.run(["fold", trace, "--quiet"])
                var expected: [String: Int64] = [:]
                for line in folded.text.split(separator: "\n") where !line.hasPrefix("[no stack] ") {
                    let space = try XCTUnwrap(line.lastIndex(of: " "))
                    expected[String(line[..<space])] = Int64(line[line.index(after: space)...])
                }
                let rows = try StackSiftCommand.query(
                    trace, "SELECT path, sum(value) AS value FROM folded WHERE is_default = 1 GROUP BY path")
                var ours: [String: Int64] = [:]
                for row in rows { ours[try XCTUnwrap(row["path"] as? String)] = row.integer("value") }
                XCTAssertEqual(ours, expected, trace)
            }
        }
    }

    /// All edges to the nanosecond; those of functions that share a name and file are one edge in a store.
    func testCallEdges() throws {
        for (trace, answer) in try traces("pstats") {
            var expected: [String: (calls: Int64, own: Double, total: Double, count: Int)] = [:]
            func name(_ row: Row?) -> String {
                let file = row?["file"] as? String
                return "\(row?["name"] ?? "")@\(file == "~" ? "" : baseName(file))"
            }
            for edge in try XCTUnwrap(answer["edges"] as? [Row]) {
                let key = name(edge["caller"] as? Row) + " > " + name(edge["callee"] as? Row)
                var sum = expected[key] ?? (0, 0, 0, 0)
                sum.calls += edge.integer("calls") ?? 0
                sum.own += edge["self"] as? Double ?? 0
                sum.total += edge["cumulative"] as? Double ?? 0
                sum.count += 1
                expected[key] = sum
            }
            let rows = try StackSiftCommand.query(
                trace,
                "SELECT a.function AS caller, a.source_file AS caller_file, b.function AS callee, "
                    + "b.source_file AS callee_file, calls, self, total FROM call_edge "
                    + "JOIN function a ON a.function_id = caller_id JOIN function b ON b.function_id = callee_id")
            XCTAssertEqual(rows.count, expected.count, trace)
            for row in rows {
                let key =
                    name(["name": row["caller"] ?? "", "file": row["caller_file"] ?? ""]) + " > "
                    + name(["name": row["callee"] ?? "", "file": row["callee_file"] ?? ""])
                let edge = try XCTUnwrap(expected[key], "\(trace): \(key)")
                XCTAssertEqual(row.integer("calls"), edge.calls, "\(trace): \(key)")
                let tolerance = Double(edge.count)
                XCTAssertEqual(Double(row.integer("self") ?? -1), edge.own * 1e9, accuracy: tolerance, key)
                XCTAssertEqual(Double(row.integer("total") ?? -1), edge.total * 1e9, accuracy: tolerance, key)
            }
        }
    }
}
