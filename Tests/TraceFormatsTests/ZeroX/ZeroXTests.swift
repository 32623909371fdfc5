import Foundation
import StackModel
import XCTest

@testable import TraceFormats

/// 0x's and clinic flame's data: ticks, trees, and the page that holds trees.
final class ZeroXTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("0x") }

    /// The samples are one recording in three shapes: ticks without known code are in the ticks only.
    func testTicksTreesAndPageAgree() throws {
        var stacks: [[String: [Int64]]] = []
        for name in ["1234.clinic-flame-samples", "stacks.1234.json", "flamegraph.html"] {
            let file = GoldenFiles.repository.appendingPathComponent("SampleTraces/0x/synthetic/\(name)")
            var sums = ProfileDump.stacks(try GoldenFiles.read(file))
            sums[""] = nil
            stacks.append(sums)
        }
        XCTAssertEqual(stacks[0], stacks[1])
        XCTAssertEqual(stacks[1], stacks[2])
        XCTAssertEqual(stacks[0].count, 4)
    }

    func testClinicFlamesTree() throws {
        let profile = try ProfileDump.read(
            """
            {"appName": "app", "merged": {"name": "all stacks", "value": 3, "onStackTop": {"base": 0}, "children": [
              {"name": "f /srv/a b/app.js:3:4", "value": 3, "onStackTop": {"base": 3}, "children": []}]}}
            """)
        XCTAssertEqual(ProfileDump.stacks(profile), ["f [/srv/a b/app.js]": [3]])
    }

    func testBadFilesAreRefused() {
        let cases: [(String, String)] = [
            ("json.syntax", "[[{\"name\":\"f\",\"type\":\"JS\"}"),
            ("json.syntax", "[[{\"name\":\"f\",\"type\":\"JS\"}],3]"),
            ("json.syntax", "{\"merged\":{\"name\":\"f\",\"value\":1,\"children\":[{\"name\":\"g\"}}"),
            ("json.syntax", "<html><script>visualizer({\"merged\":{\"name\":\"f\",\"value\":1"),
        ]
        for (code, text) in cases {
            XCTAssertThrowsError(try ProfileDump.read(text), text) { error in
                XCTAssertEqual((error as? TraceError)?.code, code, text)
            }
        }
    }

    func testADeepTreeIsRefusedNotFollowed() {
        let deep = String(repeating: "{\"name\":\"f\",\"value\":1,\"children\":[", count: 100_000)
        XCTAssertThrowsError(try ProfileDump.read("{\"merged\":" + deep))
    }
}
