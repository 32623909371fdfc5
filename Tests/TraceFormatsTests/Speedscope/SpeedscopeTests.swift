import StackModel
import XCTest

@testable import TraceFormats

/// speedscope's JSON: evented and sampled profiles, units, and what is refused.
final class SpeedscopeTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("speedscope") }

    private func file(_ profiles: String, frames: String = "[{\"name\":\"a\"},{\"name\":\"b\"}]") -> String {
        "{\"$schema\":\"https:\\/\\/www.speedscope.app\\/file-format-schema.json\",\"shared\":{\"frames\":\(frames)},"
            + "\"profiles\":[\(profiles)]}"
    }

    private func evented(_ events: [(Character, Int, Double)], unit: String = "none", end: Double = 100) -> String {
        let list = events.map { "{\"type\":\"\($0.0)\",\"frame\":\($0.1),\"at\":\($0.2)}" }.joined(separator: ",")
        return "{\"type\":\"evented\",\"name\":\"p\",\"unit\":\"\(unit)\",\"startValue\":0,\"endValue\":\(end),"
            + "\"events\":[\(list)]}"
    }

    private func sampled(_ samples: String, _ weights: String, unit: String = "none") -> String {
        "{\"samples\":\(samples),\"weights\":\(weights),\"type\":\"sampled\",\"name\":\"p\",\"unit\":\"\(unit)\"}"
    }

    private func total(_ profile: Profile, _ type: Int = 1) -> Int64 {
        (0..<profile.samples.count).reduce(0) { $0 + (profile.samples.value($1, of: ValueTypeID(row: type)) ?? 0) }
    }

    func testUnits() throws {
        let cases: [(unit: String, weight: String, value: Int64, type: String)] = [
            ("seconds", "0.005", 5_000_000, "time/nanoseconds"), ("milliseconds", "1.5", 1_500_000, "time/nanoseconds"),
            ("microseconds", "3", 3000, "time/nanoseconds"),
            ("nanoseconds", "9007199254740993", 9_007_199_254_740_993, "time/nanoseconds"),
            ("bytes", "4096", 4096, "space/bytes"), ("none", "7", 7, "weight/count"),
            ("seconds", "1e300", .max, "time/nanoseconds"),
        ]
        for test in cases {
            let profile = try ProfileDump.read(file(sampled("[[0,1]]", "[\(test.weight)]", unit: test.unit)))
            XCTAssertEqual(total(profile), test.value, test.unit)
            let type = profile.valueType(profile.defaultValueType)
            XCTAssertEqual("\(type.name)/\(type.unit)", test.type)
        }
    }

    func testEventedTimeGoesToTheOpenStack() throws {
        let profile = try ProfileDump.read(file(evented([("O", 0, 0), ("O", 1, 2), ("C", 1, 5), ("C", 0, 6)])))
        XCTAssertEqual(ProfileDump.stacks(profile), ["[p];a": [3], "[p];a;b": [3]])
        XCTAssertTrue(profile.diagnostics.diagnostics.isEmpty)
    }

    func testUnclosedFramesEndWithTheProfile() throws {
        let profile = try ProfileDump.read(file(evented([("O", 0, 0), ("O", 1, 2)], end: 10)))
        XCTAssertEqual(total(profile), 10)
        XCTAssertEqual(profile.diagnostics.diagnostics.first?.code, "speedscope.unclosed")
        XCTAssertEqual(profile.diagnostics.diagnostics.first?.count, 2)
    }

    func testProfilesOfOneNameAreSeveralThreads() throws {
        let one = sampled("[[0]]", "[1]")
        let profile = try ProfileDump.read(file("\(one),\(one)"))
        XCTAssertEqual(profile.threads.distinctThreadCount(), 2)
        XCTAssertEqual(total(profile), 2)
    }

    func testPySpyNames() throws {
        let cases: [(String, Int64?, Int64?, String)] = [
            ("Thread 20686 \\\"second\\\"", nil, 20686, "second"),
            ("Process 7 Thread 8 \\\"\\\"", 7, 8, ""),
            ("Thread pool", nil, nil, "Thread pool"),
        ]
        for (name, process, thread, text) in cases {
            let profile = try ProfileDump.read(
                file("{\"type\":\"sampled\",\"name\":\"\(name)\",\"unit\":\"none\",\"samples\":[[0]],\"weights\":[1]}"))
            let info = profile.threads[ThreadID(row: 1)]
            XCTAssertEqual(info.processID, process)
            XCTAssertEqual(info.threadID, thread)
            XCTAssertEqual(profile.text(info.threadName), text)
        }
    }

    func testBadFilesAreRefused() {
        let cases: [(String, String)] = [
            ("speedscope.nesting", file(evented([("O", 0, 0), ("O", 1, 1), ("C", 0, 2), ("C", 1, 3)]))),
            ("speedscope.nesting", file(evented([("C", 0, 0)]))),
            ("speedscope.order", file(evented([("O", 0, 5), ("C", 0, 4)]))),
            ("speedscope.frame", file(evented([("O", 2, 5), ("C", 2, 6)]))),
            ("speedscope.event", file(evented([("X", 0, 5)]))),
            ("speedscope.weights", file(sampled("[[0],[1]]", "[1]"))),
            ("speedscope.weights", file(sampled("[[0]]", "[1,2]"))),
            ("speedscope.unit", file(sampled("[[0]]", "[1]", unit: "parsecs"))),
            ("speedscope.profile", file("{\"type\":\"sampled\",\"unit\":\"none\"}")),
            ("speedscope.profiles", file("")),
            ("input.empty", file(sampled("[]", "[]"))),
            ("json.syntax", String(file(sampled("[[0]]", "[1]")).dropLast(3))),
        ]
        for (code, text) in cases {
            XCTAssertThrowsError(try ProfileDump.read(text), code) { error in
                XCTAssertEqual((error as? TraceError)?.code, code, text)
            }
        }
    }

    func testBadSamplesAreCountedAndLeftOut() throws {
        let text = file(sampled("[[0],[9],[1],[0,-1]]", "[1,2,-3,4]"))
        let profile = try ProfileDump.read(text)
        XCTAssertEqual(total(profile), 1)
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.count), [3])
        XCTAssertThrowsError(try ProfileDump.read(text, strict: true))
    }
}
