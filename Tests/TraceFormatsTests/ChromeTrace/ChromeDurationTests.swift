import StackModel
import XCTest

@testable import TraceFormats

/// B, E and X events as stacks and as spans.
final class ChromeDurationTests: XCTestCase {
    /// An event of thread 1 of process 1: phase, name, time and duration in microseconds.
    private func event(_ phase: String, _ name: String, _ time: Int, _ duration: Int? = nil) -> String {
        "{\"ph\":\"\(phase)\",\"name\":\"\(name)\",\"pid\":1,\"tid\":1,\"ts\":\(time)"
            + (duration.map { ",\"dur\":\($0)" } ?? "") + "}"
    }

    /// Self times in microseconds by stack, and diagnostics.
    private func check(
        _ events: [String], _ expected: [String: Int64], _ codes: [String] = [], line: UInt = #line
    ) throws {
        let profile = try ProfileDump.read("[" + events.joined(separator: ",") + "]")
        let found = ProfileDump.stacks(profile).map {
            ($0.key.replacingOccurrences(of: "[1 1];", with: ""), $0.value[0] / 1000)
        }
        XCTAssertEqual(Dictionary(uniqueKeysWithValues: found), expected, line: line)
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), codes, line: line)
    }

    func testNesting() throws {
        try check(
            [event("B", "a", 0), event("B", "b", 2), event("E", "b", 5), event("E", "a", 10)], ["a": 7, "a;b": 3])
        // X events are written when they end: the inner one first.
        try check([event("X", "b", 2, 3), event("X", "a", 0, 10)], ["a": 7, "a;b": 3])
        try check([event("X", "a", 0, 10), event("B", "b", 2), event("E", "b", 5)], ["a": 7, "a;b": 3])
        try check([event("X", "a", 0, 5), event("X", "b", 5, 5)], ["a": 5, "b": 5])
        try check([event("X", "a", 0, 5), event("X", "z", 3, 0)], ["a": 5])
    }

    func testEventsInAnyOrder() throws {
        try check(
            [
                event("B", "b", 1), event("E", "b", 9), event("B", "a", 0), event("E", "a", 10), event("B", "c", 2),
                event("E", "c", 8),
            ], ["a": 2, "a;b": 2, "a;b;c": 6])
    }

    func testEventsOfOneTime() throws {
        // The end that fits comes first, whatever the order in the file.
        try check(
            [event("B", "a", 0), event("B", "b", 0), event("E", "a", 4), event("E", "b", 4)], ["a;b": 4])
        // An event that begins and ends at one time may be written the wrong way round.
        try check(
            [event("B", "a", 0), event("E", "c", 2), event("B", "c", 2), event("E", "a", 10)], ["a": 10])
        try check([event("X", "b", 0, 3), event("X", "a", 0, 10)], ["a": 7, "a;b": 3])
    }

    func testAnEndWithoutANameEndsWhatIsOpen() throws {
        let end = "{\"ph\":\"E\",\"pid\":1,\"tid\":1,\"ts\":6}"
        try check([event("B", "a", 0), event("B", "b", 2), end, event("E", "a", 10)], ["a": 6, "a;b": 4])
    }

    func testBadPairs() throws {
        try check([event("B", "a", 0), event("E", "b", 10)], ["a": 10], ["trace.unclosed", "trace.unmatched"])
        try check(
            [event("B", "a", 0), event("B", "b", 1), event("B", "c", 2)], ["a": 1, "a;b": 1], ["trace.unclosed"])
        try check(
            [event("B", "a", 0), event("B", "b", 2), event("E", "a", 10)], ["a": 2, "a;b": 8], ["trace.unclosed"])
    }

    func testOverlapsLoseNoTime() throws {
        try check([event("X", "a", 0, 10), event("X", "b", 5, 10)], ["a": 5, "a;b": 5, "b": 5], ["trace.overlap"])
        try check(
            [event("X", "a", 0, 10), event("X", "b", 5, 10), event("X", "c", 8, 10)],
            ["a": 5, "a;b": 3, "a;b;c": 2, "c;b": 5, "c": 3], ["trace.overlap"])
    }

    func testManyOverlapsAreClippedInTime() throws {
        let events = (0..<2000).map { event("X", "f\($0)", $0, 1000) }
        let profile = try ProfileDump.read("[" + events.joined(separator: ",") + "]")
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["trace.overlap", "trace.clipped"])
    }

    func testWhatIsNestedTooDeeplyCountsForWhatEnclosesIt() throws {
        let count = NestedIntervals.deepest + 10
        let events = (0..<count).map { event("B", "f", $0) } + [event("E", "f", count)]
        let profile = try ProfileDump.read("[" + events.joined(separator: ",") + "]")
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["trace.unclosed", "trace.depth"])
        XCTAssertEqual(profile.stacks.count - 1, NestedIntervals.deepest)
        XCTAssertEqual(
            (0..<profile.samples.count).reduce(0) { $0 + (profile.samples.value($1, of: ValueTypeID(1)) ?? 0) },
            Int64(count) * 1000)
    }

    func testSpansAreKept() throws {
        let profile = try ProfileDump.read("[\(event("X", "a", 3, 10)),\(event("B", "b", 4)),\(event("E", "b", 6))]")
        let spans = (0..<profile.spans.count).map { profile.spans[$0] }
        XCTAssertEqual(spans.map { profile.text($0.name) }, ["a", "b"])
        XCTAssertEqual(spans.map(\.start), [3000, 4000])
        XCTAssertEqual(spans.map(\.duration), [10000, 2000])
        XCTAssertEqual(profile.threads[spans[0].thread].threadID, 1)
        XCTAssertEqual(try ProfileDump.read("[\(event("X", "a", 3, 10))]", detail: .stacks).spans.count, 0)
        let merged = try mergeProfiles([profile, profile])
        XCTAssertEqual(merged.spans.count, 4)
    }

    func testEventsThatCannotBePlacedAreCounted() throws {
        try check(
            [
                event("X", "a", 0, 5), "{\"ph\":\"X\",\"name\":\"b\",\"ts\":1}", event("X", "c", 0, -5),
                "{\"ph\":\"B\"}",
            ],
            ["a": 5], ["trace.event"])
    }
}
