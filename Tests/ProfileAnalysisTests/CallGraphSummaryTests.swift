import ProfileAnalysis
import StackModel
import XCTest

/// Edges between functions, counted by hand.
final class CallGraphSummaryTests: XCTestCase {
    /// A profile of folded stacks: `a;b;c` and a value each.
    private func profile(_ stacks: [(path: String, value: Int64)]) -> Profile {
        var builder = ProfileBuilder(detail: .stacks)
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        for (path, value) in stacks {
            var stack = StackID.none
            for name in path.split(separator: ";") {
                let flags: FrameFlags = name == "(root)" ? .root : []
                let function = builder.function(Function(name: builder.string(String(name))))
                stack = builder.stack(parent: stack, frame: builder.frame(Frame(function: function, flags: flags)))
            }
            builder.addSample(SampleKey(stack: stack), values: [value])
        }
        return builder.finish()
    }

    /// `caller>callee self total`, sorted; `-` where nobody called.
    private func edges(_ profile: Profile, _ value: String? = nil) throws -> [String] {
        var groups = FrameGroups(identity: .function)
        let functionGroups = groups.add(profile)
        let selection = try profile.selection(named: value)
        let summary = CallGraphSummary(profile, selection, groups: functionGroups, groupCount: groups.count)
        var lines: [String] = []
        for edge in summary.edges {
            let caller = edge.caller < 0 ? "-" : groups.name(edge.caller).text
            let calls = edge.calls.map { " \($0) calls" } ?? ""
            let estimated = edge.isEstimated ? " estimated" : ""
            let callee = groups.name(edge.callee).text
            lines.append("\(caller)>\(callee) \(edge.selfValue) \(edge.totalValue)\(calls)\(estimated)")
        }
        return lines.sorted()
    }

    func testSelfAndTotalOfEachEdge() throws {
        let found = try edges(profile([("main;work;leaf", 5), ("main;work", 2), ("main;leaf", 1), ("", 9)]))
        XCTAssertEqual(found, ["->main 0 8", "main>leaf 1 1", "main>work 2 7", "work>leaf 5 5"])
    }

    func testRecursionCountsOnceASample() throws {
        XCTAssertEqual(
            try edges(profile([("f;f;f", 4), ("f", 1), ("f;g;f;g", 2)])),
            ["->f 1 7", "f>f 4 4", "f>g 2 2", "g>f 0 2"])
    }

    func testTheProfilersRootCallsNobody() throws {
        XCTAssertEqual(
            try edges(profile([("(root);main", 3), ("(root)", 1)])), ["->main 3 3"])
    }

    func testEdgesOfAMillionFrames() throws {
        let deep = String(repeating: "f;", count: 1_000_000) + "g"
        XCTAssertEqual(try edges(profile([(deep, 2)])), ["->f 0 2", "f>f 0 2", "f>g 2 2"])
    }

    func testCallersAndCallees() throws {
        let profile = profile([("a;x", 1), ("b;x;c", 2), ("b;x;d", 4)])
        var groups = FrameGroups(identity: .function)
        let functionGroups = groups.add(profile)
        let selection = try profile.selection(named: nil)
        let summary = CallGraphSummary(profile, selection, groups: functionGroups, groupCount: groups.count)
        let middle = try XCTUnwrap((0..<Int32(groups.count)).first { groups.name($0) == "x" })
        XCTAssertEqual(summary.callers(of: middle).map(\.totalValue), [6, 1])
        XCTAssertEqual(summary.callees(of: middle).map(\.totalValue), [4, 2])
    }

    func testACallGraphIsTakenAtItsWord() throws {
        XCTAssertEqual(
            try edges(callGraph(hasTimes: true)),
            ["->main 10 100 1 calls", "main>work 60 80 3 calls", "main>main 0 0 1 calls", "work>leaf 20 20 7 calls"]
                .sorted())
        XCTAssertEqual(
            try edges(callGraph(hasTimes: true), "calls").sorted(),
            ["->main 1 1 1 calls", "main>main 1 1 1 calls", "main>work 3 3 3 calls", "work>leaf 7 7 7 calls"])
    }

    func testEdgesWithoutTimesAreSharedOutByCalls() throws {
        let found = try edges(callGraph(hasTimes: false))
        XCTAssertTrue(found.contains("main>work 70 90 3 calls estimated"), "\(found)")
    }

    /// main (2 calls, one of them from itself) > work (3) > leaf (7); work also ran from outside for 10.
    private func callGraph(hasTimes: Bool) -> Profile {
        var builder = ProfileBuilder(detail: .stacks)
        builder.setWideValueTypes([
            ValueType(name: "time", unit: "nanoseconds"), ValueType(name: "calls", unit: "count"),
        ])
        func figures(_ calls: Int64, _ own: Int64, _ total: Int64) -> FunctionFigures {
            FunctionFigures(calls: calls, primitiveCalls: calls, selfTime: own, totalTime: total)
        }
        let main = builder.function(Function(name: builder.string("main")))
        let work = builder.function(Function(name: builder.string("work")))
        let leaf = builder.function(Function(name: builder.string("leaf")))
        builder.callGraph.add(main, figures(2, 10, 100))
        builder.callGraph.add(work, figures(3, 70, 90))
        builder.callGraph.add(leaf, figures(7, 20, 20))
        for (caller, callee, edge) in [
            (main, main, figures(1, 0, 0)), (main, work, figures(3, 60, 80)), (work, leaf, figures(7, 20, 20)),
        ] {
            builder.callGraph.append(CallEdge(caller: caller, callee: callee, figures: edge, hasTimes: hasTimes))
        }
        return builder.finish()
    }
}
