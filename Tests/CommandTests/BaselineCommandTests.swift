import Foundation
import XCTest

/// `stacksift baseline`, and what `diff --noise` makes of it.
final class BaselineCommandTests: XCTestCase {
    private let orders = "SampleTraces/perf/orders"

    private func functions(_ arguments: [String]) throws -> [String: [String: Any]] {
        let result = try StackSiftCommand.run(arguments)
        XCTAssertEqual(result.status, 0, result.errors)
        let report = try XCTUnwrap(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
        let list = try XCTUnwrap(report["functions"] as? [[String: Any]])
        let pairs = list.map { ("\($0["kind"] ?? "") \($0["name"] ?? "")", $0) }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    func testNoiseWidensIntervalsOfSingleRuns() throws {
        let scratch = try ScratchFolder()
        let noise = scratch.path("noise.json")
        XCTAssertEqual(try StackSiftCommand.run(["baseline", "\(orders)/base", "-o", noise]).status, 0)
        let text = try String(contentsOfFile: noise, encoding: .utf8)
        // Ten times as noisy as it was.
        let loud = try XCTUnwrap(text.range(of: #""tau":[0-9.]+"#, options: .regularExpression))
        let sides = ["\(orders)/base/run1.perf.txt", "\(orders)/slow30/run1.perf.txt"]
        let pair = ["diff"] + sides + ["--json", "--noise", noise]
        let quiet = try functions(pair)
        let louder = text.replacingCharacters(in: loud, with: "\"tau\":0.9")
        try louder.write(toFile: noise, atomically: false, encoding: .utf8)
        let noisy = try functions(pair)
        let name = "self score_order"
        let narrow = try XCTUnwrap(quiet[name]?["ratio_hi"] as? Double)
        let wide = try XCTUnwrap(noisy[name]?["ratio_hi"] as? Double)
        XCTAssertGreaterThan(wide, narrow * 1.5)
        XCTAssertEqual(quiet[name]?["provisional"] as? Bool, true)
    }

    func testBadFiles() throws {
        let scratch = try ScratchFolder()
        let path = scratch.path("noise.json")
        let negative = "{\"schema\":\"stacksift.baseline/1\",\"tau\":-1}"
        for text in ["", "[]", "{}", negative, "{\"schema\":\"x\",\"tau\":1}"] {
            try text.write(toFile: path, atomically: false, encoding: .utf8)
            let pair = ["\(orders)/base/run1.perf.txt", "\(orders)/slow30/run1.perf.txt"]
            let result = try StackSiftCommand.run(["diff"] + pair + ["--noise", path])
            XCTAssertEqual(result.status, 2, text)
            XCTAssertTrue(result.errors.contains("noise.json"), result.errors)
        }
        let few = try StackSiftCommand.run(["baseline", "\(orders)/base/run1.perf.txt"])
        XCTAssertEqual(few.status, 2)
        XCTAssertTrue(few.errors.contains("expected 3 runs of one program or more, found 1"), few.errors)
    }
}
