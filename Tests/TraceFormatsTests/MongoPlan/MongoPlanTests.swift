import Foundation
import StackModel
import XCTest

@testable import TraceFormats

/// MongoDB's explain: stages as frames.
final class MongoPlanTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("mongodb-plan") }

    func testStagesAreCallersOfWhatFeedsThem() throws {
        let profile = try GoldenFiles.read(
            GoldenFiles.repository.appendingPathComponent("SampleTraces/mongodb-plan/synthetic/query.json"))
        let fetch = "Execution;SORT;FETCH shop.orders"
        XCTAssertEqual(
            ProfileDump.stacks(profile),
            [
                "Execution": [1_000_000, 0, 0, 0, 0], "Execution;SORT": [6_000_000, 2452, 1200, 0, 0],
                fetch: [20_000_000, 1251, 1200, 1250, 0],
                "\(fetch);IXSCAN customer_1": [4_000_000, 1251, 1250, 0, 1250],
            ])
    }

    /// A later stage of a pipeline waits for the one before; shards work side by side.
    func testPipelinesAndShards() throws {
        let profile = try GoldenFiles.read(
            GoldenFiles.repository.appendingPathComponent("SampleTraces/mongodb-plan/synthetic/pipeline-sharded.json"))
        let stacks = ProfileDump.stacks(profile)
        let scan = "Execution;SHARD rs0;$group;$cursor;PROJECTION_SIMPLE;COLLSCAN shop.orders"
        XCTAssertEqual(stacks[scan]?[3], 9000)
        XCTAssertEqual(stacks["Execution;SHARD rs1;$group;$cursor;COLLSCAN shop.orders"]?[3], 100)
        XCTAssertEqual(stacks.values.reduce(0) { $0 + $1[0] }, 50_000_000)
    }

    /// Shards of a pipeline have no time of their own: what their last stage took.
    func testAShardWithoutATimeTookWhatItsStagesTook() throws {
        func shard(_ name: String, _ scan: Int, _ group: Int) -> String {
            """
            "\(name)": {"stages": [
              {"$cursor": {"executionStats": {"executionTimeMillis": \(group), "executionStages":
                {"stage": "COLLSCAN", "executionTimeMillisEstimate": \(scan)}}},
               "executionTimeMillisEstimate": \(scan)},
              {"$group": {}, "executionTimeMillisEstimate": \(group)}]}
            """
        }
        let profile = try ProfileDump.read("{\"shards\": {\(shard("a", 4, 8)), \(shard("b", 2, 0))}}")
        let times = ProfileDump.stacks(profile).mapValues { $0[0] / 1_000_000 }
        XCTAssertEqual(times["Execution;SHARD a;$group"], 4)
        XCTAssertEqual(times["Execution;SHARD a;$group;$cursor;COLLSCAN"], 4)
        XCTAssertEqual(times.values.reduce(0, +), 8)
    }

    /// The slot-based engine counts reads; a pipeline's stage says what it examined in another collection.
    func testReadsAndForeignDocumentsAreExamined() throws {
        let profile = try ProfileDump.read(
            """
            {"stages": [
              {"$cursor": {"executionStats": {"totalDocsExamined": 50, "totalKeysExamined": 60, "executionStages":
                {"stage": "nlj",
                 "outerStage": {"stage": "ixseek", "numReads": 60},
                 "innerStage": {"stage": "seek", "numReads": 50}}}}},
              {"$lookup": {}, "totalDocsExamined": {"$numberLong": "7"}, "totalKeysExamined": 9}]}
            """)
        let stacks = ProfileDump.stacks(profile)
        XCTAssertEqual(stacks["Execution;$lookup"].map { Array($0[3...]) }, [7, 9])
        XCTAssertEqual(stacks["Execution;$lookup;$cursor;nlj;ixseek"].map { Array($0[3...]) }, [0, 60])
        XCTAssertEqual(stacks["Execution;$lookup;$cursor;nlj;seek"].map { Array($0[3...]) }, [50, 0])
    }

    func testTheFinestTimeCounts() throws {
        let stage = "\"executionTimeMillisEstimate\": 1, \"executionTimeNanos\": 1234567, \"executionTimeMicros\": 1234"
        let profile = try ProfileDump.read(
            "{\"executionStats\": {\"executionStages\": {\"stage\": \"COLLSCAN\", \(stage)}}}")
        XCTAssertEqual(ProfileDump.stacks(profile)["Execution;COLLSCAN"]?[0], 1_234_567)
    }

    func testWhatCannotBeReadIsRefused() {
        let cases: [(String, String)] = [
            ("{\"queryPlanner\": {\"winningPlan\": {\"stage\": \"COLLSCAN\"}}}", "mongodb.stages"),
            ("{\n  queryPlanner: {\n    namespace: 'a.b'\n  }\n}", "mongodb.shell"),
            ("{\"executionStats\": {\"executionStages\": {\"stage\": \"COLL", "json.syntax"),
            ("{\"executionStats\": {\"executionStages\": {\"works\": NumberLong(4)}}}", "json.syntax"),
        ]
        for (text, code) in cases {
            XCTAssertThrowsError(try ProfileDump.read(text), text) { error in
                XCTAssertEqual((error as? TraceError)?.code, code, text)
            }
        }
    }

    func testDeepAndDamagedPlans() throws {
        let level = "\"inputStage\": {\"executionTimeMillisEstimate\": 1e300, "
        XCTAssertThrowsError(
            try ProfileDump.read("{\"executionStats\": {" + String(repeating: level, count: 100_000)))
        var seed: UInt64 = 11
        for sample in try GoldenFiles.samples("mongodb-plan") {
            let sound = Array(try Data(contentsOf: sample))
            for _ in 0..<300 {
                var bytes = sound
                for _ in 0..<4 {
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 20)
                }
                _ = try? ProfileDump.read(bytes)
            }
        }
    }
}
