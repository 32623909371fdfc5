import Foundation
import XCTest

/// `stacksift check` as a CI system sees it: exit status, stderr, JUnit XML, Markdown.
final class CheckCommandTests: XCTestCase {
    private func check(_ side: String, _ more: String...) throws -> StackSiftCommand.Result {
        let folder = "SampleTraces/perf/orders"
        return try StackSiftCommand.run(["check", "\(folder)/base", "--against", "\(folder)/\(side)"] + more)
    }

    func testExitStatus() throws {
        let slower = try check("slow30")
        XCTAssertEqual(slower.status, 1, slower.errors)
        XCTAssertTrue(slower.text.hasPrefix("FAIL: score_order (self) regressed"), slower.text)
        let renamed = try check("renamed")
        XCTAssertEqual(renamed.status, 0, renamed.text)
        XCTAssertTrue(renamed.text.hasPrefix("PASS: "), renamed.text)
        XCTAssertEqual(try StackSiftCommand.run(["check", "README.md", "--against", "Package.swift"]).status, 2)
    }

    func testTooFewRunsAreProvisional() throws {
        let folder = "SampleTraces/perf/orders"
        let pair = ["\(folder)/base/run1.perf.txt", "--against", "\(folder)/slow30/run1.perf.txt"]
        let lenient = try StackSiftCommand.run(["check"] + pair)
        XCTAssertEqual(lenient.status, 0, lenient.errors)
        XCTAssertTrue(lenient.errors.contains("PROVISIONAL"), lenient.errors)
        XCTAssertEqual(try StackSiftCommand.run(["check"] + pair + ["--require-verdict"]).status, 2)
    }

    /// Two functions are too few for a ruler, and none is needed: memory is what it is.
    func testMoreMemoryFails() throws {
        let scratch = try ScratchFolder()
        func record(_ side: String, _ run: Int, after step: Int, load: Double) throws -> String {
            let start = 1_700_000_000.0 + Double(run * 20 + step)
            let end = 20 + load + 0.004 * Double(run % 2)
            let path = scratch.path("\(side)\(run).dat")
            let lines = [
                "CMDLINE python grow.py", "MEM 20.0 \(start)",
                "FUNC __main__.load 20.0 \(start + 1) \(end) \(start + 2) 1",
                "FUNC __main__.transform \(end) \(start + 3) \(end + 9.5) \(start + 4) 1", "MEM \(end) \(start + 5)",
                "FUNC __main__.main 20.0 \(start + 0.5) 20.1 \(start + 5) 0",
            ]
            try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
            return path
        }
        let before = try (1...5).map { try record("before", $0, after: 0, load: 19) }
        let same = try (1...5).map { try record("same", $0, after: 10, load: 19) }
        let grown = try (1...5).map { try record("grown", $0, after: 10, load: 24.7) }
        let failed = try StackSiftCommand.run(["check"] + before + ["--against"] + grown)
        XCTAssertEqual(failed.status, 1, failed.errors)
        XCTAssertTrue(failed.text.hasPrefix("FAIL: __main__.load (self) regressed +30.0 %"), failed.text)
        let passed = try StackSiftCommand.run(["check"] + before + ["--against"] + same)
        XCTAssertEqual(passed.status, 0, passed.text)
        XCTAssertTrue(passed.text.contains("3 unchanged"), passed.text)
    }

    func testReportsForOthers() throws {
        let scratch = try ScratchFolder()
        let (junit, markdown) = (scratch.path("junit.xml"), scratch.path("comment.md"))
        XCTAssertEqual(try check("slow30", "--junit", junit, "--markdown", markdown).status, 1)
        let parser = XMLReport(try Data(contentsOf: URL(fileURLWithPath: junit)))
        XCTAssertTrue(parser.isWellFormed)
        XCTAssertGreaterThan(parser.cases, 20)
        XCTAssertGreaterThanOrEqual(parser.failures.count, 1)
        XCTAssertTrue(parser.failures[0].contains("score_order"), "\(parser.failures)")
        let comment = try String(contentsOfFile: markdown, encoding: .utf8)
        XCTAssertTrue(comment.hasPrefix("### StackSift: FAIL"), comment)
        XCTAssertTrue(comment.contains("| regressed | score\\_order (self) |"), comment)
    }

    func testJSON() throws {
        let result = try check("slow30", "--json")
        let object = try XCTUnwrap(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
        XCTAssertEqual(object["status"] as? String, "fail")
        XCTAssertEqual(object["exit"] as? Int, 1)
        let finding = try XCTUnwrap((object["findings"] as? [[String: Any]])?.first)
        XCTAssertEqual(finding["name"] as? String, "score_order")
    }
}

/// Counts what is in a JUnit report, with a reader that is not ours.
private final class XMLReport {
    private(set) var isWellFormed = false
    private(set) var cases = 0
    private(set) var failures: [String] = []

    init(_ data: Data) {
        let text = String(decoding: data, as: UTF8.self)
        let script = """
            import sys, xml.etree.ElementTree as E
            root = E.fromstring(sys.stdin.buffer.read())
            print(len(root.findall('.//testcase')))
            for f in root.findall('.//failure'): print(f.get('message'))
            """
        guard let result = try? OtherTool("python3").run(["-c", script], input: Data(text.utf8)), result.status == 0
        else {
            return
        }
        isWellFormed = true
        let lines = result.text.split(separator: "\n").map(String.init)
        cases = lines.first.flatMap { Int($0) } ?? 0
        failures = Array(lines.dropFirst())
    }
}
