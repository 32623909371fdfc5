import StackModel
import XCTest

@testable import ProfileAnalysis

/// Verdicts on made-up runs whose truth is known, and the edges: equal files, one function, empty runs, two runs.
final class ComparingVerdictTests: XCTestCase {
    /// A run of twelve functions of 1000 samples give or take a little that differs by run and function.
    private func run(_ seed: Int, change: [String: Double] = [:], scale: Double = 1) -> Profile {
        var stacks: [String: Double] = [:]
        for index in 0..<12 {
            let name = "f\(index)"
            let noise = Double((seed * 7919 + index * 104_729) % 61 - 30)
            let caller = index % 3 == 0 ? "main;serve" : "main;load"
            stacks["\(caller);\(name)"] = ((1000 + noise) * (change[name] ?? 1) * scale).rounded()
        }
        return ComparingFixtures.run(stacks)
    }

    private func compare(
        _ before: [Profile], _ after: [Profile], _ options: ComparisonOptions = ComparisonOptions()
    ) throws -> Comparison {
        try Comparison(ComparedRuns(before: before, after: after), options)
    }

    func testSlowerLeafIsTheCauseAndItsCallersAreExplained() throws {
        let found = try compare((1...5).map { run($0) }, (6...10).map { run($0, change: ["f3": 1.5]) })
        XCTAssertEqual(found.causes.count, 1)
        let cause = try XCTUnwrap(found.byName["self f3"])
        XCTAssertEqual(cause.verdict, .regressed)
        XCTAssertTrue(cause.isCause)
        let interval = try XCTUnwrap(cause.ratioInterval)
        XCTAssertLessThan(interval.low, 1.5)
        XCTAssertGreaterThan(interval.high, 1.5)
        let caller = try XCTUnwrap(found.byName["total serve"])
        XCTAssertEqual(caller.verdict, .regressed)
        XCTAssertEqual(caller.explainedBy, cause.entity)
        XCTAssertFalse(found.sides.isProvisional)
    }

    func testUniformSlowdownIsSeenInTheScaleOnly() throws {
        let found = try compare((1...5).map { run($0) }, (6...10).map { run($0, scale: 1.2) })
        XCTAssertFalse(found.estimates.contains { $0.verdict.isChange })
        let scale = try XCTUnwrap(found.meta.scaleChange)
        XCTAssertEqual(scale.ratio, 1.2, accuracy: 0.02)
        XCTAssertGreaterThan(try XCTUnwrap(scale.interval).low, 1.1)
        var absolute = ComparisonOptions()
        absolute.norm = .asIs
        let raw = try compare((1...5).map { run($0) }, (6...10).map { run($0, scale: 1.2) }, absolute)
        XCTAssertEqual(raw.byName["total main"]?.verdict, .regressed)
    }

    func testUnitsOfWorkAreDividedOut() throws {
        var options = ComparisonOptions()
        options.norm = .units
        options.units = [1, 1, 1, 2, 2, 2]
        let found = try compare((1...3).map { run($0) }, (4...6).map { run($0, scale: 2) }, options)
        XCTAssertFalse(found.estimates.contains { $0.verdict.isChange })
        XCTAssertEqual(try XCTUnwrap(found.meta.total).ratio, 1, accuracy: 0.02)
        options.units = [1, 1]
        XCTAssertThrowsError(try compare((1...3).map { run($0) }, (4...6).map { run($0) }, options))
    }

    func testRenamedFunctionIsShifted() throws {
        func renamed(_ profile: [String: Double]) -> Profile { ComparingFixtures.run(profile) }
        func stacks(_ seed: Int, _ name: String) -> [String: Double] {
            var stacks: [String: Double] = ["main;\(name)": Double(1500 + seed * 3)]
            for index in 0..<8 { stacks["main;f\(index)"] = Double(1000 + (seed * 37 + index * 11) % 50) }
            return stacks
        }
        let found = try compare(
            (1...4).map { renamed(stacks($0, "old")) }, (5...8).map { renamed(stacks($0, "fresh")) })
        let old = try XCTUnwrap(found.byName["self old"])
        let fresh = try XCTUnwrap(found.byName["self fresh"])
        XCTAssertEqual([old.verdict, fresh.verdict], [.shifted, .shifted])
        XCTAssertEqual(old.explainedBy, fresh.entity)
        XCTAssertLessThan(abs(try XCTUnwrap(old.shiftNet)), 100)
    }

    func testEqualFilesAreUnchanged() throws {
        var options = ComparisonOptions()
        options.margin = 0.05
        let found = try compare((1...3).map { _ in run(1) }, (1...3).map { _ in run(1) }, options)
        for estimate in found.estimates where estimate.isTested {
            XCTAssertEqual(estimate.test.p, 1)
            XCTAssertEqual(estimate.verdict, .unchanged)
        }
    }

    func testFewerThanThreeRunsAreProvisional() throws {
        for count in 1...2 {
            let found = try compare(
                (0..<count).map { run($0) }, (0..<count).map { run($0 + 9, change: ["f3": 3]) })
            XCTAssertTrue(found.sides.isProvisional)
            XCTAssertNotNil(found.byName["self f3"])
        }
    }

    func testOneFunctionAndEmptyRuns() throws {
        let one = ["main": 100.0]
        let found = try compare(
            (0..<3).map { _ in ComparingFixtures.run(one) }, (0..<3).map { _ in ComparingFixtures.run(one) })
        XCTAssertEqual(found.meta.norm, "share (too few stable functions)")
        XCTAssertThrowsError(try compare([ComparingFixtures.run([:])], [ComparingFixtures.run(one)]))
        XCTAssertThrowsError(try compare([], [ComparingFixtures.run(one)]))
    }

    /// Memory that functions grew, and the like: no samples were counted, so that equal runs leave no doubt.
    func testMeasuredValuesAreComparedAsTheyAre() throws {
        let growth = ValueType(name: "growth", unit: "bytes")
        func side(_ load: Double, spread: Double = 0) -> [Profile] {
            (0..<5).map { run in
                let wobble = 1 + spread * Double(run - 2)
                let stacks = ["main;load": load * wobble, "main;transform": 9e6 * wobble]
                return ComparingFixtures.run(stacks, of: growth, isMeasured: true)
            }
        }
        let equal = try compare(side(19e6), side(19e6))
        XCTAssertEqual(equal.meta.norm, "none")
        XCTAssertEqual(Set(equal.estimates.map(\.verdict)), [.unchanged])
        for spread in [0, 0.001] {
            let grown = try compare(side(19e6, spread: spread), side(25e6, spread: spread))
            XCTAssertEqual(grown.byName["self load"]?.verdict, .regressed)
            XCTAssertEqual(grown.byName["self load"]?.isCause, true)
            XCTAssertEqual(grown.byName["self transform"]?.verdict, .unchanged)
            XCTAssertEqual(grown.byName["total main"]?.explainedBy, grown.byName["self load"]?.entity)
        }
    }

    func testMemoryInUseIsNotDividedByTheSizeOfTheRun() throws {
        let norms: [(ValueType, String)] = [
            (ValueType(name: "inuse_space", unit: "bytes"), "none"),
            (ValueType(name: "inuse_objects", unit: "count"), "none"), (ValueType(name: "space", unit: "kB"), "none"),
            (ValueType(name: "alloc_space", unit: "bytes"), "stable"),
            (ValueType(name: "cpu", unit: "nanoseconds"), "stable"),
        ]
        for (type, norm) in norms {
            let stacks = Dictionary(uniqueKeysWithValues: (0..<8).map { ("main;f\($0)", 1000.0) })
            let runs = (0..<3).map { _ in ComparingFixtures.run(stacks, of: type) }
            let compared = try ComparedRuns(before: runs, after: runs)
            XCTAssertEqual(compared.usualNorm.rawValue, norm, "\(type)")
            var asked = ComparisonOptions()
            asked.norm = .share
            XCTAssertEqual(try Comparison(compared, asked).meta.norm, "share")
        }
    }

    func testBadRunIsDropped() throws {
        let bad = run(3, change: ["f1": 3, "f2": 0.3, "f7": 2])
        let found = try compare([run(1), run(2), bad, run(4), run(5)], (6...10).map { run($0) })
        XCTAssertEqual(found.droppedRuns, [2])
        XCTAssertFalse(found.estimates.contains { $0.verdict.isChange })
    }

    func testHugeValuesDoNotTrap() throws {
        func huge(_ factor: Double) -> Profile {
            ComparingFixtures.run(["a;b": 9e18 * factor, "a;c": 9e18, "d": 9e18, "e": 1, "f": 3])
        }
        let found = try compare((0..<3).map { _ in huge(1) }, (0..<3).map { _ in huge(0.5) })
        XCTAssertFalse(found.estimates.isEmpty)
    }
}
