import Foundation
import XCTest

/// docs/comparing.md's worked examples: each command there prints what stands below it.
final class ComparingDocsTests: XCTestCase {
    func testExamples() throws {
        let page = StackSiftCommand.repository.appendingPathComponent("docs/comparing.md")
        let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```text\n$ ").dropFirst()
        XCTAssertEqual(blocks.count, 3)
        for block in blocks {
            let lines = try XCTUnwrap(block.components(separatedBy: "```").first)
            let end = try XCTUnwrap(lines.firstIndex(of: "\n"))
            let result = try ShellCommand.run(String(lines[..<end]))
            XCTAssertEqual(result.output, String(lines[lines.index(after: end)...]), String(lines[..<end]))
        }
    }
}
