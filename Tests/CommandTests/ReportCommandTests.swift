import Foundation
import XCTest

/// `report`: one file that needs nothing else, with the figures of all other commands.
final class ReportCommandTests: XCTestCase {
    private struct Page {
        let text: String
        let data: [String: Any]

        init(_ output: Data) throws {
            text = String(decoding: output, as: UTF8.self)
            let start = try XCTUnwrap(text.range(of: "type=\"application/json\">"))
            let end = try XCTUnwrap(text.range(of: "</script>", range: start.upperBound..<text.endIndex))
            let json = Data(text[start.upperBound..<end.lowerBound].utf8)
            data = try XCTUnwrap(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        }

        func numbers(_ table: String, _ column: String) -> [Int] {
            ((data[table] as? [String: Any])?[column] as? [Int]) ?? []
        }

        /// Self of each function by name, of one side and the first value type, as the page's script adds it up.
        func selfByName(side: Int = 0) throws -> [String: Int] {
            let rows = try XCTUnwrap(data["rows"] as? [String: Any])
            let values = try XCTUnwrap((rows["values"] as? [[Int]])?[data["type"] as? Int ?? 0])
            let names = try XCTUnwrap((data["functions"] as? [String: Any])?["name"] as? [String])
            let runs = try XCTUnwrap(data["runs"] as? [[String: Any]])
            let (path, run, function) = (numbers("rows", "path"), numbers("rows", "run"), numbers("tree", "function"))
            var sums: [String: Int] = [:]
            for (row, value) in values.enumerated() where runs[run[row]]["side"] as? Int == side && path[row] > 0 {
                sums[names[function[path[row]]], default: 0] += value
            }
            return sums
        }
    }

    private func page(_ arguments: [String]) throws -> Page {
        let result = try StackSiftCommand.run(["report", "--quiet"] + arguments)
        XCTAssertEqual(result.status, 0, result.errors)
        return try Page(result.output)
    }

    private func topSelf(_ traces: [String]) throws -> [String: Int] {
        let result = try StackSiftCommand.run(["top", "--json", "-n", "0", "--quiet"] + traces)
        let object = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
        var sums: [String: Int] = [:]
        for function in object?["functions"] as? [[String: Any]] ?? [] {
            guard let name = function["name"] as? String, let value = function["self"] as? Int, value != 0 else {
                continue
            }
            sums[name, default: 0] += value
        }
        return sums
    }

    func testFiguresAreThoseOfTop() throws {
        for trace in [
            "SampleTraces/perf/orders/base", "SampleTraces/pprof/orders/base/run1.pb.gz",
            "SampleTraces/pstats/orders/base/run1.pstats",
        ] {
            let own = try page([trace]).selfByName()
            XCTAssertEqual(own, try topSelf([trace]), trace)
        }
    }

    func testBothSidesOfAComparison() throws {
        let (before, after) = ("SampleTraces/perf/orders/base", "SampleTraces/perf/orders/slow30")
        let page = try page([before, "--against", after])
        XCTAssertEqual(try page.selfByName(side: 0), try topSelf([before]))
        XCTAssertEqual(try page.selfByName(side: 1), try topSelf([after]))
        let comparison = try XCTUnwrap(page.data["comparison"] as? [String: Any])
        let changes = try XCTUnwrap(comparison["changes"] as? [[String: Any]])
        let names = try XCTUnwrap((page.data["functions"] as? [String: Any])?["name"] as? [String])
        let cause = try XCTUnwrap(changes.first { $0["cause"] as? Bool == true })
        XCTAssertEqual(cause["name"] as? String, "score_order")
        XCTAssertEqual((cause["function"] as? Int).map { names[$0] }, "score_order")
    }

    func testTheTreeIsInTheOrderOfADrawing() throws {
        let page = try page(["SampleTraces/cpuprofile/orders/base/run1.cpuprofile"])
        let parents = page.numbers("tree", "parent")
        XCTAssertGreaterThan(parents.count, 20)
        var open: [Int] = []
        for (row, parent) in parents.enumerated().dropFirst() {
            XCTAssertLessThan(parent, row)
            // What is below a path are the rows that follow it.
            while let last = open.last, last != parent { open.removeLast() }
            XCTAssertTrue(parent == 0 || open.last == parent, "row \(row)")
            open.append(row)
        }
    }

    func testItIsOneFileAndTheSameForAnyNumberOfJobs() throws {
        let traces = "SampleTraces/pprof/orders/base"
        let one = try page([traces, "--jobs", "1"])
        XCTAssertEqual(one.text, try page([traces, "--jobs", "4"]).text)
        for word in ["http://", "https://", "@import", " src=", "url("] {
            let found = one.text.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "").contains(word)
            XCTAssertFalse(found, word)
        }
        XCTAssertTrue(one.text.contains("default-src 'none'"))
    }

    func testNoNameEndsTheScript() throws {
        let folded = Data("</script><img src=x>;a\u{2028}b & c 3\n<!--;]]> 4\n".utf8)
        let result = try StackSiftCommand.run(["report", "--quiet", "-"], input: folded)
        let page = try Page(result.output)
        XCTAssertEqual(page.text.components(separatedBy: "</script>").count, 3)
        XCTAssertFalse(page.text.contains("<img"))
        XCTAssertEqual(try page.selfByName(), ["a\u{2028}b & c": 3, "]]>": 4])
    }

    func testManyTimedSamplesKeepTimeMoreCoarsely() throws {
        // A hundred names in turn, a sample a millisecond in each of six threads: more than a page should have.
        var text = ""
        for index in 0..<70_000 {
            let time = "\(index / 1000).\(String(format: "%06d", index % 1000 * 1000))"
            for thread in 1...6 {
                text += "app 7/\(thread) \(time): 1 cycles: \n\t 40\(thread) f\(index % 97)+0x1 (/bin/app)\n\n"
            }
        }
        let result = try StackSiftCommand.run(["report", "--quiet", "-"], input: Data(text.utf8))
        let page = try Page(result.output)
        let clock = try XCTUnwrap(page.data["clock"] as? [String: Any])
        XCTAssertGreaterThan(try XCTUnwrap(clock["together"] as? Int), 1)
        XCTAssertLessThan(page.numbers("rows", "run").count, 400_001)
        XCTAssertEqual(try page.selfByName().values.reduce(0, +), 420_000)
    }

    func testWhatCannotBeReported() throws {
        let result = try StackSiftCommand.run([
            "report", "--quiet", "SampleTraces/pstats/orders/base/run1.pstats",
            "SampleTraces/heapprofile/node-20.20.2/orders.heapprofile",
        ])
        XCTAssertEqual(result.status, 2)
        XCTAssertTrue(result.errors.contains("[report.types]"), result.errors)
    }
}
