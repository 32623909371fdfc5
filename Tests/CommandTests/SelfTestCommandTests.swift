import Foundation
import XCTest

/// `stacksift diff --self-test`, and budgets, as users type them.
final class SelfTestCommandTests: XCTestCase {
    private let base = "SampleTraces/perf/orders/base"

    /// Runs of one program with seeded counting noise.
    private func runs(_ count: Int, in scratch: ScratchFolder) throws -> [String] {
        var state: UInt64 = 7
        func noise() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 33) / Double(1 << 31) - 0.5
        }
        return try (0..<count).map { run in
            let lines = (0..<12).map { "main;f\($0) \(Int(1000 + 120 * noise()))\n" }
            let path = scratch.path("run\(run).folded")
            try lines.joined().write(toFile: path, atomically: false, encoding: .utf8)
            return path
        }
    }

    func testSelfTest() throws {
        let scratch = try ScratchFolder()
        let runs = try runs(12, in: scratch)
        let command = ["diff", "--self-test"] + runs + ["--deals", "60", "--json"]
        let first = try StackSiftCommand.run(command)
        XCTAssertEqual(first.status, 0, first.errors)
        XCTAssertEqual(first.output, try StackSiftCommand.run(command).output, "the same seed deals alike")
        XCTAssertNotEqual(first.output, try StackSiftCommand.run(command + ["--seed", "2"]).output)
        let report = try XCTUnwrap(try JSONSerialization.jsonObject(with: first.output) as? [String: Any])
        XCTAssertEqual(report["deals"] as? Int, 60)
        XCTAssertEqual(report["runs_per_side"] as? Int, 6)
        let methods = try XCTUnwrap(report["methods"] as? [[String: Any]])
        let alarms = Dictionary(
            uniqueKeysWithValues: methods.compactMap { method in
                (method["method"] as? String).flatMap { name in (method["alarms"] as? Int).map { (name, $0) } }
            })
        XCTAssertLessThanOrEqual(alarms["stacksift diff"] ?? 60, 6)
        XCTAssertEqual(alarms["ranking"], 60)
    }

    func testFewRunsAreDealtInAllWays() throws {
        let scratch = try ScratchFolder()
        let text = try StackSiftCommand.run(["diff", "--self-test"] + runs(6, in: scratch)).text
        // 6 over 3: twenty ways to deal six runs, sides counted apart.
        XCTAssertTrue(text.contains("dealt 20 times to 3 before and 3 after"), text)
        XCTAssertTrue(text.contains("there are no more ways to deal these runs"), text)
    }

    func testSelfTestWantsRunsOfOneProgram() throws {
        let few = try StackSiftCommand.run(["diff", "--self-test", base])
        XCTAssertEqual(few.status, 2)
        XCTAssertTrue(few.errors.contains("expected 6 runs of one program or more, found 5"), few.errors)
        let sides = try StackSiftCommand.run(["diff", "--self-test", base, "--against", base])
        XCTAssertEqual(sides.status, 2)
        XCTAssertTrue(sides.errors.contains("found two sides"), sides.errors)
    }

    func testBudgets() throws {
        func check(_ budgets: String...) throws -> StackSiftCommand.Result {
            try StackSiftCommand.run(["check", base] + budgets.flatMap { ["--budget", $0] })
        }
        let within = try check("function score_order total < 60 %", "total < 10 s")
        XCTAssertEqual(within.status, 0, within.text + within.errors)
        XCTAssertTrue(within.text.hasPrefix("PASS: "), within.text)
        let beyond = try check("function score_order total < 60 %", "total p50 < 0.1 s")
        XCTAssertEqual(beyond.status, 1, beyond.text + beyond.errors)
        XCTAssertTrue(beyond.text.contains("WITHIN        function score_order total"), beyond.text)
        let wrong = try check("total under 5 s")
        XCTAssertEqual(wrong.status, 2)
        XCTAssertTrue(wrong.errors.contains("expected SUBJECT < LIMIT"), wrong.errors)
    }

    func testBudgetsBesideAComparison() throws {
        let scratch = try ScratchFolder()
        let junit = scratch.path("report.xml")
        let result = try StackSiftCommand.run([
            "check", base, "--against", "SampleTraces/perf/orders/renamed", "--budget", "total < 0.1 s",
            "--junit", junit,
        ])
        XCTAssertEqual(result.status, 1, result.text)
        XCTAssertTrue(result.text.hasPrefix("FAIL: total < 0.1 s"), result.text)
        let report = try String(contentsOfFile: junit, encoding: .utf8)
        XCTAssertTrue(report.contains("<testcase classname=\"budgets\" name=\"total &lt; 0.1 s\"><failure"), report)
    }

    func testChecksOfAPipeline() throws {
        let scratch = try ScratchFolder()
        let path = scratch.path("gate.yaml")
        func run(_ checks: String) throws -> StackSiftCommand.Result {
            let text = """
                version: 1
                profiles: { before: [\(base)], after: [SampleTraces/perf/orders/slow30] }
                diffs: { change: { base: before, other: after } }
                checks: [ \(checks) ]
                """
            try text.write(toFile: path, atomically: false, encoding: .utf8)
            return try StackSiftCommand.run(["run", path])
        }
        XCTAssertEqual(try run("{ of: change }").status, 1)
        XCTAssertEqual(try run("{ of: change, fail-impact: 0.9, fail-total: none }").status, 0)
        XCTAssertEqual(try run("{ of: before, budgets: [\"total < 10 s\"] }").status, 0)
        XCTAssertEqual(try run("{ of: before, budgets: [\"total < 1 ms\"] }").status, 1)
        let misspelt = try run("{ of: change, fail-impcat: 1 }")
        XCTAssertEqual(misspelt.status, 2)
        XCTAssertTrue(misspelt.errors.contains("fail-impact is meant?"), misspelt.errors)
        let broken = try run("{ of: before, budgets: [\"total less 5\"] }")
        XCTAssertTrue(broken.errors.contains("gate.yaml:4:"), broken.errors)
        XCTAssertTrue(try run("{ of: before }").errors.contains("a profile without budgets"))
    }
}
