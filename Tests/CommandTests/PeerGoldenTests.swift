import Foundation
import XCTest

/// What every fixture of other projects beside the repository is read as: format, distinct stacks, functions, and the
/// total and samples of each value type; or the code with which it is refused. Counts alone: the data stay where they
/// are.
///
/// `BLESS=1` writes the golden anew; each line was checked against its file when it came, by the tests of
/// `PeerTraceTests` and `PeerFixtureTests` or by eye.
final class PeerGoldenTests: XCTestCase {
    private typealias Row = TraceAnswers.Row
    private static let golden = StackSiftCommand.repository.appendingPathComponent("Tests/Goldens/peers.txt")

    func testEveryFixtureGivesItsCounts() throws {
        guard let root = StackSiftCommand.sharedTraces?.appendingPathComponent("peers"),
            let paths = FileManager.default.enumerator(atPath: root.path)?.allObjects as? [String]
        else { throw XCTSkip("the fixtures are not here") }
        let files = paths.filter { path in
            !root.appendingPathComponent(path).hasDirectoryPath && !path.hasSuffix("SOURCES.md")
        }.sorted()
        let result = try StackSiftCommand.run(["info", "--json"] + files.map { "\(root.path)/\($0)" })
        let object = try XCTUnwrap(JSONSerialization.jsonObject(with: result.output) as? Row)
        var lines: [String: String] = [:]
        for info in object.rows("files") {
            lines[below(root, info["path"] as? String ?? "")] = PeerGoldenTests.summary(info)
        }
        for error in result.errors.split(separator: "\n") where error.contains(": error: ") {
            guard let file = files.last(where: { error.hasPrefix("\(root.path)/\($0):") }),
                let code = error.firstMatch(of: /\[([a-z0-9.-]+)\]$/)?.1
            else { continue }
            lines[file] = "refused: \(code)"
        }
        let text = files.map { "\($0)\n    \(lines[$0] ?? "neither read nor refused")\n" }.joined()
        if ProcessInfo.processInfo.environment["BLESS"] != nil {
            try text.write(to: PeerGoldenTests.golden, atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOf: PeerGoldenTests.golden, encoding: .utf8)
        for (line, mine) in zip(expected.split(separator: "\n"), text.split(separator: "\n")) {
            XCTAssertEqual(mine, line)
        }
        XCTAssertEqual(text.split(separator: "\n").count, expected.split(separator: "\n").count)
    }

    private func below(_ root: URL, _ path: String) -> String { String(path.dropFirst(root.path.count + 1)) }

    /// `folded, 24 stacks, 61 functions; samples 1234 in 24`, and behind it whatever was reported.
    private static func summary(_ info: Row) -> String {
        let types = info.rows("value_types").map { type in
            "\(type["name"] ?? "") \(type.integer("total") ?? -1) in \(type.integer("samples") ?? -1)"
        }
        let counts = ["stacks", "functions", "threads"].map { "\(info.integer($0) ?? -1) \($0)" }
        let told = info.rows("diagnostics").map { "\($0["code"] ?? "") \($0.integer("count") ?? 0)" }
        return ([([info["format"] as? String ?? ""] + counts).joined(separator: ", ")] + types + told)
            .joined(separator: "; ")
    }
}
