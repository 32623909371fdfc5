import Foundation
import XCTest

/// The sample program's known changes, as `diff` tells them: five runs a side, in each of the four formats.
final class OrdersTests: XCTestCase {
    private struct Program {
        let format: String
        let score: String
        let hash: String
        let chunk: String
        let validate: String
    }

    private let programs = [
        Program(
            format: "perf", score: "score_order", hash: "hash_block", chunk: "hash_chunk", validate: "validate_order"),
        Program(
            format: "pstats", score: "score_order", hash: "hash_block", chunk: "hash_chunk",
            validate: "validate_order"),
        Program(
            format: "cpuprofile", score: "scoreOrder", hash: "hashBlock", chunk: "hashChunk",
            validate: "validateOrder"),
        Program(
            format: "pprof", score: "main.scoreOrder", hash: "main.hashBlock", chunk: "main.hashChunk",
            validate: "main.validateOrder"),
    ]

    private func rows(_ program: Program, against side: String, _ more: String...) throws -> [[String: Any]] {
        let folder = "SampleTraces/\(program.format)/orders"
        let result = try StackSiftCommand.run(
            ["diff", "\(folder)/base/*", "--against", "\(folder)/\(side)/*", "--json"] + more)
        XCTAssertEqual(result.status, 0, result.errors)
        let object = try XCTUnwrap(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
        return try XCTUnwrap(object["functions"] as? [[String: Any]])
    }

    private func status(_ rows: [[String: Any]], _ name: String) -> String? {
        rows.first { $0["name"] as? String == name }?["status"] as? String
    }

    func testTheSlowedFunctionGrewMost() throws {
        for program in programs {
            let own = try rows(program, against: "slow30", "--norm", "none").filter { $0["kind"] as? String == "self" }
            let most = own.max { ($0["delta"] as? Double ?? 0) < ($1["delta"] as? Double ?? 0) }
            XCTAssertEqual(most?["name"] as? String, program.score, program.format)
        }
    }

    func testTheAddedFunctionIsNew() throws {
        for program in programs {
            XCTAssertEqual(
                status(try rows(program, against: "newfn"), program.validate), "new", program.format)
        }
    }

    func testARenamedFunctionIsRemovedAndNew() throws {
        for program in programs {
            let rows = try rows(program, against: "renamed")
            XCTAssertEqual(status(rows, program.hash), "removed", program.format)
            XCTAssertEqual(status(rows, program.chunk), "new", program.format)
        }
    }
}
