import Foundation
import XCTest

/// `stacksift trend` and `diff --col`, from files with labels and from a store.
final class TrendCommandTests: XCTestCase {
    /// 24 runs of two services at 8 commits, of which f3 takes 40 % more from commit c4 on.
    private func runs(in scratch: ScratchFolder) throws -> String {
        var state: UInt64 = 11
        func noise() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 33) / Double(1 << 31) - 0.5
        }
        let folder = scratch.path("runs")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for run in 0..<48 {
            let lines = (0..<10).map { index in
                "main;\(index % 2 == 0 ? "serve" : "load");f\(index)"
                    + " \(Int((1000 + 80 * noise()) * (index == 3 && run >= 24 ? 1.4 : 1)))\n"
            }
            let path = "\(folder)/run\(run).folded"
            try lines.joined().write(toFile: path, atomically: false, encoding: .utf8)
            let day = run < 9 ? "0\(run + 1)" : "\(run + 1)"
            let date = run < 30 ? "2026-10-\(day)" : "2026-11-\(run - 29 < 10 ? "0" : "")\(run - 29)"
            let labels = "commit=c\(run / 6)\nservice=\(run % 2 == 0 ? "api" : "web")\nrecorded=\(date)\n"
            try labels.write(toFile: path + ".labels", atomically: false, encoding: .utf8)
        }
        return folder
    }

    func testStepsNameTheirCommits() throws {
        let scratch = try ScratchFolder()
        let folder = try runs(in: scratch)
        let result = try StackSiftCommand.run(["trend", folder])
        XCTAssertEqual(result.status, 0, result.errors)
        XCTAssertTrue(result.text.contains("in the order in which they were recorded"), result.text)
        XCTAssertTrue(result.text.contains("between run 24 (commit c3) and run 25 (commit c4)"), result.text)
        XCTAssertTrue(result.text.contains("f3 (self)  +"), result.text)
    }

    func testTheCommandThatIsNamedComparesAgain() throws {
        let scratch = try ScratchFolder()
        let store = scratch.path("nightly.db")
        XCTAssertEqual(try StackSiftCommand.run(["ingest", store, try runs(in: scratch)]).status, 0)
        let text = try StackSiftCommand.run(["trend", store]).text
        // Noise may have a step of its own elsewhere.
        let lines = text.components(separatedBy: "between run 24 (commit c3)").last?.split(separator: "\n") ?? []
        let line = try XCTUnwrap(lines.first { $0.contains("again: stacksift diff") })
        let command = try XCTUnwrap(line.range(of: "again: ")).upperBound
        let again = try ShellCommand.run(String(line[command...]))
        XCTAssertEqual(again.status, 0, again.errors)
        XCTAssertTrue(again.output.contains("f3 (self) regressed"), again.output)
    }

    func testDrawing() throws {
        let scratch = try ScratchFolder()
        let path = scratch.path("trend.svg")
        XCTAssertEqual(try StackSiftCommand.run(["trend", try runs(in: scratch), "-o", path]).status, 0)
        XCTAssertTrue(try OtherTool.isXML(try Data(contentsOf: URL(fileURLWithPath: path))))
        let text = try String(contentsOfFile: path, encoding: .utf8)
        XCTAssertTrue(text.contains("<line class=\"step up\""), "a step is marked")
        XCTAssertTrue(text.contains("f3 (self)"))
    }

    func testMatrix() throws {
        let scratch = try ScratchFolder()
        let store = scratch.path("nightly.db")
        XCTAssertEqual(try StackSiftCommand.run(["ingest", store, try runs(in: scratch)]).status, 0)
        let result = try StackSiftCommand.run(
            ["diff", store, "--col", "commit", "--row", "service", "--function", "f3", "--json"])
        XCTAssertEqual(result.status, 0, result.errors)
        let report = try XCTUnwrap(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
        let cells = try XCTUnwrap(report["cells"] as? [[String: Any]])
        XCTAssertEqual(cells.count, 16)
        for cell in cells {
            let column = cell["column"] as? String ?? ""
            let isLate = ["c4", "c5", "c6", "c7"].contains(column)
            XCTAssertEqual(cell["change"] as? Bool, isLate, column)
        }
        let means = try XCTUnwrap(report["geometric_means"] as? [Any])
        XCTAssertTrue(means[0] is NSNull)
        XCTAssertEqual(means[7] as? Double ?? 0, 1.4, accuracy: 0.05)
        let text = try StackSiftCommand.run(["diff", store, "--col", "commit", "--row", "service"]).text
        XCTAssertTrue(text.contains("~"), text)
        XCTAssertTrue(text.contains("geometric mean"), text)
        let missing = try StackSiftCommand.run(["diff", store, "--col", "build"])
        XCTAssertEqual(missing.status, 2)
        XCTAssertTrue(missing.errors.contains("expected runs with a label \"build\""), missing.errors)
    }

    func testSchemas() throws {
        let scratch = try ScratchFolder()
        let folder = try runs(in: scratch)
        let script = StackSiftCommand.repository.appendingPathComponent("Tests/SchemaTests/validate.py").path
        let matrix = ["diff", folder, "--col", "commit", "--json"]
        for (schema, command) in [("trend", ["trend", folder, "--json"]), ("matrix", matrix)] {
            let document = try StackSiftCommand.run(command)
            XCTAssertEqual(document.status, 0, document.errors)
            let path = StackSiftCommand.repository.appendingPathComponent("docs/schemas/\(schema).schema.json").path
            let result = try OtherTool("python3").run([script, "--strict", path], input: document.output)
            if result.status == 77 { throw XCTSkip(result.text) }
            XCTAssertEqual(result.status, 0, "\(schema): \(result.text)")
        }
    }
}
