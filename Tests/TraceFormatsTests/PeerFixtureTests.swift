import Foundation
import StackModel
import XCTest

@testable import TraceFormats

/// speedscope's own fixtures of the JSON formats, where they are beside the repository; answers worked out by hand.
final class PeerFixtureTests: XCTestCase {
    private func fixture(_ path: String) throws -> URL {
        let folder = "peers/jlfwong_speedscope/sample/profiles"
        guard let file = GoldenFiles.sharedTraces?.appendingPathComponent("\(folder)/\(path)"),
            FileManager.default.fileExists(atPath: file.path)
        else { throw XCTSkip("the fixtures are not here") }
        return file
    }

    /// The stacks of a fixture without their threads, each value divided by `unit`.
    private func stacks(_ path: String, unit: Int64) throws -> [String: Int64] {
        let found = ProfileDump.stacks(try GoldenFiles.read(fixture(path)))
        return Dictionary(
            uniqueKeysWithValues: found.map { stack, values in
                (stack.replacing(/^\[[^\]]*\];/, with: "").replacing(/\ \[[^\]]*\]/, with: ""), values[0] / unit)
            })
    }

    func testDurationEvents() throws {
        let answers: [String: [String: Int64]] = [
            "end-event-with-empty-stack": ["alpha": 1],
            "event-reordering-name-match": ["alpha": 9, "alpha;beta;gamma": 1],
            "hermes-multiple-frames": [
                "[root]": 4, "[root];beta:54": 1, "[root];gamma:54": 3, "[root];gamma:54;beta:54": 6,
            ],
            "invalid-x-nesting": ["alpha": 5, "alpha;beta": 5, "beta": 5],
            "matching-x": ["alpha": 8, "alpha;beta;gamma": 1, "alpha;gamma;beta": 1],
            "mismatched-args": ["A": 10],
            "mismatched-name": ["alpha": 10],
            "only-begin-events": ["A": 1, "A;B": 1],
            "out-of-order": ["A": 2, "A;B": 2, "A;B;C": 6],
            "simple-hermes": ["[root]": 2, "[root];beta:54": 12],
            "simple-object": ["alpha": 2, "alpha;beta": 8, "alpha;beta;(unnamed)": 4],
            "simple-partial": ["alpha": 2, "alpha;beta": 3, "alpha;beta;gamma": 5, "alpha;beta;epsilon": 4],
            "simple-partial-whitespace": ["alpha": 2, "alpha;beta": 3, "alpha;beta;gamma": 5, "alpha;beta;epsilon": 4],
            "x-events-matching-start": [
                "alpha": 12, "alpha;beta": 2, "alpha;beta;gamma": 2, "alpha;gamma": 2, "alpha;gamma;beta": 2,
            ],
            "zero-duration-events": ["A": 10],
        ]
        for (name, answer) in answers {
            XCTAssertEqual(try stacks("trace-event/\(name).json", unit: 1000), answer, name)
        }
    }

    func testSpeedscopeFiles() throws {
        XCTAssertEqual(
            try stacks("speedscope/0.0.1/simple-no-pretty-print.speedscope.json", unit: 1),
            ["a;b": 5, "a;b;c": 5, "a;b;d": 4])
        XCTAssertEqual(
            try stacks("speedscope/0.1.2/simple-sampled.speedscope.json", unit: 1_000_000_000),
            ["a;b": 5, "a;b;c": 5, "a;b;d": 4])
        XCTAssertThrowsError(try GoldenFiles.read(fixture("speedscope/invalid/out-of-order-events.json")))
    }

    /// Sums of each V8 profile's time by a plain walk: samples sorted by time, each lasting to the next one.
    func testChromeTraces() throws {
        let answers: [(path: String, samples: Int64, nanoseconds: Int64)] = [
            ("Chrome/116/Trace-20230603T221323.json", 1600, 265_139_000),
            ("Chrome/141/no-arg-data.json", 416, 55_194_000),
            ("Chrome/66/worker.json", 4447 + 3792, 1_052_902_000 + 864_430_000),
            ("Chrome/69/simple.json", 2051, 276_450_000),
        ]
        for (path, samples, nanoseconds) in answers {
            let profile = try GoldenFiles.read(fixture(path))
            XCTAssertEqual(profile.valueType(ValueTypeID(1)).name, "cpu", path)
            let values = (0..<profile.samples.count).compactMap { profile.samples.value($0, of: ValueTypeID(1)) }
            XCTAssertEqual(Int64(values.count), samples, path)
            XCTAssertEqual(values.reduce(0, +), nanoseconds, path)
        }
    }

    func testAZipOfATickLogIsNamed() throws {
        XCTAssertThrowsError(try GoldenFiles.read(fixture("node/8.5.0/simple.v8log.json.zip"))) { error in
            XCTAssertTrue("\(error)".contains("ZIP"), "\(error)")
        }
    }
}
