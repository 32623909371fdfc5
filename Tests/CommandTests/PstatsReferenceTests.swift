import Foundation
import XCTest

/// Every dump of the repository that this machine's Python reads, function by function against its own reading.
final class PstatsReferenceTests: XCTestCase {
    private typealias Row = [String: Any]

    private static let program = """
        import json, marshal, sys
        stats = marshal.load(open(sys.argv[1], "rb"))
        print(json.dumps([[*key, *figures[:4]]
                          for key, figures in stats.items()]))
        """

    func testFunctions() throws {
        let python = try OtherTool("python3")
        // Python 3 has forgotten the interned texts of Python 2's dumps, and reads only its own version's code objects.
        let foreign = ["python-2", "profile-command"]
        let samples = try SampleTrace.all().filter { sample in
            sample.id == "pstats" && !foreign.contains { sample.file.path.contains($0) }
        }
        for sample in samples where !sample.file.path.contains("/run5") {
            let answer = try python.data(["-c", PstatsReferenceTests.program, sample.file.path])
            let expected = try XCTUnwrap(JSONSerialization.jsonObject(with: answer) as? [[Any]])
            let top = try StackSiftCommand.run(["top", "--json", "-n", "0", sample.file.path])
            let object = try XCTUnwrap(JSONSerialization.jsonObject(with: top.output) as? Row)
            let rows = try XCTUnwrap(object["functions"] as? [Row])
            XCTAssertEqual(rows.count, expected.count, sample.file.path)
            for function in expected { try compare(function, rows, sample.file.path) }
        }
    }

    /// File, line, name, primitive calls, calls, self and cumulative seconds.
    private func compare(_ function: [Any], _ rows: [Row], _ path: String) throws {
        var file = function[0] as? String
        if file == "~" || file == "" { file = nil }
        let found = rows.filter {
            $0["file"] as? String == file && ($0["line"] as? Int ?? 0) == function[1] as? Int
                && $0["name"] as? String == function[2] as? String
        }
        let row = try XCTUnwrap(found.first, "\(path): \(function)")
        XCTAssertEqual(row["primitive_calls"] as? Int, function[3] as? Int, "\(path): \(function)")
        XCTAssertEqual(row["calls"] as? Int, function[4] as? Int, "\(path): \(function)")
        for (key, column) in [("self", 5), ("total", 6)] {
            let seconds = try XCTUnwrap(function[column] as? NSNumber).doubleValue
            XCTAssertEqual(row[key] as? Int, Int((seconds * 1e9).rounded()), "\(path): \(function)")
        }
    }
}
