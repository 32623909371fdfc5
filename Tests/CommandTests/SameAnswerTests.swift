import Foundation
import XCTest

/// One trace gives one answer: compressed or not, through a pipe without its name, alone or with others at once.
final class SameAnswerTests: XCTestCase {
    /// A sample of each format, and a spread of the recordings beside the repository.
    private func traces() throws -> [String] {
        var paths = try SampleTrace.onePerFormat().map(\.file.path)
        for name in [
            "perf/orders/fast30/run3.perf.txt.gz", "pstats/orders-noisy/aa/run2.pstats",
            "cpuprofile/orders-inlined/base/run3.cpuprofile", "pprof/orders/aa/run5.pb.gz",
            "folded/orders-base.folded", "pyspy/base/orders.raw.txt", "chrometrace/orders-base.trace.json.gz",
        ] {
            guard let shared = StackSiftCommand.sharedTraces else { break }
            paths.append(shared.appendingPathComponent(name).path)
        }
        return paths
    }

    private func decompressed(_ path: String) throws -> Data {
        let bytes = try XCTUnwrap(FileManager.default.contents(atPath: path))
        let tool = bytes.starts(with: [0x1F, 0x8B]) ? "gzip" : bytes.starts(with: [0x28, 0xB5]) ? "zstd" : nil
        return try tool.map { try OtherTool($0).data(["-dc"], input: bytes) } ?? bytes
    }

    /// What `fold` and `top` say; of the trace's name they say nothing.
    private func answer(_ path: String, input: Data? = nil) throws -> Data {
        let folded = try StackSiftCommand.run(["fold", "--quiet", path], input: input)
        XCTAssertEqual(folded.status, 0, "\(path): \(folded.errors)")
        return folded.output
    }

    func testPlainCompressedAndThroughAPipe() throws {
        let folder = try ScratchFolder()
        let (gzip, zstd) = (try OtherTool("gzip"), try OtherTool("zstd"))
        for (number, path) in try traces().enumerated() {
            let expected = try answer(path)
            let plain = try decompressed(path)
            let packed = try gzip.data(["-1c"], input: plain)
            let forms: [(name: String, bytes: Data)] = [
                ("plain", plain), ("gzip", packed),
                number == 0
                    ? ("zstd of gzip", try zstd.data(["-1c"], input: packed))
                    : ("zstd", try zstd.data(["-1c"], input: plain)),
            ]
            for form in forms {
                let file = folder.url.appendingPathComponent("trace")
                try form.bytes.write(to: file)
                XCTAssertEqual(try answer(file.path), expected, "\(path), \(form.name)")
            }
            // The name says nothing, and a pipe has none.
            let piped = number % 2 == 0 ? plain : packed
            XCTAssertEqual(try answer("-", input: piped), expected, "\(path) through a pipe")
        }
    }

    /// Members of gzip and frames of zstd one behind the other are one file.
    func testConcatenatedMembers() throws {
        let path = "\(StackSiftCommand.repository.path)/SampleTraces/perf/orders/base/run1.perf.txt"
        let plain = try decompressed(path)
        let expected = try answer(path)
        for tool in ["gzip", "zstd"] {
            let tool = try OtherTool(tool)
            let cuts = [0, 1000, 1001, plain.count / 2, plain.count]
            let members = try zip(cuts, cuts.dropFirst()).map { try tool.data(["-c"], input: plain[$0..<$1]) }
            XCTAssertEqual(try answer("-", input: members.reduce(Data(), +)), expected)
        }
    }

    func testAnyNumberOfJobs() throws {
        let folder = try ScratchFolder()
        for inputs in ["perf/orders", "pprof/orders", "cpuprofile/orders", "pstats/orders", "mprof", "postgres-plan"] {
            for command in [["fold"], ["top", "--json", "-n", "0"], ["top", "--by", "thread"], ["merge"]] {
                // A call graph has no threads.
                if command.contains("thread"), inputs.hasPrefix("pstats") { continue }
                var answers: [Data] = []
                for jobs in ["1", "2", "5"] {
                    let file = folder.path("\(jobs).pb.gz")
                    let output = command == ["merge"] ? ["-o", file] : []
                    let words = command + output + ["--quiet", "--jobs", jobs, "SampleTraces/\(inputs)"]
                    let result = try StackSiftCommand.run(words)
                    XCTAssertEqual(result.status, 0, "\(words): \(result.errors)")
                    answers.append(
                        output.isEmpty ? result.output : FileManager.default.contents(atPath: file) ?? Data())
                }
                XCTAssertFalse(answers[0].isEmpty)
                XCTAssertEqual(answers[0], answers[1], "\(inputs) \(command), 2 jobs")
                XCTAssertEqual(answers[0], answers[2], "\(inputs) \(command), 5 jobs")
            }
        }
    }
}
