import ProfileExport
import StackModel
import XCTest

/// The order and the escapes of folded text.
final class FoldedWriterTests: XCTestCase {
    func testLinesAreSortedByBytesAsAWhole() throws {
        let stacks: [(path: String, value: Int64)] = [
            ("a;Hash Join", 5), ("a;Hash", 842), ("a;Hash;b", 1), ("a;Hash 9", 7), ("a", 3), ("a b", 2), ("B", 1),
            ("a;Hash!", 4), ("", 6),
        ]
        for shift in 0..<stacks.count {
            let rotated = Array(stacks[shift...] + stacks[..<shift])
            let text = try ExportFixture.folded(ExportFixture.stacks(rotated))
            XCTAssertEqual(
                text,
                "B 1\n[no stack] 6\na 3\na b 2\na;Hash 842\na;Hash 9 7\na;Hash Join 5\na;Hash! 4\na;Hash;b 1\n")
            XCTAssertEqual(
                text.utf8.split(separator: 0x0A).map(Array.init),
                text.utf8.split(separator: 0x0A)
                    .map(Array.init).sorted { $0.lexicographicallyPrecedes($1) })
        }
    }

    func testPathsThatReadAlikeAreOneLine() throws {
        XCTAssertEqual(
            try ExportFixture.folded(ExportFixture.stacks([("x\u{1}", 1), ("x\\x01", 2), ("x\\x01 y", 3)])),
            "x\\x01 3\nx\\x01 y 3\n")
    }
}
