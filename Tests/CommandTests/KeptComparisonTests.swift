import Foundation
import XCTest

/// What a comparison found: in a store, and in the colours of a flame graph.
final class KeptComparisonTests: XCTestCase {
    private let orders = "SampleTraces/perf/orders"

    func testVerdictsInAStore() throws {
        let scratch = try ScratchFolder()
        let store = scratch.path("verdicts.db")
        let sides = ["\(orders)/base", "--against", "\(orders)/slow30"]
        let diff = try StackSiftCommand.run(["diff"] + sides + ["--json", "--store", store])
        XCTAssertEqual(diff.status, 0, diff.errors)
        XCTAssertTrue(diff.errors.contains("comparison #1"), diff.errors)
        XCTAssertEqual(try StackSiftCommand.run(["check"] + sides + ["--store", store]).status, 1)
        let report = try XCTUnwrap(try JSONSerialization.jsonObject(with: diff.output) as? [String: Any])
        let functions = try XCTUnwrap(report["functions"] as? [[String: Any]])
        let told = Set(
            functions.filter { $0["verdict"] as? String == "regressed" }
                .compactMap { function in (function["name"] as? String).map { "\(function["kind"] ?? "") \($0)" } })
        for id in [1, 2] {
            let regressed = "FROM verdicts WHERE comparison_id = \(id) AND verdict = 'regressed'"
            let kept = try rows(store, "SELECT figure || ' ' || function AS f \(regressed)")
            XCTAssertEqual(Set(kept.compactMap { $0["f"] as? String }), told, "comparison \(id)")
        }
        let first = try XCTUnwrap(try rows(store, "SELECT * FROM verdicts LIMIT 1").first)
        XCTAssertEqual(first["function"] as? String, "score_order")
        XCTAssertEqual(first["is_cause"] as? Int, 1)
        let bySide = "FROM comparison_run WHERE comparison_id = 1 GROUP BY side"
        let runs = try rows(store, "SELECT side, count(*) AS n \(bySide)")
        XCTAssertEqual(runs.map { $0["n"] as? Int }, [5, 5])
        let stacks = try rows(store, "SELECT count(*) AS n FROM comparison_stack WHERE comparison_id = 1")
        XCTAssertGreaterThan(stacks.first?["n"] as? Int ?? 0, 20)
        XCTAssertEqual(try StackSiftCommand.run(["store", "check", store]).status, 0)
    }

    func testRunsOfTheSameStoreAreItsProfiles() throws {
        let scratch = try ScratchFolder()
        let store = scratch.path("runs.db")
        for side in ["base", "slow30"] {
            let label = ["--label", "side=\(side)", "--quiet"]
            XCTAssertEqual(try StackSiftCommand.run(["ingest", store, "\(orders)/\(side)"] + label).status, 0)
        }
        let (before, after) = ("\(store):side=base", "\(store):side=slow30")
        // The same file by another path.
        let other = scratch.path("./../\(scratch.url.lastPathComponent)/runs.db")
        let diff = try StackSiftCommand.run(["diff", before, "--against", after, "--store", other, "--quiet"])
        XCTAssertEqual(diff.status, 0, diff.errors)
        let labels = "SELECT r.side || ' ' || l.value AS s, count(*) AS n FROM comparison_run r JOIN profile_label l"
        let runs = try rows(store, "\(labels) USING (profile_id) GROUP BY s ORDER BY s")
        XCTAssertEqual(runs.map { $0["s"] as? String }, ["after slow30", "before base"])
        XCTAssertEqual(runs.map { $0["n"] as? Int }, [5, 5])
        XCTAssertEqual(try StackSiftCommand.run(["store", "remove", before]).status, 0)
        let left = try rows(store, "SELECT count(*) AS n, count(profile_id) AS p FROM comparison_run")
        XCTAssertEqual(left.map { $0["n"] as? Int }, [10])
        XCTAssertEqual(left.map { $0["p"] as? Int }, [5])
        XCTAssertEqual(try StackSiftCommand.run(["store", "check", store]).status, 0)
    }

    private func rows(_ store: String, _ sql: String) throws -> [[String: Any]] {
        let result = try StackSiftCommand.run(["query", store, "--sql", sql, "--as", "ndjson"])
        XCTAssertEqual(result.status, 0, result.errors)
        return try result.text.split(separator: "\n").map { line in
            try XCTUnwrap(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    func testAFlameGraphIsColouredByVerdicts() throws {
        let picture = try StackSiftCommand.run(["flamegraph", "\(orders)/slow30", "--base", "\(orders)/base"])
        XCTAssertEqual(picture.status, 0, picture.errors)
        XCTAssertTrue(try OtherTool.isXML(picture.output))
        let frames = picture.text.components(separatedBy: "<g class=").dropFirst()
        let cause = try XCTUnwrap(frames.first { $0.hasPrefix("\"cause\"><title>score_order\n") })
        XCTAssertTrue(cause.contains("self regressed +36.2 % [+25.7 %, +47.6 %], q="), cause)
        XCTAssertTrue(cause.contains("fill=\"#d7301f\""), cause)
        let caller = try XCTUnwrap(frames.first { $0.hasPrefix("\"plain\"><title>run_batch\n") })
        XCTAssertTrue(caller.contains("explained by score_order (self)"), caller)
        let other = try XCTUnwrap(frames.first { $0.hasPrefix("\"plain\"><title>hash_block\n") })
        XCTAssertTrue(other.contains("fill=\"#dedede\""), other)
        let sides = ["\(orders)/base", "--against", "\(orders)/renamed"]
        let renamed = try StackSiftCommand.run(["diff"] + sides + ["--as", "flamegraph"])
        XCTAssertTrue(renamed.text.contains("shifted"), "a renamed function moved")
        XCTAssertTrue(renamed.text.contains("moved with hash_chunk (self)"))
    }

    func testSingleRunsKeepThePlainColours() throws {
        let pair = ["\(orders)/slow30/run1.perf.txt", "--base", "\(orders)/base/run1.perf.txt"]
        let picture = try StackSiftCommand.run(["flamegraph"] + pair)
        XCTAssertEqual(picture.status, 0, picture.errors)
        XCTAssertFalse(picture.text.contains("class=\"cause\""))
        XCTAssertTrue(picture.text.contains("red: more, blue: less"))
    }
}

extension OtherTool {
    /// Whether a reader that is not ours takes `data` as XML.
    static func isXML(_ data: Data) throws -> Bool {
        let script = "import sys, xml.etree.ElementTree as E; E.fromstring(sys.stdin.buffer.read())"
        return try OtherTool("python3").run(["-c", script], input: data).status == 0
    }
}
