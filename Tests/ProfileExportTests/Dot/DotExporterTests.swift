import ProfileAnalysis
import ProfileExport
import StackModel
import XCTest

/// Call graphs in the DOT language.
final class DotExporterTests: XCTestCase {
    private func dot(_ subject: ExportSubject, _ change: (inout ExportOptions) -> Void = { _ in }) throws -> String {
        var options = ExportOptions()
        change(&options)
        let bytes = try ExportFixture.bytes { try DotExporter.write(subject, options, to: &$0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func subject(_ profile: Profile) throws -> ExportSubject {
        .profile(profile, try profile.selection(named: nil))
    }

    /// The lines of a graph that describe functions or edges, by their start.
    private func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { String($0.drop { $0 == " " }) }.filter { $0.hasPrefix("f") }
    }

    func testFunctionsAndEdgesWithSelfAndTotal() throws {
        let lines = try lines(dot(subject(ExportFixture.perf())))
        guard lines.count == 4 + 3 else { return XCTFail(lines.joined(separator: "\n")) }
        XCTAssertTrue(lines[0].hasPrefix("f0 [label=\"main\\napp\\nself 0 (0.0%)\\ntotal 60 (92.3%)\\n\""), lines[0])
        XCTAssertTrue(lines[0].hasSuffix("self=\"0\" total=\"60\"];"), lines[0])
        XCTAssertTrue(lines[4].hasPrefix("f0 -> f1 [label=\"50\""), lines[4])
        XCTAssertTrue(lines[4].hasSuffix("self=\"20\" total=\"50\"];"), lines[4])
    }

    func testWhatIsSmallIsLeftOutAndCounted() throws {
        let text = try dot(subject(ExportFixture.perf())) { $0.minShare = 20 }
        XCTAssertEqual(lines(text).count, 3 + 2)
        XCTAssertTrue(text.contains("left out: 1 function below 20.00% of total"), text)
    }

    func testOnlyTheLargestAreDrawn() throws {
        let profile = ExportFixture.stacks([("main;a;x", 50), ("main;b;x", 30), ("main;c", 20)])
        let few = try dot(subject(profile)) { $0.callGraph.maxFunctions = 3 }
        XCTAssertEqual(boxes(few), ["main", "x", "a"])
        XCTAssertTrue(few.contains("left out: 2 functions below 0.50% of total, or beyond the first 3"), few)
        let thin = try dot(subject(profile)) { $0.callGraph.maxEdges = 2 }
        XCTAssertEqual(arrows(thin), ["main -> a 50", "a -> x 50"])
        XCTAssertTrue(thin.contains("left out: 3 small edges between the others"), thin)
        let large = try dot(subject(profile)) { $0.callGraph.minEdgeShare = 0.4 }
        XCTAssertEqual(arrows(large), ["main -> a 50", "a -> x 50"])
    }

    func testCallsThroughWhatIsLeftOutAreDashed() throws {
        let profile = ExportFixture.stacks([
            ("main;thin1;hot", 40), ("main;thin2;thin3;hot", 30), ("main;hot", 5), ("main;hot;thin4;hot", 20),
            ("thin5;hot", 5),
        ])
        let text = try dot(subject(profile)) { $0.minShare = 90 }
        // Not from nobody to hot, and not from hot to itself.
        XCTAssertEqual(arrows(text), ["main -> hot 70 dashed", "main -> hot 25"])
        XCTAssertTrue(text.contains("dashed: calls by way of functions that are left out"), text)
        XCTAssertFalse(try dot(subject(profile)) { $0.minShare = 0 }.contains("dashed"))
    }

    /// The names in the boxes of a graph.
    private func boxes(_ text: String) -> [String] {
        text.matches(of: /f\d+ \[label="(.*?)\\n/).map { String($0.1) }
    }

    /// The arrows of a graph with their totals.
    private func arrows(_ text: String) -> [String] {
        let names = boxes(text)
        return text.matches(of: /f(\d+) -> f(\d+) \[label="(\d+)".*/).map { arrow in
            let (caller, callee) = (Int(arrow.1) ?? 0, Int(arrow.2) ?? 0)
            let mark = arrow.0.contains("style=dashed") ? " dashed" : ""
            return "\(names[caller]) -> \(names[callee]) \(arrow.3)\(mark)"
        }
    }

    func testNamesCanNotBecomeLanguage() throws {
        let names = ["a\"];evil[label=\"", "\\N\\G", "<b>html</b>", "&lt;", "new\nline", "\u{202E}rtl", "x\\"]
        var builder = ProfileBuilder(detail: .stacks)
        builder.setWideValueTypes([ValueType(name: "\"];x", unit: "count")])
        var stack = StackID.none
        for name in names {
            let frame = builder.frame(Frame(function: builder.function(Function(name: builder.string(name)))))
            stack = builder.stack(parent: stack, frame: frame)
        }
        builder.addSample(SampleKey(stack: stack), values: [1])
        let text = try dot(subject(builder.finish())) { $0.title = "t\"}" }
        for line in text.split(separator: "\n") {
            // Outside of quotes there is nothing of a name.
            XCTAssertFalse(unquoted(line).contains("evil"), String(line))
            XCTAssertFalse(unquoted(line).contains("b>"), String(line))
        }
        XCTAssertTrue(text.contains("\\\\N\\\\G"))
        XCTAssertTrue(text.contains("&amp;lt;"))
        XCTAssertEqual(lines(text).count, names.count * 2 - 1)
    }

    /// What of a line stands outside of quoted strings.
    private func unquoted(_ line: Substring) -> String {
        var out = ""
        var isQuoted = false
        var isEscaped = false
        for character in line {
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if !isQuoted {
                out.append(character)
            }
        }
        XCTAssertFalse(isQuoted, String(line))
        return out
    }

    func testAComparisonIsRedAndBlue() throws {
        let diff = try ProfileDiff(
            before: ExportFixture.stacks([("main;grew", 10), ("main;gone", 5), ("main;same", 7)]),
            after: ExportFixture.stacks([("main;grew", 30), ("main;fresh", 2), ("main;same", 7)]), value: nil,
            norm: .asIs)
        let lines = try lines(dot(.diff(diff, runsBefore: 1, runsAfter: 1)))
        let fills = try ["grew", "gone", "fresh", "same"].map { name in
            let line = try XCTUnwrap(lines.first { $0.contains("label=\"\(name)\\n") })
            return String(line.split(separator: "fillcolor=\"#")[1].prefix(6))
        }
        XCTAssertTrue(fills[0].hasPrefix("ff") && !fills[0].hasSuffix("ff"), fills[0])
        XCTAssertTrue(fills[1].hasSuffix("ff") && !fills[1].hasPrefix("ff"), fills[1])
        XCTAssertTrue(fills[2].hasPrefix("ff") && !fills[2].hasSuffix("ff"), fills[2])
        XCTAssertEqual(fills[3], "e4e4e4")
        XCTAssertTrue(lines.contains { $0.contains("self 10 to 30 (+200.0%)") })
        XCTAssertTrue(lines.contains { $0.contains("self 2 (new)") })
        XCTAssertTrue(lines.contains { $0.contains("before_total=\"22\" after_total=\"39\"") })
        XCTAssertTrue(lines.contains { $0.contains(" -> ") && $0.contains("label=\"+20\"") })
    }
}
