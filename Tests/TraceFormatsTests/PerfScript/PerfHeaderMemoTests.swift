import StackModel
import XCTest

@testable import TraceFormats

/// First lines that are read the short way, for what an earlier one meant: they mean what they mean alone.
final class PerfHeaderMemoTests: XCTestCase {
    /// What stands before the time, with shapes that are easily taken for one another.
    private static let beginnings = [
        "app 7/8 ", "app 7/9 ", "app     7/8 [001] ", "app     7/8 [002] ", "     right 7 ", " 12 7 ", "  cafe 7/8 ",
        "          7f1234567890 7 ", "a 1.5: x 7 ", "node:worker 3 7/8 ", "x: 2 7 ",
        "a longer command name 12345 [000] ",
        "app 7/8 1.5 ", "K 7 ", "0 7 ", "", "app\t7\t", "VM: 3 guest 7 ", String(repeating: "n", count: 70) + " 7 ",
    ]
    private static let times = ["1.5:", "1.500001:", "666.760663:", "99999999999.1:", "7:", "1.1234567890:", "a1.5:"]
    private static let periods = [
        " 1 ", "     250000 ", "\t5 ", " 9223372036854775807 ", " 9223372036854775808 ", " 18446744073709551616 ",
        " -1 ", " ",
        "  007 ", " 1f ",
    ]
    private static let endings = [
        "cycles:", "cycles: ", "cycles:u: ", "cpu-clock:ppp: ", "cycles", "my event: ",
        "sched:sched_switch: a:7 ==> b:8",
        "cycles:             401234 main+0x10 (/bin/app)", "cycles:  /a.slice/b", "cycles:  /a.slice/c", "5 cycles: ",
        "cycles: " + String(repeating: "t", count: 80), "1.5: 3 cycles: ",
    ]
    private static let frames = "\n\t          401234 leaf+0x4 (/bin/app)\n\n"
    private static let neighbour = "neighbour 1 9.5: 1 other: \n\t          401234 leaf+0x4 (/bin/app)\n\n"

    func testAnyOrderOfLinesReadsAsTheLinesAlone() throws {
        var dice = SystemRandomNumberGenerator()
        var alone: [String: [String]] = [:]
        for _ in 0..<60 {
            // Few different parts in a round, so that most lines are like an earlier one in some of them.
            let parts = [Self.beginnings, Self.times, Self.periods, Self.endings].map { all in
                (0..<3).map { _ in all.randomElement(using: &dice) ?? "" }
            }
            let lines = (0..<40).map { _ in parts.map { $0.randomElement(using: &dice) ?? "" }.joined() }
            var expected: [String] = []
            for line in lines {
                if alone[line] == nil { alone[line] = try samples(of: line + Self.frames) }
                expected += alone[line] ?? []
            }
            let found = try samples(of: lines.map { $0 + Self.frames }.joined())
            XCTAssertEqual(found, expected, "in:\n" + lines.joined(separator: "\n"))
        }
        XCTAssertGreaterThan(alone.values.filter { !$0.isEmpty }.count, alone.count / 2)
    }

    func testRecordsOfNamesEndWhatWasRemembered() throws {
        let sample = ":8 7/8 1.5: 3 cycles: " + Self.frames
        let record = ":8 7/8 1.6: PERF_RECORD_COMM: other:7/8\n"
        let read = try PerfText(sample + sample + record + sample + sample)
        XCTAssertEqual(
            read.samples.map { String($0.prefix { $0 != ";" }) }, [":8 7/8", ":8 7/8", "other 7/8", "other 7/8"])
    }

    /// Every sample of a text between two others, with all that its first line says.
    private func samples(of text: String) throws -> [String] {
        let read = try PerfText(Self.neighbour + text + Self.neighbour)
        let rows = zip(read.samples, 0...).map { sample, row in
            let key = read.profile.samples.key(row)
            let labels = read.profile.labels[key.labels].map { "\($0.number ?? -1)" }
            return "\(sample) \(read.profile.samples.time(row) ?? -1) \(labels)"
        }
        return rows.filter { !$0.hasPrefix("neighbour ") }
    }
}
