import ProfileAnalysis
import StackModel
import XCTest

/// Stacks estimated from a call graph keep what the dump knows exactly.
final class StackEstimateTests: XCTestCase {
    /// main -> left, right -> shared, which calls itself.
    private func graph() -> Profile {
        var builder = ProfileBuilder(detail: .stacks)
        builder.setWideValueTypes([
            ValueType(name: "time", unit: "nanoseconds"), ValueType(name: "calls", unit: "count"),
        ])
        let ids = ["main", "left", "right", "shared"].map { name in
            builder.function(Function(name: builder.string(name)))
        }
        let own: [Int64] = [10, 20, 30, 41]
        let total: [Int64] = [101, 41, 50, 41]
        for (index, id) in ids.enumerated() {
            let figures = FunctionFigures(
                calls: index == 3 ? 5 : 1, primitiveCalls: 1, selfTime: own[index], totalTime: total[index])
            builder.callGraph.add(id, figures)
        }
        let edges: [(caller: Int, callee: Int, calls: Int64, own: Int64, total: Int64)] = [
            (0, 1, 1, 20, 41), (0, 2, 1, 30, 50), (1, 3, 1, 10, 21), (2, 3, 1, 20, 20), (3, 3, 3, 11, 11),
        ]
        for edge in edges {
            let figures = FunctionFigures(
                calls: edge.calls, primitiveCalls: edge.calls, selfTime: edge.own, totalTime: edge.total)
            builder.callGraph.append(
                CallEdge(caller: ids[edge.caller], callee: ids[edge.callee], figures: figures, hasTimes: true))
        }
        return builder.finish()
    }

    func testSelfAndTotalAreExact() {
        let profile = graph()
        for rule in StackDepthRule.allCases {
            let stacks = profile.withStacks(rule)
            let tree = CallTree.of(stacks, .type(ValueTypeID(1)), identity: .name)
            var own: [String: Int64] = [:]
            for node in 1..<tree.count { own[tree.name(node).text, default: 0] += tree.selfValue(node) }
            XCTAssertEqual(own, ["main": 10, "left": 20, "right": 30, "shared": 41], "\(rule)")
            XCTAssertEqual(tree.totalValue(0), 101)
        }
    }

    func testFidelityIsTold() {
        XCTAssertEqual(graph().withStacks(.exact).metadata.stackFidelity, .depth2)
        XCTAssertEqual(graph().withStacks(.estimate).metadata.stackFidelity, .estimated)
    }
}
