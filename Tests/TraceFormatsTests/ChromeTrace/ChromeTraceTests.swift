import StackModel
import XCTest

@testable import TraceFormats

/// Trace events: V8's profiles in them, the file's shapes, and what is refused.
final class ChromeTraceTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("chrome-trace") }

    private let event = "{\"ph\":\"X\",\"name\":\"a\",\"pid\":1,\"tid\":1,\"ts\":0,\"dur\":5}"

    func testShapesOfTheFile() throws {
        let whole = [
            "[\(event)]", "{\"traceEvents\":[\(event)]}", "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\(event),]}",
        ]
        for text in whole {
            let profile = try ProfileDump.read(text)
            XCTAssertEqual(ProfileDump.stacks(profile), ["[1 1];a": [5000]], text)
            XCTAssertTrue(profile.diagnostics.diagnostics.isEmpty, text)
        }
        for text in ["[\(event)", "\n\n[\(event),\n\n\n", "{\"traceEvents\":[\(event),\n"] {
            let profile = try ProfileDump.read(text)
            XCTAssertEqual(ProfileDump.stacks(profile), ["[1 1];a": [5000]], text)
            XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["trace.unterminated"], text)
        }
        let cut = try ProfileDump.read("[\(event),{\"ph\":\"X\",\"name\":\"b")
        XCTAssertEqual(ProfileDump.stacks(cut), ["[1 1];a": [5000]])
        XCTAssertEqual(cut.diagnostics.diagnostics.map(\.code), ["json.syntax", "trace.unterminated"])
    }

    func testIDsThatAreTexts() throws {
        let profile = try ProfileDump.read(
            "[{\"ph\":\"X\",\"name\":\"a\",\"pid\":\"12\",\"tid\":\"Main Thread\",\"ts\":\"1.5\",\"dur\":2}]")
        let thread = profile.threads[ThreadID(row: 1)]
        XCTAssertEqual(thread.processID, 12)
        XCTAssertEqual(profile.text(thread.threadName), "Main Thread")
        XCTAssertEqual(profile.samples.time(0), 1500)
    }

    func testProfilesAreTheDefaultBesideDurations() throws {
        let file = GoldenFiles.repository.appendingPathComponent(
            "SampleTraces/chrome-trace/synthetic/workers.trace.json")
        let profile = try GoldenFiles.read(file)
        XCTAssertEqual(profile.valueTypes.map(\.name), ["cpu", "time"])
        XCTAssertEqual(profile.defaultValueType, ValueTypeID(1))
        XCTAssertEqual(profile.threads.distinctThreadCount(), 3)
    }

    func testBadFilesAreRefused() {
        let cases: [(String, String)] = [
            ("input.empty", "{\"traceEvents\":[]}"),
            ("input.empty", "[{\"ph\":\"M\",\"name\":\"x\",\"pid\":1}]"),
            ("json.syntax", "{\"traceEvents\":[\(event)],"),
            ("json.syntax", "[\(event)}"),
            ("json.syntax", "[\(event)] x"),
            ("trace.frames", "{\"traceEvents\":[],\"stackFrames\":{\"1\":{\"parent\":2},\"2\":{\"parent\":\"1\"}}}"),
            (
                "cpuprofile.tree",
                "[{\"ph\":\"I\",\"name\":\"CpuProfile\",\"args\":{\"data\":{\"cpuProfile\":{\"nodes\":[{\"id\":1,"
                    + "\"parent\":2,\"callFrame\":{}},{\"id\":2,\"parent\":1,\"callFrame\":{}}],\"samples\":[1]}}}}]"
            ),
        ]
        for (code, text) in cases {
            XCTAssertThrowsError(try ProfileDump.read(text), text) { error in
                XCTAssertEqual((error as? TraceError)?.code, code, text)
            }
        }
    }
}
