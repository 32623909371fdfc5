import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// V8's sampling heap profiles.
final class HeapProfileTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("heapprofile") }

    func testMembersInAnyOrder() throws {
        let profile = try ProfileDump.read(
            """
            {"samples": [{"nodeId": 2, "size": 8}, {"size": 8, "nodeId": 2}, {"nodeId": 9, "size": 1}],
             "head": {"children": [
               {"children": [], "id": 2, "selfSize": 16,
                "callFrame": {"lineNumber": 4, "url": "a.js", "functionName": "make"}},
               {"id": 3, "selfSize": 0, "callFrame": {"functionName": "none", "url": "a.js"}, "children": null}],
              "selfSize": 5, "id": 1, "callFrame": {"functionName": "(root)", "url": "", "lineNumber": -1}}}
            """)
        XCTAssertEqual(ProfileDump.stacks(profile), ["(root);make [a.js]": [16, 2], "(root)": [5, 0]])
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["heapprofile.sample"])
        XCTAssertEqual(profile.functions[FunctionID(row: 2)].startLine, 5)
    }

    func testWithoutSamplesThereAreSizesOnly() throws {
        let profile = try ProfileDump.read(
            "{\"head\":{\"selfSize\":7,\"id\":1,\"callFrame\":{\"functionName\":\"f\"}}}")
        XCTAssertEqual(profile.valueTypes, [ValueType(name: "inuse_space", unit: "bytes")])
    }

    func testBadFilesAreRefused() {
        let cases: [(String, String)] = [
            ("heapprofile.head", "{\"head\":null,\"selfSize\":1}"), ("json.syntax", "{\"head\":{\"selfSize\":1"),
            ("json.syntax", "{\"head\":{\"selfSize\":\"big\"}}"), ("json.syntax", "{\"head\":{\"selfSize\":1}} x"),
        ]
        for (code, text) in cases {
            XCTAssertThrowsError(
                try FormatRegistry.read(
                    ByteReader(source: MemorySource(Array(text.utf8)), name: "test"), format: HeapProfileFormat.self,
                    options: ReadOptions()), text
            ) { XCTAssertTrue(["json.syntax", code].contains(($0 as? TraceError)?.code), "\($0)") }
        }
    }
}
