import Foundation
import StackModel
import XCTest

@testable import TraceFormats

/// PostgreSQL's plans: whose time is whose, and that JSON and text tell the same.
final class PostgresPlanTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("postgres-plan") }

    /// A plan in text, its steps without costs.
    private func column(_ name: String, of profile: Profile) throws -> [String: Int64] {
        let index = try XCTUnwrap(profile.valueTypes.firstIndex { $0.name == name }, name)
        return ProfileDump.stacks(profile).mapValues { $0[index] }
    }

    private func check(_ plan: String, _ name: String, _ expected: [String: Int64], line: UInt = #line) throws {
        let profile = try ProfileDump.read(plan)
        var found = try column(name, of: profile)
        for (stack, value) in expected {
            XCTAssertEqual(found.removeValue(forKey: stack), value, stack, line: line)
        }
        XCTAssertEqual(found.filter { $0.value != 0 }, [:], "not expected", line: line)
    }

    func testLoopsAreMultipliedOut() throws {
        let plan = """
            Nested Loop  (cost=0.29..8.31 rows=1 width=36) (actual time=0.010..9.000 rows=300 loops=1)
              ->  Seq Scan on a  (cost=0.00..1.00 rows=3 width=4) (actual time=0.001..1.000 rows=3 loops=1)
              ->  Index Scan using i on b  (cost=0.29..2.00 rows=1 width=4) (actual time=0.100..2.000 rows=100 loops=3)
                    Index Cond: (x = a.x)
            Execution Time: 9.500 ms
            """
        let nested = "Execution;Nested Loop"
        try check(
            plan, "time",
            [
                "Execution": 500_000, nested: 2_000_000, "\(nested);Seq Scan on a": 1_000_000,
                "\(nested);Index Scan using i on b": 6_000_000,
            ])
        try check(plan, "rows", [nested: 300, "\(nested);Seq Scan on a": 3, "\(nested);Index Scan using i on b": 300])
        try check(plan, "loops", [nested: 1, "\(nested);Seq Scan on a": 1, "\(nested);Index Scan using i on b": 3])
        try check(
            plan, "cost", [nested: 531, "\(nested);Seq Scan on a": 100, "\(nested);Index Scan using i on b": 200])
    }

    /// Three processes scanned for 40 ms each while the leader waited for 50.
    func testWorkersRunSideBySide() throws {
        let plan = """
            Gather  (actual time=0.010..50.000 rows=300 loops=1)
              Workers Planned: 2
              Workers Launched: 2
              ->  Parallel Seq Scan on a  (actual time=0.001..40.000 rows=100 loops=3)
                    Worker 0:  actual time=0.001..39.000 rows=90 loops=1
                      Buffers: shared hit=7
                    Buffers: shared hit=20
            """
        let scan = "Execution;Gather;Parallel Seq Scan on a"
        try check(plan, "time", ["Execution;Gather": 10_000_000, scan: 40_000_000])
        try check(plan, "node_time", ["Execution;Gather": -70_000_000, scan: 120_000_000])
        try check(plan, "shared_hit", [scan: 20])
    }

    /// The scan waits for the common table, which is printed elsewhere.
    func testCommonTablesBelongToTheirScan() throws {
        let plan = """
            Aggregate  (actual time=9.000..10.000 rows=1 loops=1)
              CTE big
                ->  Seq Scan on ord  (actual time=0.001..5.000 rows=9 loops=1)
              ->  CTE Scan on big b  (actual time=0.001..8.000 rows=9 loops=1)
            """
        let scan = "Execution;Aggregate;CTE Scan on big b"
        try check(
            plan, "time", ["Execution;Aggregate": 2_000_000, scan: 3_000_000, "\(scan);Seq Scan on ord": 5_000_000])
    }

    func testInitPlansBelongToTheirReader() throws {
        for (name, reference) in [("InitPlan 1 (returns $0)", "$0"), ("InitPlan 1", "(InitPlan 1).col1")] {
            let plan = """
                Aggregate  (actual time=9.000..10.000 rows=1 loops=1)
                  \(name)
                    ->  Result  (actual time=0.001..6.000 rows=1 loops=1)
                  ->  Seq Scan on ord  (actual time=6.001..9.000 rows=9 loops=1)
                        Filter: (total > \(reference))
                """
            let scan = "Execution;Aggregate;Seq Scan on ord"
            try check(
                plan, "time", ["Execution;Aggregate": 1_000_000, scan: 3_000_000, "\(scan);Result": 6_000_000])
        }
    }

    func testStepsThatNeverRanTookNothing() throws {
        let plan = """
            Nested Loop  (cost=0.00..9.00 rows=1 width=4) (actual time=0.010..0.011 rows=0 loops=1)
              ->  Seq Scan on a  (cost=0.00..1.00 rows=3 width=4) (actual time=0.001..0.001 rows=0 loops=1)
              ->  Seq Scan on b  (cost=0.00..1.00 rows=3 width=4) (never executed)
            """
        let profile = try ProfileDump.read(plan)
        let values = try XCTUnwrap(ProfileDump.stacks(profile)["Execution;Nested Loop;Seq Scan on b"])
        let named = Dictionary(uniqueKeysWithValues: zip(profile.valueTypes.map(\.name), values))
        XCTAssertEqual(named, ["time": 0, "rows": 0, "loops": 0, "node_time": 0, "cost": 100, "plan_rows": 3])
    }

    /// Constraints are checked after the plan; a trigger that does not fit into the rest ran within the update.
    func testTriggersAreCountedOnce() throws {
        let plan = """
            Update on cust  (actual time=9.000..10.000 rows=0 loops=1)
              ->  Seq Scan on cust  (actual time=0.001..1.000 rows=9 loops=1)
            Planning Time: 0.100 ms
            Trigger before_cust on cust: time=4.000 calls=9
            Trigger for constraint cust_fkey on cust: time=2.000 calls=9
            Execution Time: 12.500 ms
            """
        try check(
            plan, "time",
            [
                "Planning": 100_000, "Execution": 500_000,
                "Execution;Trigger for constraint cust_fkey on cust": 2_000_000,
                "Execution;Update on cust": 5_000_000, "Execution;Update on cust;Seq Scan on cust": 1_000_000,
                "Execution;Update on cust;Trigger before_cust on cust": 4_000_000,
            ])
    }

    func testRoundedMeansNeverMakeTimeNegative() throws {
        let plan = """
            Nested Loop  (actual time=0.010..1.000 rows=1 loops=1)
              ->  Seq Scan on a  (actual time=0.001..0.200 rows=1 loops=1)
              ->  Result  (actual time=0.001..0.001 rows=1 loops=1200)
            """
        let profile = try ProfileDump.read(plan)
        let times = try column("time", of: profile)
        XCTAssertEqual(times.values.reduce(0, +), 1_000_000)
        XCTAssertTrue(times.values.allSatisfy { $0 >= 0 })
    }

    /// JSON and text of the same statement, recorded one after the other: the same steps, rows, loops and costs.
    func testJSONAndTextTellTheSame() throws {
        for json in try GoldenFiles.samples("postgres-plan") where json.pathExtension == "json" {
            let text = json.deletingPathExtension().appendingPathExtension("txt")
            let first = try GoldenFiles.read(json)
            let second = try GoldenFiles.read(text)
            // Quoted names are quoted in text alone; counts of workers change from run to run.
            if json.lastPathComponent.hasPrefix("quoted") { continue }
            let isParallel = ["parallel.json", "gather-merge.json"].contains(json.lastPathComponent)
            for name in isParallel ? ["cost", "plan_rows"] : ["rows", "loops", "cost", "plan_rows", "temp_written"] {
                guard first.valueTypes.contains(where: { $0.name == name }) else { continue }
                XCTAssertEqual(try column(name, of: first), try column(name, of: second), "\(json.path) \(name)")
            }
        }
    }

    func testWhatCannotBeReadIsRefused() {
        let cases: [(String, String)] = [
            ("- Plan: \n    Node Type: \"Result\"\n    Parallel Aware: false\n", "postgres.form"),
            ("<explain xmlns=\"http://www.postgresql.org/2009/explain\">\n", "postgres.form"),
            ("[{\"Plan\": {\"Node Type\": \"Result\", \"Plans\": [", "json.syntax"),
            ("[{\"Plan\": {\"Node Type\": \"Result\"}}]", "postgres.values"),
        ]
        for (text, code) in cases {
            XCTAssertThrowsError(try ProfileDump.read(text), text) { error in
                XCTAssertEqual((error as? TraceError)?.code, code, text)
            }
        }
    }

    func testDeepAndOddPlans() throws {
        let level = "{\"Node Type\": \"Append\", \"Actual Total Time\": 1e300, \"Actual Loops\": 9e18, \"Plans\": ["
        let deep = "[{\"Plan\": " + String(repeating: level, count: 200) + String(repeating: "]}", count: 200) + "}]"
        XCTAssertNoThrow(try ProfileDump.read(deep))
        let endless = "[{\"Plan\": " + String(repeating: level, count: 100_000)
        XCTAssertThrowsError(try ProfileDump.read(endless))
        // A common table that scans itself.
        let cycle = """
            Result  (actual time=0..1 rows=1 loops=1)
              CTE a
                ->  CTE Scan on a  (actual time=0..1 rows=1 loops=1)
            """
        XCTAssertEqual(try column("time", of: ProfileDump.read(cycle)).values.reduce(0, +), 1_000_000)
    }

    func testDamagedPlans() throws {
        var seed: UInt64 = 3
        for sample in try GoldenFiles.samples("postgres-plan") {
            let sound = Array(try Data(contentsOf: sample))
            for _ in 0..<20 {
                var bytes = sound
                for _ in 0..<4 {
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 20)
                }
                _ = try? ProfileDump.read(bytes)
                _ = try? ProfileDump.read(Array(bytes.prefix(Int(seed >> 33) % bytes.count)))
            }
        }
    }

    /// The reference answers: `node_time` is what the server printed, multiplied out; `time` is where nothing overlaps.
    func testReferenceAnswers() throws {
        guard let shared = GoldenFiles.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        for side in ["before", "after"] {
            for run in 1...5 {
                let file = shared.appendingPathComponent("pgplan/\(side)/run\(run).plan.json")
                let answer = try JSONSerialization.jsonObject(
                    with: Data(contentsOf: file.appendingPathExtension("expected.json")))
                let statements = try XCTUnwrap((answer as? [String: Any])?["statements"] as? [[String: Any]])
                let steps = try XCTUnwrap(statements.first?["plan"] as? [[String: Any]])
                let profile = try GoldenFiles.read(file)
                for (column, figure, factor) in [
                    ("time", "self_ms", 1e6), ("node_time", "self_ms", 1e6), ("rows", "rows_per_loop", 1),
                    ("loops", "loops", 1),
                ] {
                    let ours = try self.column(column, of: profile).filter { $0.key.contains(";") }.values.sorted()
                    let theirs = steps.map { Int64((($0[figure] as? Double ?? -1) * factor).rounded()) }.sorted()
                    XCTAssertEqual(ours, theirs, "\(file.path) \(column)")
                }
                let total = try self.column("time", of: profile).values.reduce(0, +)
                let facts = statements[0]
                let whole = (facts["execution_ms"] as? Double ?? 0) + (facts["planning_ms"] as? Double ?? 0)
                XCTAssertEqual(total, Int64((whole * 1e6).rounded()), file.path)
            }
        }
    }
}
