import StackModel
import XCTest

@testable import TraceFormats

/// C events and DevTools' UpdateCounters as counters over time.
final class ChromeCounterTests: XCTestCase {
    private func counters(_ events: String...) throws -> (readings: [String: [[Int64]]], codes: [String]) {
        let work = #"{"ph":"X","name":"f","pid":1,"tid":1,"ts":0,"dur":5}"#
        let profile = try ProfileDump.read("[" + ([work] + events).joined(separator: ",") + "]")
        var readings: [String: [[Int64]]] = [:]
        for row in 0..<profile.counters.count {
            let reading = profile.counters[row]
            let type = profile.counters.counters[reading.counter]
            readings["\(type.name)/\(type.unit)", default: []].append([reading.time, reading.value])
        }
        return (readings, profile.diagnostics.diagnostics.map(\.code))
    }

    func testEachMemberIsACounter() throws {
        let found = try counters(
            #"{"ph":"C","name":"animals","pid":1,"ts":1,"args":{"cats":0,"dogs":7}}"#,
            #"{"args":{"cats":2,"dogs":9007199254740991,"note":"x","x":{"y":1}},"ts":2,"pid":1,"name":"animals","ph":"C"}"#,
            #"{"ph":"C","name":"mem","pid":1,"ts":1.5,"args":{"value":12}}"#,
            #"{"ph":"C","name":"load","pid":1,"ts":3,"args":{"load":1}}"#,
            #"{"ph":"C","name":"load","pid":1,"ts":4,"args":{"load":0.25}}"#,
            #"{"ph":"C","name":"queue","id":"0x5","pid":1,"ts":4,"args":{"value":3}}"#)
        XCTAssertEqual(
            found.readings,
            [
                "animals cats/count": [[1000, 0], [2000, 2]],
                "animals dogs/count": [[1000, 7], [2000, 9_007_199_254_740_991]], "mem/count": [[1500, 12]],
                "load/millionths": [[3000, 1_000_000], [4000, 250_000]], "queue 0x5/count": [[4000, 3]],
            ])
        XCTAssertEqual(found.codes, [])
    }

    func testProcessesHaveCountersOfTheirOwn() throws {
        let found = try counters(
            #"{"ph":"C","name":"mem","pid":1,"ts":1,"args":{"value":1}}"#,
            #"{"ph":"C","name":"mem","pid":2,"ts":1,"args":{"value":2}}"#,
            #"{"ph":"M","name":"process_name","pid":2,"ts":0,"args":{"name":"Renderer"}}"#)
        XCTAssertEqual(found.readings, ["mem (1)/count": [[1000, 1]], "mem (Renderer 2)/count": [[1000, 2]]])
    }

    func testWhatDevToolsCountsOfAPage() throws {
        let found = try counters(
            #"{"ph":"I","name":"UpdateCounters","pid":1,"tid":1,"ts":2,"s":"t","#
                + #""args":{"data":{"documents":2,"jsEventListeners":3,"jsHeapSizeUsed":4096,"nodes":5}}}"#)
        XCTAssertEqual(
            found.readings,
            [
                "documents/count": [[2000, 2]], "jsEventListeners/count": [[2000, 3]],
                "jsHeapSizeUsed/bytes": [[2000, 4096]], "nodes/count": [[2000, 5]],
            ])
    }

    func testEventsWithoutFiguresAreCounted() throws {
        let found = try counters(
            #"{"ph":"C","name":"a","pid":1,"ts":1}"#, #"{"ph":"C","name":"a","pid":1,"args":{"v":1}}"#,
            #"{"ph":"C","name":"a","pid":1,"ts":1,"args":[1]}"#, #"{"ph":"C","name":"a","pid":1,"ts":1,"args":{}}"#)
        XCTAssertEqual(found.readings, [:])
        XCTAssertEqual(found.codes, ["trace.others"])
    }
}
