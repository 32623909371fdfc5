import Foundation
import XCTest

/// The pairs of single recordings beside the repository: `diff` names what was changed between them, as far as the files
/// tell it. (Several runs a side: `ComparingCommandTests`.)
final class RecordedPairTests: XCTestCase {
    private func rows(_ pair: String, _ file: String, _ more: String...) throws -> [[String: Any]] {
        guard let traces = StackSiftCommand.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        let sides = (pair == "pgplan" ? ["before", "after"] : ["base", "slow30"]).map { side in
            traces.appendingPathComponent("\(pair)/\(side)/\(file)").path
        }
        let result = try StackSiftCommand.run(["diff", "--json", "--quiet"] + sides + more)
        XCTAssertEqual(result.status, 0, result.errors)
        let object = try XCTUnwrap(JSONSerialization.jsonObject(with: result.output) as? [String: Any])
        return object.rows("functions")
    }

    private func own(_ name: String, _ rows: [[String: Any]]) throws -> [String: Any] {
        try XCTUnwrap(rows.first { $0["name"] as? String == name && $0["kind"] as? String == "self" }, name)
    }

    /// `load` keeps 30 % more, and what is made of its data grows with them.
    func testMemoryRecordings() throws {
        for (file, load, transform) in [
            ("plain.mprof.dat", "__main__.load", "__main__.transform"),
            ("children.mprof.dat", "__main__.load", "__main__.transform"), ("line-report.txt", "load", "transform"),
        ] {
            let rows = try rows("mprof", file)
            for name in [load, transform] {
                let row = try own(name, rows)
                XCTAssertEqual(row["status"] as? String, "grew", file)
                XCTAssertEqual(row.number("ratio") ?? 0, 1.3, accuracy: 0.01, "\(file) \(name)")
            }
        }
        XCTAssertEqual(try rows("mprof", "plain.mprof.dat")[0]["name"] as? String, "__main__.load")
    }

    /// `score_order` does 30 % more rounds. Each file is a recording of its own, of about a second: in the raw one it is
    /// the first row, in two others it grows, and the drawing, which has fewer samples after, shows a larger share.
    func testPySpyRecordings() throws {
        let raw = try XCTUnwrap(try rows("pyspy", "orders.raw.txt").first { $0["kind"] as? String == "self" })
        XCTAssertEqual(raw["name"] as? String, "score_order (orders.py:50)")
        XCTAssertEqual(raw["status"] as? String, "grew")
        for file in ["orders.speedscope.json", "orders.chrometrace.json"] {
            let row = try own("score_order", rows("pyspy", file))
            XCTAssertEqual(row["status"] as? String, "grew", file)
            XCTAssertGreaterThan(row.number("ratio") ?? 0, 1.05, file)
        }
        let drawn = try own("score_order (orders.py:50)", rows("pyspy", "orders.flamegraph.svg", "--norm", "share"))
        XCTAssertGreaterThan(drawn.number("ratio") ?? 0, 1.05)
    }

    /// After an index was made the planner still chooses the same plan: steps, rows, loops, costs and the blocks that
    /// they read are the same, and only planning looks at more blocks, those of the new index.
    func testPlansBeforeAndAfterAnIndexThatIsNotUsed() throws {
        for run in 1...5 {
            for value in ["rows", "loops", "cost", "plan_rows"] {
                let rows = try rows("pgplan", "run\(run).plan.json", "--value", value)
                XCTAssertFalse(rows.isEmpty)
                for row in rows { XCTAssertEqual(row.integer("delta"), 0, "run \(run) \(value): \(row)") }
            }
            let blocks = try rows("pgplan", "run\(run).plan.json", "--value", "shared_hit")
            for row in blocks where row["name"] as? String != "Planning" {
                XCTAssertEqual(row.integer("delta"), 0, "run \(run): \(row)")
            }
            XCTAssertGreaterThan(try own("Planning", blocks).integer("delta") ?? 0, 20, "run \(run)")
        }
    }
}
