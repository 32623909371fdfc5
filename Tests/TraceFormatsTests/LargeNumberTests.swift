import ProfileAnalysis
import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// Sums beyond 64 bits are held at the limit and reported, in every reader, in merging and in the views.
final class LargeNumberTests: XCTestCase {
    /// Two samples of each format whose sum does not fit, and the value type that is meant.
    private static let traces: [(format: String, bytes: [UInt8])] = [
        ("perf", text("a 1 1.5: \(most) cycles:\n\t1 f (/x)\n\na 1 2.5: \(most) cycles:\n\t2 g (/x)\n\n")),
        ("folded", text("main;f \(most)\nmain;g \(most)\n")),
        ("pprof", pprof([Int64.max, Int64.max])),
        ("cpuprofile", text(cpuprofile)),
        ("heapprofile", text(heapprofile)),
        ("speedscope", text(speedscope)),
        ("chrome-trace", text("[\(event("f", 1)),\(event("g", 2))]")),
        ("austin", text("# austin: 3.7.0\n# interval: 1\n# mode: wall\n\n\(austin("f"))\(austin("g"))")),
        ("bpftrace", text("Attaching 1 probe...\n\n@[\n    f+1\n]: \(most)\n@[\n    g+1\n]: \(most)\n")),
        (
            "dtrace",
            text("\n              a`f+0x1\n              \(most)\n\n              a`g+0x1\n              \(most)\n")
        ),
        ("pstats", pstats.bytes(version: 4)),
    ]

    private static let most = Int64.max
    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static let cpuprofile = """
        {"nodes":[{"id":1,"callFrame":{"functionName":"(root)"},"children":[2,3]},
        {"id":2,"callFrame":{"functionName":"f"}},{"id":3,"callFrame":{"functionName":"g"}}],
        "startTime":-9000000000000000,"endTime":9000000000000000,"samples":[2,3],"timeDeltas":[0,9000000000000000]}
        """

    private static let heapprofile = """
        {"head":{"callFrame":{"functionName":"(root)","url":""},"selfSize":0,"children":[
        {"callFrame":{"functionName":"f","url":""},"selfSize":\(most),"children":[]},
        {"callFrame":{"functionName":"g","url":""},"selfSize":\(most),"children":[]}]}}
        """

    private static let speedscope = """
        {"$schema":"https://www.speedscope.app/file-format-schema.json","shared":{"frames":[{"name":"f"},{"name":"g"}]},
        "profiles":[{"type":"sampled","name":"","unit":"bytes","startValue":0,"endValue":0,
        "samples":[[0],[1]],"weights":[\(most),\(most)]}]}
        """

    private static func event(_ name: String, _ thread: Int) -> String {
        #"{"name":"\#(name)","ph":"X","ts":0,"dur":9200000000000000,"pid":1,"tid":\#(thread)}"#
    }

    private static func austin(_ name: String) -> String { "P1;T1;a.py:\(name):1 9200000000000000\n" }

    /// One value type, one function and a sample of each value, as profile.proto numbers the fields.
    private static func pprof(_ values: [Int64]) -> [UInt8] {
        func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
            [number << 3 | 2, UInt8(content.count)] + content
        }
        func varint(_ value: Int64) -> [UInt8] {
            var (bytes, left): ([UInt8], UInt64) = ([], UInt64(bitPattern: value))
            while left >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: left) | 0x80)
                left >>= 7
            }
            return bytes + [UInt8(left)]
        }
        var bytes = field(1, [0x08, 1, 0x10, 2])
        for value in values { bytes += field(2, [0x08, 1, 0x10] + varint(value)) }
        bytes += field(4, [0x08, 1] + field(4, [0x08, 1])) + field(5, [0x08, 1, 0x10, 3])
        for text in ["", "space", "bytes", "f"] { bytes += field(6, Array(text.utf8)) }
        return bytes
    }

    private static let pstats = PstatsContent(
        functions: ["f", "g"].map { name in
            (
                PstatsContent.Key(file: "/a.py", line: 1, name: name),
                PstatsContent.Figures(calls: 1, primitiveCalls: 1, own: 9.2e9, total: 9.2e9), []
            )
        })

    private func reports(_ profile: Profile) -> Bool {
        profile.diagnostics.diagnostics.contains { $0.code == "profile.sum.overflow" && $0.severity == .warning }
    }

    func testEveryReader() throws {
        for (format, bytes) in LargeNumberTests.traces {
            for detail in [SampleDetail.stacks, .everything] {
                let profile = try ProfileDump.read(bytes, detail: detail)
                XCTAssertEqual(profile.metadata.format, format)
                XCTAssertTrue(reports(profile), format)
                XCTAssertEqual(profile.total(try profile.selection(named: nil)).value, .max, format)
            }
        }
    }

    func testViews() throws {
        for (format, bytes) in LargeNumberTests.traces {
            let profile = try ProfileDump.read(bytes)
            let selection = try profile.selection(named: nil)
            for key in [SummaryKey.function, .module, .file, .line, .thread] {
                let summary = Summary(profile, selection, by: key)
                XCTAssertEqual(summary.total, .max, format)
                XCTAssertTrue(summary.rows.allSatisfy { $0.selfValue >= 0 && $0.totalValue >= $0.selfValue }, format)
            }
            let stacks = profile.withStacks(.estimate)
            XCTAssertEqual(CallTree.of(stacks, selection, identity: .function).totalValue(0), .max, format)
            let diff = try ProfileDiff(before: profile, after: profile, value: nil, norm: .asIs)
            XCTAssertTrue(diff.functions.allSatisfy { $0.selfFigure.delta == 0 }, format)
        }
    }

    /// Each file fits by itself; together they do not.
    func testMerging() throws {
        let whole = LargeNumberTests.traces.map { $0.bytes }
        for bytes in whole {
            let profile = try ProfileDump.read(bytes)
            let merged = try mergeProfiles([profile, profile, profile])
            XCTAssertTrue(reports(merged))
            XCTAssertEqual(merged.total(try merged.selection(named: nil)).value, .max)
        }
        let halves = try (0..<2).map { _ in try ProfileDump.read("f \(Int64.max)\n") }
        XCTAssertFalse(reports(halves[0]))
        XCTAssertTrue(reports(try mergeProfiles(halves)))
        let below = try (0..<2).map { _ in try ProfileDump.read("f -\(Int64.max)\ng 1\n") }
        let merged = try mergeProfiles(below)
        XCTAssertTrue(reports(merged))
        XCTAssertLessThan(merged.total(try merged.selection(named: nil)).value, 0)
    }

    /// What fits is exact to the last digit, and nothing is reported.
    func testJustBelowTheLimit() throws {
        let half = Int64.max / 2
        let profile = try ProfileDump.read("main;f \(half)\nmain;g \(half)\nmain 1\n")
        XCTAssertFalse(reports(profile))
        XCTAssertEqual(profile.total(try profile.selection(named: nil)).value, .max)
    }
}
