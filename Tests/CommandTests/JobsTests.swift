import Foundation
import XCTest

/// One large text gives the same bytes and the same words, whatever the number of jobs.
final class JobsTests: XCTestCase {
    private static let jobs = ["1", "2", "7"]

    func testPerfText() throws {
        try assertSame(named: "large.perf.txt", JobsTests.perfText(samples: 60_000))
    }

    func testFoldedText() throws {
        let lines = (0..<200_000).map {
            "main;read_\($0 % 97);decode_block_\($0 % 1009);inflate_fast_\($0) \($0 % 50 + 1)\n"
        }
        try assertSame(named: "large.folded", lines.joined() + "without a number\nmain;last 1\n")
    }

    /// About ten megabytes with a few bad lines far apart.
    private static func perfText(samples: Int) -> String {
        let texts = (0..<samples).map { number in
            """
            app\(number % 3) \(7 + number % 3)/\(8 + number % 5) [00\(number % 4)] \
            \(number / 1000).\(100_000 + number % 1000): \(number % 9 + 1) \(number % 2 == 0 ? "cycles" : "page-faults"):
            \t     7f10 leaf_of_\(number % 501)+0x\(number % 10) (/usr/bin/application)
            \t     7f20 between_\(number % 17)+0x1 (/usr/lib/libbetween.so.6)
            \t     7f30 main+0x1 (/usr/bin/application)
            \(number % 25_000 == 24_000 ? "words of somebody else\n" : "")

            """
        }
        return texts.joined()
    }

    private func assertSame(named name: String, _ text: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        // Several pieces, or this test tests nothing.
        XCTAssertGreaterThan(text.utf8.count, 9 << 20)
        for arguments in [["fold", file.path], ["export", file.path, "--as", "speedscope"]] {
            let results = try JobsTests.jobs.map { try StackSiftCommand.run(arguments + ["--jobs", $0]) }
            XCTAssertEqual(results[0].status, 0, results[0].errors)
            XCTAssertGreaterThan(results[0].output.count, 1000)
            XCTAssertTrue(results[0].errors.contains("skipped"), results[0].errors)
            for (jobs, result) in zip(JobsTests.jobs, results).dropFirst() {
                XCTAssertEqual(result.output, results[0].output, "\(arguments[0]) of \(name) by \(jobs)")
                XCTAssertEqual(result.errors, results[0].errors, "\(arguments[0]) of \(name) by \(jobs)")
            }
        }
    }
}
