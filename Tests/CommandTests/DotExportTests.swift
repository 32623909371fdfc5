import Foundation
import XCTest

/// `export --as dot` of real traces: Graphviz draws it, and it says what the trace says.
final class DotExportTests: XCTestCase {
    func testGraphvizDrawsEveryFormat() throws {
        let dot = try OtherTool("dot")
        for trace in [
            "SampleTraces/perf/orders/base/run1.perf.txt", "SampleTraces/pprof/orders/base/run1.pb.gz",
            "SampleTraces/pstats/orders/base/run1.pstats", "SampleTraces/cpuprofile/orders/base/run1.cpuprofile",
        ] {
            let graph = try StackSiftCommand.run(["export", "--quiet", "--as", "dot", trace])
            XCTAssertEqual(graph.status, 0, graph.errors)
            try check(dot.run(["-Tsvg"], input: graph.output, withErrors: true), names: "score_order", "scoreOrder")
            let after = trace.replacingOccurrences(of: "base", with: "slow30")
            let change = try StackSiftCommand.run(["diff", "--quiet", "--as", "dot", trace, after])
            XCTAssertEqual(change.status, 0, change.errors)
            try check(dot.run(["-Tsvg"], input: change.output, withErrors: true), names: "score_order", "scoreOrder")
        }
    }

    func testGraphvizDrawsHostileNamesAsTheyAre() throws {
        let dot = try OtherTool("dot")
        let folded = Data(#"a"];evil[label=";\N<script>alert(1)</script>;&lt;&amp;;b\ 1"#.utf8)
        let graph = try StackSiftCommand.run(["export", "--as", "dot", "-"], input: folded)
        let drawing = try dot.run(["-Tsvg"], input: graph.output, withErrors: true)
        XCTAssertEqual(drawing.status, 0, drawing.text)
        XCTAssertFalse(drawing.text.contains("<script"))
        XCTAssertTrue(drawing.text.contains(">&amp;lt</text>"), drawing.text)
        XCTAssertTrue(drawing.text.contains("&lt;script&gt;alert(1)"), drawing.text)
        XCTAssertFalse(drawing.text.lowercased().contains("error"), drawing.text)
    }

    private func check(_ drawing: (status: Int32, text: String), names: String...) {
        XCTAssertEqual(drawing.status, 0, drawing.text)
        XCTAssertTrue(drawing.text.contains("<svg"))
        XCTAssertTrue(names.contains { drawing.text.contains($0) })
    }

    /// Every edge that Python's own pstats knows, with its calls, self and total to the nanosecond.
    func testEdgesOfPstatsAreExact() throws {
        guard let shared = StackSiftCommand.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        for side in ["base", "newfn"] {
            let trace = shared.appendingPathComponent("pstats/orders/\(side)/run1.pstats").path
            let answer = try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(fileURLWithPath: trace + ".expected.json")))
            let expected = try XCTUnwrap((answer as? [String: Any])?["edges"] as? [[String: Any]])
            let graph = try StackSiftCommand.run(["export", "--quiet", "--as", "dot", "--min-share", "0", trace])
            XCTAssertEqual(graph.status, 0, graph.errors)
            let found = graph.text.matches(of: /f\d+ -> f\d+ \[.*self="(-?\d+)" total="(-?\d+)"\];/)
            let figures = try expected.map { edge in
                [try nanoseconds(edge["self"]), try nanoseconds(edge["cumulative"])]
            }
            XCTAssertEqual(found.count, figures.count)
            let ours = found.map { [Int64($0.1) ?? -1, Int64($0.2) ?? -1] }
            let sort = { (rows: [[Int64]]) in rows.sorted { $0.lexicographicallyPrecedes($1) } }
            XCTAssertEqual(sort(ours), sort(figures), trace)
        }
    }

    private func nanoseconds(_ seconds: Any?) throws -> Int64 {
        Int64((try XCTUnwrap(seconds as? Double) * 1e9).rounded())
    }
}
