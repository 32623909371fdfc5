import StackModel
import XCTest

@testable import ProfileAnalysis

/// Budgets: how a sentence is read, and what becomes of it over runs.
final class BudgetTests: XCTestCase {
    func testSentences() throws {
        func check(
            _ text: String, _ subject: Budget.Subject, _ statistic: Budget.Statistic, _ limit: Double,
            _ unit: Budget.Unit
        ) throws {
            let budget = try Budget(text)
            XCTAssertEqual(budget.subject, subject, text)
            XCTAssertEqual(budget.statistic, statistic, text)
            XCTAssertEqual(budget.limit, limit, accuracy: limit * 1e-12, text)
            XCTAssertEqual(budget.unit, unit, text)
        }
        try check("total < 2.5 s", .total, .mean, 2.5e9, .nanoseconds)
        try check("total p99.9 <= 20ms", .total, .quantile(99.9 / 100), 20e6, .nanoseconds)
        try check("function parse self p95 < 40%", .function("parse", .own), .quantile(0.95), 0.4, .share)
        try check("function std::map<int, char> < 3", .function("std::map<int, char>", .total), .mean, 3, .own)
        try check("function \"a b\" < 1 %", .function("a b", .total), .mean, 0.01, .share)
        try check("module libc.so.6 < 5 %", .module("libc.so.6"), .mean, 0.05, .share)
        try check("span GET / p50 < 3 ms", .span("GET /"), .quantile(0.5), 3e6, .nanoseconds)
        try check("counter rss growth < 5 MiB/h", .counter("rss"), .growth, 5 * 1_048_576, .bytes)
        for wrong in [
            "", "total", "total 5 s", "total < ", "total < five", "total < -1 s", "total < 5 %", "function < 5 %",
            "span x < 5 %", "counter x < 5", "wood x < 5", "total < 1 parsec", "function self p95 <",
        ] { XCTAssertThrowsError(try Budget(wrong), wrong) }
    }

    private let runs = [100.0, 104, 96, 102, 98].map { parse in
        ComparingFixtures.run(["main;parse": parse, "main;parse;read": 100, "main;write": 800 - parse])
    }

    private func status(_ sentence: String, _ runs: [Profile]) throws -> BudgetVerdict.Status {
        try BudgetCheck(runs, value: nil).verdict(Budget(sentence)).status
    }

    func testAWholeIntervalMustLieBeyondTheLimit() throws {
        XCTAssertEqual(try status("function parse self < 100.5", runs), .inconclusive)
        XCTAssertEqual(try status("function parse self < 104.5", runs), .within)
        XCTAssertEqual(try status("function parse self < 90", runs), .beyond)
        XCTAssertEqual(try status("function parse < 30 %", runs), .within)
        XCTAssertEqual(try status("function parse total < 20 %", runs), .beyond)
        XCTAssertEqual(try status("function main total < 99 %", runs), .beyond)
        XCTAssertEqual(try status("function parse self p50 < 103", runs), .inconclusive)
        XCTAssertEqual(try status("function parse self p95 < 90", runs), .beyond)
        XCTAssertEqual(try status("function absent < 1", runs), .within)
    }

    func testFewRunsFailNothing() throws {
        XCTAssertEqual(try status("total < 1", Array(runs.prefix(2))), .provisional)
        let verdict = try BudgetCheck(Array(runs.prefix(2)), value: nil).verdict(Budget("total < 1"))
        let gate = Gate(nil, GateLimits(), budgets: [verdict])
        XCTAssertEqual(gate.status, .provisional)
        XCTAssertEqual(gate.exitStatus, 0)
        var strict = GateLimits()
        strict.requiresVerdict = true
        XCTAssertEqual(Gate(nil, strict, budgets: [verdict]).exitStatus, 2)
    }

    func testUnitsMustFit() {
        XCTAssertThrowsError(try status("total < 5 s", runs))
        XCTAssertThrowsError(try status("span handle < 5 s", runs))
        XCTAssertThrowsError(try status("counter rss growth < 5", runs))
    }

    /// A counter that gains 10 a minute, with a ripple, and spans whose 95th percentile is known.
    private func recording(_ seed: Int64) -> Profile {
        var builder = ProfileBuilder(detail: .everything)
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        let function = builder.function(Function(name: builder.string("main")))
        let stack = builder.stack(parent: .none, frame: builder.frame(Frame(function: function)))
        builder.addSample(SampleKey(stack: stack), values: [10])
        for minute in Int64(0)..<60 {
            let value = 1000 + 10 * minute + (minute * seed) % 3
            builder.addReading(ValueType(name: "handles", unit: "count"), at: minute * 60_000_000_000, value: value)
        }
        let name = builder.string("handle")
        for index in Int64(0)...100 {
            builder.addSpan(Span(thread: .none, name: name, start: index, duration: index * 1000 + seed))
        }
        return builder.finish()
    }

    func testSpansAndCounters() throws {
        let runs = (1...4).map { recording($0) }
        let p95 = try BudgetCheck(runs, value: nil).verdict(Budget("span handle p95 < 90 us"))
        XCTAssertEqual(p95.figure.value, 95_002.5, accuracy: 1e-6)
        XCTAssertEqual(p95.status, .beyond)
        XCTAssertEqual(try status("span handle p95 < 96 us", runs), .within)
        let growth = try BudgetCheck(runs, value: nil).verdict(Budget("counter handles growth < 500/h"))
        XCTAssertEqual(growth.figure.value, 600, accuracy: 5)
        XCTAssertEqual(growth.status, .beyond)
        XCTAssertEqual(try status("counter handles growth < 700/h", runs), .within)
        XCTAssertEqual(try status("counter handles growth < 500/h", [recording(1)]), .provisional)
    }
}
