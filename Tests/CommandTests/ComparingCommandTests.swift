import Foundation
import XCTest

/// Comparisons of several runs a side, as users type them.
final class ComparingCommandTests: XCTestCase {
    /// Runs of twelve functions with seeded noise, as folded files; `change` multiplies one of them after.
    private func runs(_ count: Int, change: Double, in folder: URL) throws -> (before: [String], after: [String]) {
        var state: UInt64 = 42
        func noise() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 33) / Double(1 << 31) - 0.5
        }
        func write(_ name: String, _ factor: Double) throws -> String {
            let lines = (0..<12).map { index in
                let caller = index % 2 == 0 ? "main;serve" : "main;load"
                let weight = (1000 + 100 * noise()) * (index == 3 ? factor : 1)
                return "\(caller);f\(index) \(Int(weight))"
            }
            let path = folder.appendingPathComponent(name)
            try (lines.joined(separator: "\n") + "\n").write(to: path, atomically: false, encoding: .utf8)
            return path.path
        }
        return (
            try (0..<count).map { try write("before_\($0).folded", 1) },
            try (0..<count).map { try write("after_\($0).folded", change) }
        )
    }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sift-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func object(_ result: StackSiftCommand.Result) throws -> [String: Any] {
        try XCTUnwrap(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    }

    func testJSONKeepsThePlainKeysAndAddsTheMethods() throws {
        try withFolder { folder in
            let (before, after) = try runs(5, change: 1.5, in: folder)
            let result = try StackSiftCommand.run(["diff"] + before + ["--against"] + after + ["--json"])
            XCTAssertEqual(result.status, 0, result.errors)
            let report = try object(result)
            XCTAssertEqual(report["schema"] as? String, "stacksift.diff/1")
            let meta = try XCTUnwrap(report["meta"] as? [String: Any])
            for key in [
                "value_type", "unit", "n_before", "n_after", "norm", "factor", "total_before", "total_after", "scale",
                "scale_se", "tau", "d0", "s02", "tested", "alpha", "total_ratio", "stable_scale_ratio", "dropped_runs",
                "warnings",
            ] { XCTAssertNotNil(meta[key], key) }
            let functions = try XCTUnwrap(report["functions"] as? [[String: Any]])
            let first = try XCTUnwrap(functions.first)
            XCTAssertEqual(first["name"] as? String, "f3")
            XCTAssertEqual(first["verdict"] as? String, "regressed")
            XCTAssertEqual(first["cause"] as? Bool, true)
            XCTAssertEqual(first["provisional"] as? Bool, false)
            for key in [
                "kind", "name", "file", "module", "before", "after", "delta", "ratio", "status", "verdict", "cause",
                "explained_by", "delta_lo", "delta_hi", "impact", "ratio_lo", "ratio_hi", "t", "df", "p", "q",
                "mde_impact", "mde_ratio", "samples", "material",
            ] { XCTAssertNotNil(first[key], key) }
            let totals = functions.filter { $0["kind"] as? String == "total" }
            let serve = try XCTUnwrap(totals.first { $0["name"] as? String == "load" })
            XCTAssertEqual((serve["explained_by"] as? [String: String])?["name"], "f3")
        }
    }

    func testLinesNameTheCauseFirst() throws {
        try withFolder { folder in
            let (before, after) = try runs(5, change: 1.5, in: folder)
            let result = try StackSiftCommand.run(["diff"] + before + ["--against"] + after)
            let change = try XCTUnwrap(result.text.split(separator: "\n").first { $0.hasPrefix("REGRESSED") })
            XCTAssertTrue(change.contains("f3 (self)"), String(change))
            XCTAssertTrue(result.text.contains("explains: load"), result.text)
            let explained = try StackSiftCommand.run(["diff"] + before + ["--against"] + after + ["--explain", "f3"])
            XCTAssertTrue(explained.text.hasPrefix("f3 (self): regressed"), explained.text)
            for path in before + after { XCTAssertTrue(explained.text.contains(path), path) }
        }
    }

    func testOneRunASideKeepsThePlainFiguresAndIsProvisional() throws {
        try withFolder { folder in
            let (before, after) = try runs(1, change: 2, in: folder)
            let report = try object(try StackSiftCommand.run(["diff", before[0], after[0], "--json"]))
            let meta = try XCTUnwrap(report["meta"] as? [String: Any])
            XCTAssertEqual(meta["provisional"] as? Bool, true)
            XCTAssertEqual(meta["factor"] as? Double, 1)
            for function in try XCTUnwrap(report["functions"] as? [[String: Any]]) {
                XCTAssertEqual(function["provisional"] as? Bool, true)
                let before = try XCTUnwrap(function["before"] as? Int)
                let after = try XCTUnwrap(function["after"] as? Int)
                XCTAssertEqual(function["delta"] as? Int, after - before)
                guard let low = function["ratio_lo"] as? Double, let high = function["ratio_hi"] as? Double,
                    let ratio = function["ratio"] as? Double
                else { continue }
                XCTAssertLessThanOrEqual(low, ratio)
                XCTAssertGreaterThanOrEqual(high, ratio)
            }
            let lines = try StackSiftCommand.run(["diff", before[0], after[0]])
            XCTAssertTrue(lines.text.contains("provisional: run-to-run noise is not measured"), lines.text)
        }
    }

    func testUnitsMustFitTheRuns() throws {
        try withFolder { folder in
            let (before, after) = try runs(3, change: 1, in: folder)
            let units = ["--norm", "units", "--units", "1", "1", "1", "1"]
            let result = try StackSiftCommand.run(["diff"] + before + ["--against"] + after + units)
            XCTAssertEqual(result.status, 2)
            XCTAssertTrue(result.errors.contains("expected --units to have a number"), result.errors)
        }
    }

    /// The recordings beside the repository: one workload in four languages, three of them changed.
    func testRecordedChanges() throws {
        guard let traces = StackSiftCommand.sharedTraces else {
            throw XCTSkip("../shared/traces is absent: there are no recordings to compare")
        }
        func verdicts(_ format: String, _ side: String) throws -> [[String: Any]] {
            func files(_ side: String) throws -> [String] {
                let folder = traces.appendingPathComponent("\(format)/orders/\(side)")
                return try FileManager.default.contentsOfDirectory(atPath: folder.path)
                    .filter { !$0.contains("expected") }.sorted().map { folder.appendingPathComponent($0).path }
            }
            let command = try ["diff"] + files("base") + ["--against"] + files(side) + ["--json"]
            return try XCTUnwrap(try object(try StackSiftCommand.run(command))["functions"] as? [[String: Any]])
        }
        let slower = try verdicts("perf", "slow30")[0]
        XCTAssertEqual(slower["name"] as? String, "score_order")
        XCTAssertEqual(slower["verdict"] as? String, "regressed")
        for format in ["perf", "pstats", "cpuprofile", "pprof"] {
            let same = try verdicts(format, "aa")
            XCTAssertFalse(
                same.contains { ["regressed", "improved", "new", "gone"].contains($0["verdict"] as? String) })
            let renamed = try verdicts(format, "renamed")
            let shifted = renamed.filter { $0["verdict"] as? String == "shifted" }.compactMap { $0["name"] as? String }
            XCTAssertEqual(shifted.count, 2, "\(format): \(shifted)")
            XCTAssertFalse(renamed.contains { $0["verdict"] as? String == "regressed" && $0["cause"] as? Bool == true })
        }
    }
}
