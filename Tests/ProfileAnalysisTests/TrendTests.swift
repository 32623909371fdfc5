import StackModel
import XCTest

@testable import ProfileAnalysis

/// Changes of level in series, and what is made of them over runs.
final class TrendTests: XCTestCase {
    /// Noise of standard deviation 1, the same for each seed.
    private func noise(_ count: Int, seed: UInt64) -> [Double] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in
            (0..<12).reduce(-6.0) { sum, _ in sum + Double(random.next() >> 11) / Double(UInt64(1) << 53) }
        }
    }

    func testAStepIsFoundWhereItIs() throws {
        let search = ChangePointSearch()
        for seed in 1...5 as ClosedRange<UInt64> {
            let values = noise(40, seed: seed).enumerated().map { $1 + ($0 >= 25 ? 4 : 0) }
            let change = try XCTUnwrap(search.strongest(values))
            XCTAssertEqual(Double(change.index), 25, accuracy: 1, "seed \(seed)")
            XCTAssertLessThanOrEqual(change.p, 0.001)
            XCTAssertGreaterThan(change.t, 0)
            XCTAssertTrue(search.all(values, from: change).contains(change))
        }
    }

    func testNoiseHasNoSteps() {
        let search = ChangePointSearch(permutations: 199)
        let alarms = (1...200).count { seed in
            search.strongest(noise(30, seed: UInt64(seed))).map(ChangePointSearch.isChange) ?? false
        }
        // 1 % of series for splits and as much for stretches: 9 of 200 would come once in a hundred such tests.
        XCTAssertLessThanOrEqual(alarms, 8)
    }

    func testWhatWentAwayIsFound() throws {
        let values = noise(30, seed: 9).enumerated().map { $1 + (10..<15 ~= $0 ? 8 : 0) }
        let search = ChangePointSearch()
        let first = try XCTUnwrap(search.strongest(values))
        XCTAssertTrue(ChangePointSearch.isChange(first))
        XCTAssertEqual(search.all(values, from: first).map(\.index), [10, 15])
    }

    func testOddSeries() {
        let search = ChangePointSearch()
        XCTAssertNil(search.strongest([]))
        XCTAssertNil(search.strongest([1, 2, 3, 4, 5]))
        XCTAssertEqual(search.strongest([Double](repeating: 7, count: 20))?.p ?? 1, 1)
        let exact = search.strongest([1, 1, 1, 1, 2, 2, 2, 2])
        XCTAssertEqual(exact?.index, 4)
        XCTAssertEqual(exact?.t, .infinity)
    }

    /// Runs of which f2 takes half more from run 12 on, and f4 from run 5 to run 10 only.
    private func runs() -> [Profile] {
        (0..<24).map { run in
            let noise = noise(8, seed: UInt64(run + 100))
            var stacks: [String: Double] = [:]
            for index in 0..<8 {
                var factor = 1.0
                if index == 2, run >= 12 { factor = 1.5 }
                if index == 4, (5..<10).contains(run) { factor = 1.6 }
                stacks["main;g\(index % 2);f\(index)"] = (1000 + 15 * noise[index]) * factor
            }
            return ComparingFixtures.run(stacks)
        }
    }

    func testStepsOfFunctions() throws {
        let trend = try Trend(runs(), RunSeriesOptions())
        XCTAssertEqual(trend.runs.order, .given)
        let lasting = trend.series.filter { !$0.lasting.isEmpty && $0.entity?.kind == .own }
        XCTAssertEqual(lasting.map(\.name), ["f2"])
        let step = try XCTUnwrap(lasting.first?.lasting.first)
        XCTAssertEqual(step.run, 12)
        XCTAssertTrue(step.isCause)
        XCTAssertEqual(step.change, 0.5, accuracy: 0.03)
        let passing = try XCTUnwrap(trend.series.first { $0.name == "f4" && $0.entity?.kind == .own })
        XCTAssertEqual(passing.passing.map(\.run), [5, 10])
        XCTAssertEqual(passing.passing.first?.backAt, 10)
        XCTAssertTrue(trend.growing.isEmpty)
    }

    func testFewRunsAreRefused() {
        XCTAssertThrowsError(try Trend(Array(runs().prefix(5)), RunSeriesOptions()))
    }

    func testStacksThatGrow() throws {
        let profiles = (0..<10).map { run in
            var builder = ProfileBuilder(detail: .everything)
            builder.setWideValueTypes([ValueType(name: "inuse_space", unit: "bytes")])
            let main = builder.function(Function(name: builder.string("main")))
            let stack = builder.stack(parent: .none, frame: builder.frame(Frame(function: main)))
            let ripple = noise(2, seed: UInt64(run + 1)).map { Int64($0 * 1000) }
            for (index, bytes) in [100_000 * Int64(run) + 1_000_000 + ripple[0], 5_000_000 + ripple[1]].enumerated() {
                let name = builder.string(index == 0 ? "leak" : "cache")
                let frame = builder.frame(Frame(function: builder.function(Function(name: name))))
                builder.addSample(SampleKey(stack: builder.stack(parent: stack, frame: frame)), values: [bytes])
            }
            return builder.finish()
        }
        let growing = try Trend(profiles, RunSeriesOptions()).growing
        XCTAssertEqual(growing.count, 1)
        XCTAssertEqual(growing.first?.slope.value ?? 0, 100_000, accuracy: 1000)
        XCTAssertLessThan(growing.first?.slope.interval.low ?? 0, 100_000)
    }
}
