import Foundation
import ProfileAnalysis
import XCTest

/// docs/filters.md and the catalogue say the same.
final class TransformDocsTests: XCTestCase {
    func testEveryTransformHasARowInTheOrderOfTheCatalogue() throws {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: repository.appendingPathComponent("docs/filters.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
        XCTAssertEqual(rows.count, TransformCatalogue.all.count)
        for (row, descriptor) in zip(rows, TransformCatalogue.all) {
            let synonyms = descriptor.synonyms.map { "`\($0)`" }.joined(separator: ", ")
            let argument = (descriptor.argument.placeholder ?? "").replacingOccurrences(of: "|", with: "\\|")
            let mark = descriptor.keepsTotals ? "T" : ""
            let head = ["", "`\(descriptor.name)`", synonyms, argument, mark, ""].joined(separator: " | ")
            let start = head.dropFirst().replacingOccurrences(of: "|  |", with: "| |")
                .replacingOccurrences(of: "|  |", with: "| |")
            XCTAssertTrue(row.hasPrefix(start.dropLast()), "expected \(start), found \(row.prefix(80))")
        }
    }
}
