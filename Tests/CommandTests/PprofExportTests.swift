import Foundation
import XCTest

/// `export --as pprof` of real traces: read back by StackSift, and by Go's pprof.
final class PprofExportTests: XCTestCase {
    /// The traces of the repository, and of the folder beside it where it is there.
    private func traces(_ formats: [String], every step: Int = 1) -> [String] {
        var found: [String] = []
        let samples = StackSiftCommand.repository.appendingPathComponent("SampleTraces")
        for root in [samples, StackSiftCommand.sharedTraces].compactMap({ $0 }) {
            for format in formats {
                let folder = root.appendingPathComponent(format)
                let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
                for case let url as URL in files ?? .init() where isTrace(url) { found.append(url.path) }
            }
        }
        let sorted = found.sorted()
        return stride(from: 0, to: sorted.count, by: step).map { sorted[$0] }
    }

    private func isTrace(_ url: URL) -> Bool {
        let isFile = (try? url.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile ?? false
        return isFile && !url.path.contains(".expected.") && url.pathExtension != "svg" && url.pathExtension != "md"
    }

    func testRoundTripKeepsTheFoldedText() throws {
        let scratch = try ScratchFolder()
        let export = scratch.path("x.pb.gz")
        for trace in traces(["perf", "pprof", "cpuprofile", "pstats", "folded"], every: 4) {
            let before = try StackSiftCommand.run(["fold", "--quiet", trace])
            XCTAssertEqual(try StackSiftCommand.run(["export", "--quiet", trace, "-o", export]).status, 0, trace)
            let after = try StackSiftCommand.run(["fold", "--quiet", export])
            XCTAssertFalse(before.output.isEmpty, trace)
            XCTAssertEqual(before.output, after.output, trace)
        }
    }

    func testRoundTripKeepsValueTypesAndTheEstimate() throws {
        let scratch = try ScratchFolder()
        let export = scratch.path("x.pb.gz")
        let cases = [
            ("SampleTraces/perf/orders/base/run1.perf.txt", ["cpu-clock", "samples"], "exact"),
            ("SampleTraces/cpuprofile/orders/base/run1.cpuprofile", ["cpu", "samples"], "exact"),
            ("SampleTraces/pstats/orders/base/run1.pstats", ["calls", "time"], "estimated"),
        ]
        for (trace, types, fidelity) in cases {
            XCTAssertEqual(try StackSiftCommand.run(["export", "--quiet", trace, "-o", export]).status, 0, trace)
            let info = try StackSiftCommand.run(["info", "--json", export]).output
            let object = try XCTUnwrap(JSONSerialization.jsonObject(with: info) as? [String: Any])
            let file = try XCTUnwrap((object["files"] as? [[String: Any]])?.first)
            let found = (file["value_types"] as? [[String: Any]])?.compactMap { $0["name"] as? String } ?? []
            XCTAssertEqual(found.sorted(), types, trace)
            XCTAssertEqual(file["stack_fidelity"] as? String, fidelity, trace)
        }
    }

    func testEqualForAnyNumberOfJobs() throws {
        let inputs = ["export", "--quiet", "SampleTraces/perf/orders", "--as", "pprof"]
        let one = try StackSiftCommand.run(inputs + ["--jobs", "1"])
        XCTAssertEqual(one.status, 0, one.errors)
        XCTAssertEqual(one.output, try StackSiftCommand.run(inputs + ["--jobs", "3"]).output)
    }

    func testMergingMergedFilesIsMergingAllAtOnce() throws {
        let scratch = try ScratchFolder()
        for format in ["perf", "cpuprofile", "pprof"] {
            let folder = StackSiftCommand.repository.appendingPathComponent("SampleTraces/\(format)/orders/base")
            let runs = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().prefix(3)
            let paths = runs.map { folder.appendingPathComponent($0).path }
            let (two, three, all) = (scratch.path("2.pb.gz"), scratch.path("3.pb.gz"), scratch.path("n.pb.gz"))
            for arguments in [[paths[0], paths[1], "-o", two], [two, paths[2], "-o", three], paths + ["-o", all]] {
                XCTAssertEqual(try StackSiftCommand.run(["merge", "--quiet"] + arguments).status, 0)
            }
            XCTAssertEqual(
                try StackSiftCommand.run(["fold", "--quiet", three]).output,
                try StackSiftCommand.run(["fold", "--quiet", all]).output)
            let files = [three, all].map { FileManager.default.contents(atPath: $0) }
            XCTAssertEqual(files[0], files[1], format)
        }
    }

    func testUncompressed() throws {
        let sample = "SampleTraces/perf/orders/base/run1.perf.txt"
        let plain = try StackSiftCommand.run(["export", "--quiet", "--as", "pprof", "--uncompressed", sample])
        XCTAssertEqual(plain.output.first, 0x0A)
        XCTAssertEqual(
            try StackSiftCommand.run(["fold", "--quiet", "-"], input: plain.output).output,
            try StackSiftCommand.run(["fold", "--quiet", sample]).output)
    }

    func testGoShowsTheSameTotalsAsOnTheOriginal() throws {
        let go = try OtherTool("go")
        let scratch = try ScratchFolder()
        let export = scratch.path("x.pb.gz")
        for trace in traces(["pprof"], every: 3) {
            XCTAssertEqual(try StackSiftCommand.run(["export", "--quiet", trace, "-o", export]).status, 0, trace)
            for column in ["0", "1"] {
                let original = try top(go, trace, column)
                XCTAssertGreaterThan(original.count, trace.contains("synthetic") ? 3 : 10, trace)
                XCTAssertEqual(original, try top(go, export, column), trace)
            }
        }
    }

    func testGoReadsExportsOfOtherFormats() throws {
        let go = try OtherTool("go")
        let scratch = try ScratchFolder()
        let export = scratch.path("x.pb.gz")
        for (trace, function) in [
            ("SampleTraces/perf/orders/slow30/run1.perf.txt", "score_order"),
            ("SampleTraces/cpuprofile/orders/slow30/run1.cpuprofile", "scoreOrder"),
            ("SampleTraces/pstats/orders/slow30/run1.pstats", "score_order"),
        ] {
            XCTAssertEqual(try StackSiftCommand.run(["export", "--quiet", trace, "-o", export]).status, 0, trace)
            let last = try go.run(["tool", "pprof", "-top", "-symbolize=none", "-nodecount=1", export])
            XCTAssertEqual(last.status, 0, trace)
            XCTAssertTrue(last.text.contains(function), last.text)
        }
    }

    /// The lines of `pprof -top`, sorted, without those that name the file.
    private func top(_ go: OtherTool, _ path: String, _ column: String) throws -> [String] {
        let result = try go.run([
            "tool", "pprof", "-symbolize=none", "-top", "-nodefraction=0", "-nodecount=100000",
            "-sample_index=\(column)", path,
        ])
        XCTAssertEqual(result.status, 0, path)
        let fileFacts = ["StackSift", "Time:", "Build ID"]
        return result.text.split(separator: "\n").map(String.init)
            .filter { line in !fileFacts.contains { line.hasPrefix($0) } }
            .sorted()
    }
}
