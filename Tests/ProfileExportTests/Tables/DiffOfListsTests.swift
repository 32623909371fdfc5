import ProfileAnalysis
import StackModel
import XCTest

@testable import ProfileExport

/// A comparison of profiles whose stacks are lists says what that of the same profiles with trees says.
final class DiffOfListsTests: XCTestCase {
    private struct Numbers {
        var state: UInt64

        mutating func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
    }

    /// A run of `count` samples: recursion, stacks that begin others, equal paths of unlike frames, one without frames.
    private func run(_ count: Int, seed: Int, factor: Int = 1) -> Profile {
        var numbers = Numbers(state: UInt64(seed))
        var builder = ProfileBuilder(detail: .everything)
        builder.setWideValueTypes([ValueType(name: "cpu", unit: "nanoseconds")])
        builder.metadata.sources = ["run \(seed)"]
        var batch = StackBatch()
        for sample in 0..<count {
            var leaf = -1
            for depth in 0..<numbers.next(10) {
                let number = numbers.next(depth > 6 ? 3 : 30)
                let function = builder.function(Function(name: builder.string("f\(number)")))
                let line = Int32(numbers.next(2))
                let flags: FrameFlags = number == 29 ? .root : []
                batch.frames.append(builder.frame(Frame(function: function, line: line, flags: flags)))
                if leaf < 0 { leaf = number }
            }
            batch.endStack()
            let value = (leaf == 7 ? factor : 1) * (1 + numbers.next(3)) * 1000
            builder.addSample(SampleKey(stack: StackID(row: sample + 1)), values: [Int64(value)])
        }
        builder.setLooseStacks(batch)
        return builder.finish()
    }

    private func text(_ before: [Profile], _ after: [Profile], limit: Int) throws -> String {
        let comparison = try Comparison(ComparedRuns(before: before, after: after), ComparisonOptions())
        let diff = try ProfileDiff(
            before: before[0], after: after[0], value: nil, norm: .asIs, comparison: comparison)
        return DiffReport(diff, runsBefore: 1, runsAfter: 1, limit: limit).text()
            + ComparisonText(comparison, limit: limit).text()
    }

    func testListsAreComparedAsTreesAre() throws {
        for (runs, count) in [(1, 40), (1, 3000), (4, 800)] {
            let before = (0..<runs).map { run(count, seed: 10 + $0) }
            let after = (0..<runs).map { run(count, seed: 90 + $0, factor: 4) }
            for limit in [1, 20, 0] {
                let lists = try text(before, after, limit: limit)
                let trees = try text(
                    before.map { $0.withStackTree() }, after.map { $0.withStackTree() }, limit: limit)
                XCTAssertEqual(lists, trees, "\(runs) runs of \(count), \(limit)")
                XCTAssertTrue(lists.contains("f7"), "the figures are there")
            }
        }
    }

    func testSumsAreTheSame() throws {
        let (before, after) = (run(500, seed: 3), run(500, seed: 4))
        let lists = try ComparedRuns(before: [before], after: [after])
        let trees = try ComparedRuns(before: [before.withStackTree()], after: [after.withStackTree()])
        guard case .lists = lists.stacks, case .tree = trees.stacks else { return XCTFail("not as they were read") }
        func figures(_ runs: ComparedRuns) -> [String: [Double]] {
            let pairs = runs.entities.entities.enumerated().map { index, entity in
                let sums = (0..<2).flatMap { [runs.entities.sum(index, $0), runs.entities.squares(index, $0)] }
                return ("\(entity.kind.rawValue) \(runs.functions.name(entity.group).text)", sums)
            }
            return Dictionary(uniqueKeysWithValues: pairs)
        }
        XCTAssertEqual(figures(lists), figures(trees))
        XCTAssertEqual(lists.entities.runTotals, trees.entities.runTotals)
    }

    /// Values below 0 may cancel where one path is many stacks, so these become a tree.
    func testNegativeValuesBecomeATree() throws {
        var builder = ProfileBuilder(detail: .everything)
        builder.setWideValueTypes([ValueType(name: "cpu", unit: "nanoseconds")])
        var batch = StackBatch()
        for (row, value) in [(1, Int64(5)), (2, -5), (3, 9)] {
            let name = builder.string("f\(row / 3)")
            let function = builder.function(Function(name: name))
            batch.frames.append(builder.frame(Frame(function: function, line: Int32(row))))
            batch.endStack()
            builder.addSample(SampleKey(stack: StackID(row: row)), values: [value])
        }
        builder.setLooseStacks(batch)
        let profile = builder.finish()
        let runs = try ComparedRuns(before: [profile], after: [profile])
        guard case .tree = runs.stacks else { return XCTFail("still lists") }
        XCTAssertEqual(runs.entities.count, 1, "f0 cancels")
    }
}
