import StackModel
import XCTest

@testable import TraceFormats

/// The first line of a perf sample, in the shapes that perf prints.
final class PerfHeaderTests: XCTestCase {
    private func check(
        _ line: StaticString, command: String, process: Int64?, thread: Int64?, time: Int64?, period: UInt64?,
        event: String, rest: String = "", at place: UInt = #line
    ) {
        guard let header = PerfHeader(ByteView(literal: line)) else {
            return XCTFail("no header: \(line)", line: place)
        }
        XCTAssertEqual(header.command.text, command, line: place)
        XCTAssertEqual(header.processID, process, line: place)
        XCTAssertEqual(header.threadID, thread, line: place)
        XCTAssertEqual(header.time, time, line: place)
        XCTAssertEqual(header.period, period, line: place)
        XCTAssertEqual(header.event.text, event, line: place)
        XCTAssertEqual(header.rest.text, rest, line: place)
    }

    func testShapesThatPerfPrints() {
        check(
            "orders 21665  1040.882639:    1003009 cpu-clock: ", command: "orders", process: nil, thread: 21665,
            time: 1_040_882_639_000, period: 1_003_009, event: "cpu-clock")
        check(
            "my comm 5 4242/4243 [001] 1.5: 7 cycles:u:", command: "my comm 5", process: 4242, thread: 4243,
            time: 1_500_000_000, period: 7, event: "cycles:u")
        check(
            "a 1 [000] K 2026-11-24 10:11:12.123456 3.000000001: sched:sched_switch: prev_comm=x ==> y",
            command: "a", process: nil, thread: 1, time: 3_000_000_001, period: nil, event: "sched:sched_switch",
            rest: "prev_comm=x ==> y")
        check(
            "swapper     0 12 cycles:", command: "swapper", process: nil, thread: 0, time: nil, period: 12,
            event: "cycles")
    }

    func testProseIsNoHeader() {
        XCTAssertNil(PerfHeader(ByteView(literal: "It was a dark and stormy night: the rain fell.")))
    }

    func testFrames() {
        let cases: [(StaticString, String, String?)] = [
            ("\t 401000 main+0x10 (/usr/bin/a b)", "main", "/usr/bin/a b"),
            ("\t 401000 f(int, (anonymous namespace)::X) (/x.so (deleted))", "f(int, (anonymous namespace)::X)", "/x.so (deleted)"),
            ("\t 401000 (anonymous namespace)::f+0x1 (/x.so)", "(anonymous namespace)::f", "/x.so"),
            ("\t 0 [unknown] ([unknown])", "[unknown]", "[unknown]"),
        ]
        for (line, symbol, module) in cases {
            let frame = PerfFrame(ByteView(literal: line))
            XCTAssertEqual(frame?.symbol.text, symbol)
            XCTAssertEqual(frame?.module?.text, module)
        }
    }
}
