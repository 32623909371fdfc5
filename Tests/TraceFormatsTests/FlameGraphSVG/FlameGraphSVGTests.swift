import Foundation
import StackModel
import XCTest

@testable import TraceFormats

/// Flame graphs read back into stacks.
final class FlameGraphSVGTests: XCTestCase {
    private func drawing(_ frames: String, head: String = "") -> String {
        "<?xml version=\"1.0\"?>\(head)<svg xmlns:fg=\"http://github.com/jonhoo/inferno\">\(frames)</svg>"
    }

    private func box(_ title: String, _ x: String, _ y: Int, _ width: String, more: String = "") -> String {
        "<g><title>\(title)</title><rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"15\"\(more)/></g>\n"
    }

    func testSamplesMatchTheirGoldens() throws {
        try GoldenFiles.check("flamegraph-svg")
    }

    /// flamegraph.pl: pixels, rounded to a tenth; the narrow frames are told apart by their labels.
    func testFramesStandOnWhatTheyLieWithin() throws {
        let profile = try ProfileDump.read(
            drawing(
                box("all (1,000 samples, 100%)", "10.0", 100, "1180.0")
                    + box("main (900 samples, 90.00%)", "10.0", 84, "1062.0")
                    + box(
                        "idle &lt;x&gt; &amp; &quot;y&quot; &#39;z&#x27; (100 samples, 10.00%)", "1072.0", 84, "118.0")
                    + box("f(int (*)(char)) (400 samples, 40.00%)", "10.0", 68, "472.0")
                    + box("main (1 samples, 0.10%)", "482.0", 68, "1.2")))
        XCTAssertEqual(
            ProfileDump.stacks(profile),
            [
                "all;main": [499], "all;main;f(int (*)(char))": [400], "all;main;main": [1],
                "all;idle <x> & \"y\" 'z'": [100],
            ])
        XCTAssertTrue(profile.diagnostics.diagnostics.isEmpty)
    }

    /// An icicle has its root on top; inferno writes exact edges beside percentages.
    func testIcicleWithExactEdges() throws {
        let profile = try ProfileDump.read(
            drawing(
                box("all (3 samples, 100%)", "0.0000%", 36, "100.0000%", more: " fg:x=\"0\" fg:w=\"3\"")
                    + box("b (1 samples, 33.33%)", "66.6667%", 52, "33.3333%", more: " fg:x=\"2\" fg:w=\"1\"")
                    + box("a (2 samples, 66.67%)", "0.0000%", 52, "66.6667%", more: " fg:x=\"0\" fg:w=\"2\"")
                    + box("c (1 samples, 33.33%)", "66.6667%", 68, "33.3333%", more: " fg:x=\"2\" fg:w=\"1\"")))
        XCTAssertEqual(ProfileDump.stacks(profile), ["all;a": [2], "all;b;c": [1]])
    }

    /// A name may begin or end with blanks; they tell it from another.
    func testBlanksBelongToNames() throws {
        let profile = try ProfileDump.read(
            drawing(
                box("all (5 samples, 100%)", "0", 36, "100") + box(" x (2 samples, 40%)", "0", 20, "40")
                    + box("x  (3 samples, 60%)", "40", 20, "60")))
        XCTAssertEqual(ProfileDump.stacks(profile), ["all; x": [2], "all;x ": [3]])
    }

    func testUnitsAreTheDrawings() throws {
        let profile = try ProfileDump.read(
            drawing(box("all (7 us, 100%)", "0", 20, "100") + box("x (7 us, 100%)", "0", 4, "100")))
        XCTAssertEqual(profile.valueTypes, [ValueType(name: "us", unit: "microseconds")])
    }

    /// flamegraph.pl's comparisons tell the second value exactly; the change is a rounded share.
    func testComparisonsKeepTheSecondSide() throws {
        let profile = try ProfileDump.read(
            drawing(
                box("all (9 samples, 100%)", "0", 20, "100") + box("x (9 samples, 100.00%; +12.50%)", "0", 4, "100")))
        XCTAssertEqual(ProfileDump.stacks(profile), ["all;x": [9]])
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["svg.change"])
    }

    /// A maker's own tooltip hides the value: the width tells it.
    func testWidthTellsWhereTheTooltipDoesNot() throws {
        let profile = try ProfileDump.read(
            drawing(
                box("all (100 samples, 100%)", "0", 36, "1000") + box("see the manual", "0", 20, "250.4")
                    + box("x (750 samples, 75%)", "250.4", 20, "750")))
        XCTAssertEqual(ProfileDump.stacks(profile)["all;see the manual"], [25])
        XCTAssertEqual(profile.diagnostics.diagnostics.first { $0.code == "svg.estimate" }?.count, 1)
    }

    func testFrameInTheAirStartsAStack() throws {
        let profile = try ProfileDump.read(
            drawing(
                box("all (2 samples, 100%)", "0", 36, "10") + box("a (1 samples, 50%)", "0", 20, "5")
                    + box("lost (1 samples, 50%)", "700", 20, "5")))
        XCTAssertEqual(ProfileDump.stacks(profile), ["all": [1], "all;a": [1], "lost": [1]])
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["svg.geometry"])
    }

    func testHostileDrawingsAreRefused() {
        let subset = "<!DOCTYPE svg [<!ENTITY a \"lol\">]>"
        let cases: [(String, String)] = [
            (drawing("<title>&a;</title>", head: subset), "svg.entity"),
            (drawing(""), "svg.frames"),
            (drawing("<g><title>evil (5 samples, 50%)</title><script>alert(1)</script></g>"), "svg.frames"),
            ("<svg xmlns:fg=\"x\"><g><title>main (5 sam", "svg.syntax"),
            ("<svg xmlns:fg=\"x\">" + box("all (2 samples, 100%)", "0", 36, "10"), "svg.cut"),
            ("<svg xmlns:fg=\"x\"><!-- <g>", "svg.syntax"),
        ]
        for (text, code) in cases {
            XCTAssertThrowsError(try ProfileDump.read(text), text) { error in
                XCTAssertEqual((error as? TraceError)?.code, code, text)
            }
        }
    }

    func testPublicDocumentTypeAndScriptsArePassedOver() throws {
        let head =
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">"
        let script = "<script><![CDATA[ if (a < b) \"<g><title>x (9 samples, 1%)</title>\" ]]></script>"
        let profile = try ProfileDump.read(drawing(script + box("all (2 samples, 100%)", "0", 36, "10"), head: head))
        XCTAssertEqual(ProfileDump.stacks(profile), ["all": [2]])
    }

    /// No cut and no changed byte may crash; whatever is read adds up to no more than 64 bits.
    func testDamagedDrawings() throws {
        let sound = Array(
            drawing(
                box("all (9,223,372,036,854,775,807 samples, 100%)", "10.0", 100, "1180.0")
                    + box("main (900 samples, 90.00%)", "-99999999999999999999", 84, "1e308")
                    + box("f (9,223,372,036,854,775,807 samples, 9%)", "10.0", 68, "9223372036854.0")
            ).utf8)
        var seed: UInt64 = 42
        for cut in stride(from: 0, to: sound.count, by: 3) { _ = try? ProfileDump.read(Array(sound[..<cut])) }
        for _ in 0..<2000 {
            var bytes = sound
            for _ in 0..<3 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 20)
            }
            _ = try? ProfileDump.read(bytes)
        }
        XCTAssertNoThrow(try ProfileDump.read(sound))
    }

    /// The recordings: what is read back is what was drawn, but for the marks that flamegraph.pl leaves off.
    func testRecordingsReadBackExactly() throws {
        guard let shared = GoldenFiles.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        for side in ["base", "slow30"] {
            let drawn = try GoldenFiles.read(shared.appendingPathComponent("folded/orders-\(side).flamegraph.svg"))
            let folded = try String(
                contentsOf: shared.appendingPathComponent("folded/orders-\(side).folded"), encoding: .utf8)
            var expected: [String: [Int64]] = [:]
            for line in folded.split(separator: "\n") {
                let parts = line.split(separator: " ")
                let names = parts.dropLast().joined(separator: " ").split(separator: ";").map {
                    $0.replacingOccurrences(of: #"_\[[kij]\]$"#, with: "", options: .regularExpression)
                }
                let stack = (["all"] + names).joined(separator: ";")
                expected[stack] = [(expected[stack]?[0] ?? 0) + (parts.last.flatMap { Int64($0) } ?? 0)]
            }
            XCTAssertEqual(ProfileDump.stacks(drawn), expected, side)
        }
    }

    /// The reference answers: as many frames, and the ten widest as wide.
    func testReferenceAnswers() throws {
        guard let shared = GoldenFiles.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        let names = [
            "folded/orders-base", "folded/orders-slow30", "pyspy/base/orders", "pyspy/slow30/orders",
        ]
        for name in names {
            let file = shared.appendingPathComponent("\(name).flamegraph.svg")
            let answer = try JSONSerialization.jsonObject(
                with: Data(contentsOf: file.appendingPathExtension("expected.json")))
            let facts = try XCTUnwrap(answer as? [String: Any])
            let profile = try GoldenFiles.read(file)
            XCTAssertEqual(profile.metadata.fileCounts["frames"], facts["boxes"] as? Int, name)
            let widest = try XCTUnwrap(facts["widest"] as? [[Any]])
            let all = ProfileDump.stacks(profile).values.reduce(0) { $0 + $1[0] }
            XCTAssertEqual(widest.compactMap { ($0[1] as? NSNumber)?.int64Value }.max(), all, name)
        }
    }
}
