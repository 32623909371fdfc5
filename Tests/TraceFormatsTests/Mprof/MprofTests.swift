import Foundation
import StackModel
import XCTest

@testable import TraceFormats

/// memory_profiler's recordings: functions by the memory they kept, readings as a counter.
final class MprofTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("mprof") }

    /// `load` kept 19 MiB and `transform` 10 within `main`, which gave 28 back.
    private let nested = """
        FUNC app.load 23.0 100.5000 42.0 100.6000 1
        FUNC app.transform 42.0 100.6000 52.0 100.7000 1
        FUNC app.transform 52.0 100.8000 52.0 100.9000 1
        FUNC app.main 23.0 100.4999 24.0 101.0000 0
        CMDLINE python app.py
        MEM 2.046875 100.4000
        MEM 52.000000 100.7500
        CHLD 1 12.5 100.7500
        MEM 0.000000 101.1000

        """

    func testFunctionsGrowByWhatTheirCalleesLeave() throws {
        let mebibyte: Int64 = 1 << 20
        for levels in [true, false] {
            // Versions before 0.59 wrote no levels: times alone nest the calls.
            let text =
                levels ? nested : nested.replacingOccurrences(of: " [01]\n", with: "\n", options: .regularExpression)
            XCTAssertEqual(
                ProfileDump.stacks(try ProfileDump.read(text)),
                [
                    "app.main": [0, 28 * mebibyte, 200_100_000, 1],
                    "app.main;app.load": [19 * mebibyte, 0, 100_000_000, 1],
                    "app.main;app.transform": [10 * mebibyte, 0, 200_000_000, 2],
                ], "\(levels)")
        }
    }

    func testReadingsAreCounters() throws {
        let profile = try ProfileDump.read(nested)
        XCTAssertEqual(profile.counters.counters.map(\.name), ["memory", "memory of child 1"])
        let readings = (0..<profile.counters.count).map { profile.counters[$0] }
        XCTAssertEqual(readings.filter { $0.counter == 0 }.map(\.value), [2_146_304, 52 << 20, 0])
        XCTAssertEqual(readings.first?.time, 100_400_000_000)
        XCTAssertEqual(profile.metadata.commandLine, "python app.py")
        XCTAssertEqual(profile.metadata.duration, 700_000_000)
        XCTAssertEqual((0..<profile.spans.count).map { profile.text(profile.spans[$0].name) }.last, "app.main")
    }

    func testARecordingWithoutFunctionsIsTheProcess() throws {
        let profile = try ProfileDump.read("CMDLINE python app.py\nMEM 2.0 1.0\nMEM 7.0 2.0\nMEM 0.0 3.0\n")
        XCTAssertEqual(ProfileDump.stacks(profile), ["(process)": [5 << 20, 0, 2_000_000_000, 1]])
    }

    func testNamesMayHaveBlanks() {
        let call = MprofCall(ByteView(literal: "FUNC a b 1.0 2.0 3.0 4.0 7"))
        XCTAssertEqual(call?.name.text, "a b")
        XCTAssertEqual(call?.level, 7)
        let older = MprofCall(ByteView(literal: "FUNC a 7 1.0 2.0 3.0 4.0"))
        XCTAssertEqual(older?.name.text, "a 7")
        XCTAssertNil(older?.level ?? nil)
    }

    func testBadLinesAreCountedAndSkipped() throws {
        let profile = try ProfileDump.read(
            "MEM 2.0 1.0\nMEM much 2.0\nFUNC f 1.0 2.0\nMEM 99999999999999999999 1.0\nMEM 3.0 4.0\n")
        XCTAssertEqual(profile.diagnostics.diagnostics.first?.code, "mprof.line")
        XCTAssertEqual(profile.diagnostics.diagnostics.first?.count, 3)
        XCTAssertEqual(profile.counters.count, 2)
    }

    func testDamagedRecordings() throws {
        var seed: UInt64 = 5
        let sound = Array(nested.utf8)
        for _ in 0..<2000 {
            var bytes = sound
            for _ in 0..<3 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 20)
            }
            _ = try? ProfileDump.read(bytes)
        }
        XCTAssertNoThrow(
            try ProfileDump.read("FUNC f -9000000000000 -9000000000 9000000000000 9000000000 1\nMEM 1.0 1.0\n"))
    }

    /// The reference answers: every reading and every call, and the line that started the program.
    func testReferenceAnswers() throws {
        guard let shared = GoldenFiles.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        for name in ["base/plain", "base/children", "slow30/plain", "slow30/children"] {
            let file = shared.appendingPathComponent("mprof/\(name).mprof.dat")
            let answer = try JSONSerialization.jsonObject(
                with: Data(contentsOf: file.appendingPathExtension("expected.json")))
            let facts = try XCTUnwrap(answer as? [String: Any])
            let profile = try GoldenFiles.read(file)
            XCTAssertEqual(profile.metadata.commandLine, facts["cmdline"] as? String, name)
            let memory = (0..<profile.counters.count).map { profile.counters[$0] }.filter { $0.counter == 0 }
            XCTAssertEqual(memory.count, facts["mem_samples"] as? Int, name)
            let most = try XCTUnwrap(facts["mem_max"] as? Double)
            XCTAssertEqual(Double(memory.map(\.value).max() ?? 0), most * 1_048_576, accuracy: 1, name)
            XCTAssertEqual(profile.counters.count - memory.count, facts["child_samples"] as? Int, name)
            let calls = try XCTUnwrap(facts["functions"] as? [[String: Any]])
            XCTAssertEqual(profile.spans.count, calls.count, name)
            for (row, call) in calls.enumerated() {
                let span = profile.spans[row]
                XCTAssertEqual(profile.text(span.name), call["name"] as? String, name)
                let start = try XCTUnwrap(call["t_start"] as? Double)
                XCTAssertEqual(Double(span.start) / 1e9, start, accuracy: 1e-6, name)
                let grown = try XCTUnwrap(call["mem_end"] as? Double) - (call["mem_start"] as? Double ?? 0)
                let growth = profile.labels[span.labels].first?.number ?? 0
                XCTAssertEqual(Double(growth), grown * 1_048_576, accuracy: 2, name)
            }
        }
    }
}
