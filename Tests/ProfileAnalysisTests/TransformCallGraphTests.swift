import ProfileAnalysis
import StackModel
import XCTest

/// Transforms of profiles that have a call graph in place of stacks.
final class TransformCallGraphTests: XCTestCase {
    /// main calls fast.1 and slow; slow calls fast.2.
    private func graph() -> Profile {
        var builder = ProfileBuilder(detail: .stacks)
        builder.setWideValueTypes([
            ValueType(name: "time", unit: "nanoseconds"), ValueType(name: "calls", unit: "count"),
        ])
        let ids = ["main", "fast.1", "slow", "fast.2"].map { builder.function(Function(name: builder.string($0))) }
        let figures: [(own: Int64, total: Int64)] = [(10, 100), (20, 20), (30, 70), (40, 40)]
        for (id, figure) in zip(ids, figures) {
            builder.callGraph.add(
                id, FunctionFigures(calls: 1, primitiveCalls: 1, selfTime: figure.own, totalTime: figure.total))
        }
        for (caller, callee) in [(0, 1), (0, 2), (2, 3)] {
            let figure = figures[callee]
            let edge = FunctionFigures(calls: 1, primitiveCalls: 1, selfTime: figure.own, totalTime: figure.total)
            builder.callGraph.append(CallEdge(caller: ids[caller], callee: ids[callee], figures: edge, hasTimes: true))
        }
        return builder.finish()
    }

    private func functions(_ profile: Profile) -> [String: [Int64]] {
        var result: [String: [Int64]] = [:]
        for row in 0..<profile.callGraph.functionCount {
            let (id, figures) = profile.callGraph.function(row)
            result[profile.text(profile.functions[id].name)] = [figures.selfTime, figures.totalTime, figures.calls]
        }
        return result
    }

    func testNamesAreExact() throws {
        let result = try TransformFixture.apply("rename", "\\.\\d=>", to: graph())
        XCTAssertTrue(result.isCallGraph)
        XCTAssertEqual(functions(result), ["main": [10, 100, 1], "fast": [60, 60, 2], "slow": [30, 70, 1]])
        XCTAssertEqual(result.callGraph.edgeCount, 3)
        XCTAssertEqual(result.metadata.stackFidelity, .exact)
    }

    func testWhatNeedsNoStacksKeepsTheGraph() throws {
        for (name, argument) in [
            ("collapse-recursion", nil), ("strip", "clones"), ("event", "time"), ("tag-hide", "x"),
        ]
            as [(String, String?)]
        {
            let result = try TransformFixture.apply(name, argument, to: graph())
            XCTAssertTrue(result.isCallGraph, name)
            XCTAssertEqual(functions(result), functions(graph()), name)
            XCTAssertEqual(result.valueTypes, graph().valueTypes, name)
        }
    }

    func testWhatNeedsStacksEstimatesThemAndSaysSo() throws {
        let focused = try TransformFixture.apply("focus", "slow", to: graph())
        XCTAssertEqual(TransformFixture.folded(focused), ["main;slow": 30, "main;slow;fast.2": 40])
        XCTAssertEqual(focused.metadata.stackFidelity, .estimated)
        XCTAssertTrue(TransformFixture.notes(focused).contains { $0.contains("estimated") })
        let hidden = try TransformFixture.apply("hide", "fast", to: graph())
        XCTAssertEqual(TransformFixture.folded(hidden), ["main": 30, "main;slow": 70])
    }

    func testWhatACallGraphDoesNotHaveIsAnError() {
        for (name, argument) in [("thread", "1"), ("time", "0s..1s"), ("tag-focus", "x")] {
            XCTAssertThrowsError(try TransformFixture.apply(name, argument, to: graph()), name)
        }
    }
}
