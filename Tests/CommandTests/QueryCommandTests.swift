import Foundation
import XCTest

/// `stacksift query` as people type it.
final class QueryCommandTests: XCTestCase {
    private let perf = "SampleTraces/perf/orders/base/run1.perf.txt"
    private let pprof = "SampleTraces/pprof/orders/base/run1.pb.gz"

    private func folder() throws -> String {
        let name = "stacksift-query-\(UUID().uuidString)"
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        addTeardownBlock { try? FileManager.default.removeItem(at: url) }
        return url.path
    }

    func testTracesAndStoresAnswerAlike() throws {
        let store = try folder() + "/x.db"
        XCTAssertEqual(try StackSiftCommand.run(["export", perf, pprof, "-o", store]).status, 0)
        let sql = "SELECT profile_id, function, self, total FROM top ORDER BY 1, 3 DESC, 2 LIMIT 40"
        let fromStore = try StackSiftCommand.run(["query", store, sql, "--csv"])
        let fromTraces = try StackSiftCommand.run(["query", perf, pprof, "--sql", sql, "--csv"])
        XCTAssertEqual(fromStore.text, fromTraces.text)
        XCTAssertTrue(
            fromStore.text.hasPrefix("profile_id,function,self,total\r\n1,score_order,829488443,833500479\r\n"))
        for words in [[store, "-q", sql], ["-q", sql, store], [store, "--sql", sql, "--as", "csv"]] {
            let result = try StackSiftCommand.run(["query"] + words)
            XCTAssertEqual(result.status, 0, result.errors)
        }
    }

    func testFormsAndOutputFile() throws {
        let target = try folder() + "/answer.json"
        let sql = "SELECT format, total FROM profile_wide"
        XCTAssertEqual(try StackSiftCommand.run(["query", pprof, sql, "--json", "-o", target]).status, 0)
        XCTAssertEqual(
            try String(contentsOfFile: target, encoding: .utf8),
            "{\"schema\":\"stacksift.query/1\",\"columns\":[\"format\",\"total\"],\"rows\":[\n[\"pprof\",3450000000]\n]}\n"
        )
        XCTAssertEqual(
            try StackSiftCommand.run(["query", pprof, sql, "--ndjson"]).text,
            "{\"format\":\"pprof\",\"total\":3450000000}\n")
        XCTAssertEqual(
            try StackSiftCommand.run(["query", pprof, sql]).text,
            "format       total\n------  ----------\npprof   3450000000\n")
    }

    func testRefusals() throws {
        let store = try folder() + "/x.db"
        XCTAssertEqual(try StackSiftCommand.run(["export", pprof, "-o", store]).status, 0)
        for (words, message) in [
            ([pprof], "expected a question"),
            ([pprof, pprof, "SELECT 1"], "expected a question"),
            ([store, "DELETE FROM profile"], "only reading is allowed here"),
            ([store, "SELECT nonesuch FROM top"], "no such column: nonesuch"),
            ([store, "SELECT * FROM tops"], "no such table: tops"),
            ([store, "SELECT 1", "--csv", "--json"], "expected one form of the answer"),
            ([store, pprof, "--sql", "SELECT 1"], "expected one store, or traces"),
            (["absent.db", "SELECT 1"], "absent.db"),
        ] {
            let result = try StackSiftCommand.run(["query"] + words)
            XCTAssertEqual(result.status, 2, "\(words)")
            XCTAssertTrue(result.errors.contains(message), "\(words): \(result.errors)")
            XCTAssertTrue(result.output.isEmpty)
        }
    }
}
