import StackModel
import XCTest

@testable import TraceFormats

/// The first line of a perf sample, in the shapes that perf and its kin print.
final class PerfHeaderTests: XCTestCase {
    /// A line and what it says.
    private struct Shape {
        var line: StaticString
        var command = ""
        var process: Int64?
        var thread: Int64?
        var cpu: Int64?
        var time: Int64?
        var period: UInt64?
        var event = ""
        var rest = ""
    }

    private func check(_ shapes: [Shape], timed: Bool, at place: UInt = #line) throws {
        for shape in shapes {
            let line = ByteView(literal: shape.line)
            XCTAssertEqual(PerfHeader(timed: line) != nil, timed, "\(shape.line)", line: place)
            let header = try XCTUnwrap(timed ? PerfHeader(timed: line) : PerfHeader(untimed: line), "\(shape.line)")
            XCTAssertEqual(header.identity.command.text, shape.command, "\(shape.line)", line: place)
            XCTAssertEqual(header.identity.processID, shape.process, "\(shape.line)", line: place)
            XCTAssertEqual(header.identity.threadID, shape.thread, "\(shape.line)", line: place)
            XCTAssertEqual(header.identity.cpu, shape.cpu, "\(shape.line)", line: place)
            XCTAssertEqual(header.time, shape.time, "\(shape.line)", line: place)
            XCTAssertEqual(header.period, shape.period, "\(shape.line)", line: place)
            XCTAssertEqual(header.event.text, shape.event, "\(shape.line)", line: place)
            XCTAssertEqual(header.rest.trimmed.text, shape.rest, "\(shape.line)", line: place)
        }
    }

    func testCommands() throws {
        let names: [(StaticString, String)] = [
            ("orders 7 1.5: 3 cycles: ", "orders"), ("my comm 5 7 1.5: 3 cycles:", "my comm 5"),
            ("a 7 1.5: 3 cycles:", "a"),
            ("[x] y 7 1.5: 3 cycles:", "[x] y"), ("a;b 7 1.5: 3 cycles:", "a;b"),
            ("kworker/0:1 7 1.5: 3 cycles:", "kworker/0:1"),
            (":-1 7 1.5: 3 cycles:", ":-1"), (":4242 7 1.5: 3 cycles:", ":4242"),
            ("     right 7 1.5: 3 cycles:", "right"),
            ("x: 2 7 1.5: 3 cycles:", "x: 2"), ("K 7 1.5: 3 cycles:", "K"), ("w [003] 7 1.5: 3 cycles:", "w [003]"),
            ("app\t7 1.5: 3 cycles:", "app"), ("(sd-pam) 7 1.5: 3 cycles:", "(sd-pam)"),
            ("1 2 3 7 1.5: 3 cycles:", "1 2 3"),
            ("VM:    3 VCPU:001 guest 7 1.5: 3 cycles:", "guest"), ("#!x 7 1.5: 3 cycles:", "#!x"),
        ]
        for (line, command) in names {
            try check(
                [Shape(line: line, command: command, thread: 7, time: 1_500_000_000, period: 3, event: "cycles")],
                timed: true)
        }
    }

    func testIDsAndColumnsBeforeTheTime() throws {
        let time: Int64 = 1_500_000_000
        let shapes = [
            Shape(line: "x 5/7 1.5: e:", command: "x", process: 5, thread: 7, time: time, event: "e"),
            Shape(line: "x -1/-1 1.5: e:", command: "x", process: -1, thread: -1, time: time, event: "e"),
            Shape(line: "x 0/0 [001] 1.5: e:", command: "x", process: 0, thread: 0, cpu: 1, time: time, event: "e"),
            Shape(
                line: "my comm 5  4242/4243  [003] 1.5: e:", command: "my comm 5", process: 4242, thread: 4243, cpu: 3,
                time: time, event: "e"),
            Shape(line: "x 7 [000] KgE 1.5: e:", command: "x", thread: 7, cpu: 0, time: time, event: "e"),
            Shape(
                line: "x 7 [000] U 2026-11-24 10:11:12.123456 1.5: e:", command: "x", thread: 7, cpu: 0, time: time,
                event: "e"),
            Shape(line: "x 1.5: e:", command: "x", time: time, event: "e"),
            Shape(line: "US 1.5: e:", command: "US", time: time, event: "e"),
            Shape(line: "x y [002] 1.5: e:", command: "x y", cpu: 2, time: time, event: "e"),
            Shape(line: "   7 1.5: e:", thread: 7, time: time, event: "e"),
            Shape(line: "  1.5: e:", time: time, event: "e"),
            // perf script -L: the command in eight columns, the cpu bare.
            Shape(
                line: "w prog (   16039   3 1.5: e:", command: "w prog (", thread: 16039, cpu: 3, time: time, event: "e"
            ),
            Shape(
                line: "    node   16039/16040     1 1.5: e:", command: "node", process: 16039, thread: 16040, cpu: 1,
                time: time, event: "e"),
        ]
        try check(shapes, timed: true)
    }

    func testTimes() throws {
        let times: [(StaticString, Int64)] = [
            ("x 7 0.000000: e:", 0), ("x 7 1.5: e:", 1_500_000_000), ("x 7 1.000000001: e:", 1_000_000_001),
            ("x 7 2281339.604067: e:", 2_281_339_604_067_000),
            ("x 7 8999999999.999999999: e:", 8_999_999_999_999_999_999),
        ]
        for (line, time) in times {
            try check([Shape(line: line, command: "x", thread: 7, time: time, event: "e")], timed: true)
        }
        let others: [StaticString] = [
            "x 7 1.0000000001: e:", "x 7 9000000000.5: e:", "x 7 1.: e:", "x 7 .5: e:", "x 7 1.5:e:",
            "x 7 99999999999999999999.5: e:",
        ]
        for line in others { XCTAssertNil(PerfHeader(timed: ByteView(literal: line)), "\(line)") }
    }

    func testEvents() throws {
        let shapes: [(StaticString, UInt64?, String, String)] = [
            ("x 7 1.5:    1003009 cpu-clock: ", 1_003_009, "cpu-clock", ""),
            ("x 7 1.5: 5 cycles:uppp: ", 5, "cycles:uppp", ""),
            ("x 7 1.5: 5 cpu/event=0xC4,umask=0x20/pu:", 5, "cpu/event=0xC4,umask=0x20/pu", ""),
            ("x 7 1.5: 5 {cycles,instructions}:S:", 5, "{cycles,instructions}:S", ""),
            ("x 7 1.5:            cycles:", nil, "cycles", ""),
            ("x 7 1.5: sched:sched_switch: a=b c=d ==> e: f", nil, "sched:sched_switch", "a=b c=d ==> e: f"),
            ("x 7 1.5: probe_libc:malloc: (1843c20)", nil, "probe_libc:malloc", "(1843c20)"),
            ("x 7 1.5:          5 ", 5, "", ""),
            ("x 7 1.5:", nil, "", ""),
            ("x 7 1.5: 5 my event:", 5, "my event", ""),
            ("x-T7 1/7     1.500000000:    swipr", nil, "swipr", ""),
            ("x 7 1.5: 18446744073709551615 e:", .max, "e", ""),
        ]
        for (line, period, event, rest) in shapes {
            let header = try XCTUnwrap(PerfHeader(timed: ByteView(literal: line)))
            XCTAssertEqual(header.period, period, "\(line)")
            XCTAssertEqual(header.event.text, event, "\(line)")
            XCTAssertEqual(header.rest.trimmed.text, rest, "\(line)")
        }
    }

    func testPeriodsThatAreNone() throws {
        for line in ["x 7 1.5: -5 e:", "x 7 1.5: 99999999999999999999999 e:", "x 7 1.5: 9223372036854775808 e:"]
            as [StaticString]
        {
            let header = try XCTUnwrap(PerfHeader(timed: ByteView(literal: line)))
            XCTAssertTrue(header.hasBadPeriod, "\(line)")
        }
        XCTAssertEqual(PerfHeader(timed: ByteView(literal: "x 7 1.5: 9223372036854775807 e:"))?.hasBadPeriod, false)
    }

    func testLinesWithoutATime() throws {
        let shapes = [
            Shape(line: "swapper     0 12 cycles:", command: "swapper", thread: 0, period: 12, event: "cycles"),
            Shape(
                line: "w prog (x) 12657          1 page-faults: ", command: "w prog (x)", thread: 12657, period: 1,
                event: "page-faults"),
            Shape(line: "my comm 5    4242 page-faults: ", command: "my comm 5", thread: 4242, event: "page-faults"),
            Shape(line: "x 5/7 [001] cycles:", command: "x", process: 5, thread: 7, cpu: 1, event: "cycles"),
            Shape(line: "x 7 [001]  9  cycles:", command: "x", thread: 7, cpu: 1, period: 9, event: "cycles"),
            Shape(line: "java 19983 cycles:", command: "java", thread: 19983, event: "cycles"),
            Shape(
                line: "x 7 [001]    sched:sched_switch: prev=a: b", command: "x", thread: 7, cpu: 1,
                event: "sched:sched_switch", rest: "prev=a: b"),
            Shape(line: "w prog (x) 12657 ", command: "w prog (x)", thread: 12657),
            Shape(line: "w prog (x) ", command: "w prog (x)"),
            Shape(line: "page-faults: ", event: "page-faults"),
        ]
        try check(shapes, timed: false)
    }

    func testWhatIsAHeaderByItself() {
        let cases: [(StaticString, Bool)] = [
            ("x 7 1.5: e:", true), ("x 7 5 e:", true), ("x 7 e:", false), ("x 7 ", false), ("e:", false),
            ("      x 7  ffffffff817554ea elf_load ([kernel.kallsyms])", true), ("x 7 PERF_RECORD_SWITCH OUT", true),
            ("It has 3 words: and 7 colons:", false), ("three 3 7", false),
        ]
        for (line, expected) in cases {
            let view = ByteView(literal: line)
            XCTAssertEqual((PerfHeader(timed: view) ?? PerfHeader(untimed: view))?.standsAlone, expected, "\(line)")
        }
    }

    func testProseIsNoHeader() {
        for line in ["It was a dark and stormy night: the rain fell.", "This is a README, not a trace."]
            as [StaticString]
        {
            XCTAssertNil(PerfHeader(timed: ByteView(literal: line)))
        }
        XCTAssertNil(PerfHeader(untimed: ByteView(literal: "This is a README, not a trace.")))
    }
}
