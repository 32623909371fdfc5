import Foundation
import XCTest

/// The fixtures of other projects that are beside the repository: all traces among them are read, and what is none is
/// told so. Totals are counted here anew from the files' own text.
final class PeerTraceTests: XCTestCase {
    private func files(_ folder: String, _ isMeant: (String) -> Bool) throws -> [URL] {
        guard let shared = StackSiftCommand.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        let root = shared.appendingPathComponent("peers/\(folder)")
        let paths = FileManager.default.enumerator(atPath: root.path)?.allObjects as? [String] ?? []
        let files = paths.filter { !$0.hasPrefix(".") && isMeant($0) }.sorted().map { root.appendingPathComponent($0) }
        if files.isEmpty { throw XCTSkip("the fixtures of \(folder) are not here") }
        return files
    }

    private func text(_ file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }

    private func fold(_ file: URL, _ more: String...) throws -> [String: Int64] {
        let result = try StackSiftCommand.run(["fold", "--quiet", file.path] + more)
        XCTAssertEqual(result.status, 0, "\(file.path): \(result.errors)")
        return sums(result.text)
    }

    /// The value types of a file with their totals and samples.
    private func values(_ file: URL) throws -> [String: (total: Int64, samples: Int64)] {
        var values: [String: (Int64, Int64)] = [:]
        for type in try TraceAnswers(trace: file).info().rows("value_types") {
            values[type["name"] as? String ?? ""] = (type.integer("total") ?? -1, type.integer("samples") ?? -1)
        }
        return values
    }

    /// The numbers at the ends of lines, by what stands before them.
    private func sums(_ text: String) -> [String: Int64] {
        var sums: [String: Int64] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            guard let blank = line.lastIndex(of: " "), let value = Int64(line[line.index(after: blank)...]) else {
                continue
            }
            sums[String(line[..<blank]), default: 0] += value
        }
        return sums
    }

    func testFoldedStacksFoldToThemselves() throws {
        let results = try files("brendangregg_FlameGraph/test/results") { $0.hasSuffix(".txt") }
        let more = try files("jonhoo_inferno/tests/data") {
            $0.contains("results/") || $0.hasSuffix("base/flames.txt") || $0.hasSuffix("grey-frames.txt")
        }
        XCTAssertGreaterThan(results.count + more.count, 45)
        for file in results + more { XCTAssertEqual(try fold(file), sums(try text(file)), file.path) }
    }

    func testFoldedStacksInUTF16AndWithComments() throws {
        let expected: [String: Int64] = ["a;b": 5, "a;b;c": 5, "a;b;d": 4]
        for file in try files("jlfwong_speedscope/sample/profiles/stackcollapse", { $0.hasSuffix(".txt") }) {
            XCTAssertEqual(try fold(file), expected, file.path)
        }
    }

    /// inferno's own answers to perf's text; of two events it adds up both.
    func testInfernosAnswers() throws {
        let inputs = try files("jonhoo_inferno/tests/data/collapse-perf") { $0.hasSuffix(".txt") && !$0.contains("/") }
        var checked = 0
        for input in inputs {
            let stem = input.deletingPathExtension().lastPathComponent
            for ending in ["-collapsed", "-collapsed-kernel"] {
                let answer = input.deletingLastPathComponent().appendingPathComponent("results/\(stem)\(ending).txt")
                guard let expected = try? text(answer) else { continue }
                let events = try values(input).filter { $0.key != "samples" }
                XCTAssertEqual(
                    events.values.reduce(0) { $0 + $1.total }, sums(expected).values.reduce(0, +), answer.path)
                checked += 1
            }
        }
        XCTAssertEqual(checked, 6)
    }

    /// A sample for each line behind an empty one.
    func testSamplesOfPerfTexts() throws {
        let all = try files("brendangregg_FlameGraph/test") { $0.hasSuffix(".txt") && !$0.contains("/") }
        let more = try files("jlfwong_speedscope/sample/profiles/linux-perf") { $0.hasSuffix(".txt") }
        XCTAssertEqual(all.count + more.count, 12)
        for file in all + more {
            let lines = try text(file).components(separatedBy: "\n").filter { !$0.hasPrefix("#") }
            let heads = zip([""] + lines, lines).filter { before, line in
                before.allSatisfy(\.isWhitespace) && !line.allSatisfy(\.isWhitespace)
            }
            let values = try values(file)
            // Where no period is printed each event counts its own samples.
            let counted = values.contains { $0.key != "samples" && !$0.key.hasPrefix("samples:") }
            let samples =
                counted
                ? values["samples"]?.samples ?? 0
                : values.values.reduce(0) { $0 + $1.samples }
            XCTAssertEqual(samples, Int64(heads.count), file.path)
        }
    }

    /// inferno writes the total into its drawings.
    func testFlameGraphsOfInferno() throws {
        var checked = 0
        for file in try files("jonhoo_inferno/tests/data/flamegraph", { $0.hasSuffix(".svg") }) {
            guard let mark = try text(file).firstMatch(of: /total_samples="(\d+)"/) else { continue }
            XCTAssertEqual(try values(file).values.first?.total, Int64(mark.1), file.path)
            checked += 1
        }
        XCTAssertEqual(checked, 8)
    }

    /// inferno's drawings against the text that they were drawn from; it leaves marks like `_[k]` off. Given bases, it
    /// draws each stack from the last of them that is not its leaf, and no other stacks.
    func testDrawingsHoldWhatTheirTextDoes() throws {
        let folder = "jonhoo_inferno/tests/data/flamegraph"
        let cases: [(drawing: String, text: String, bases: Set<Substring>)] = [
            ("austin/flame.svg", "austin/flames.txt", []),
            ("grey-frames/grey-frames.svg", "grey-frames/grey-frames.txt", []),
            ("base/single-base.svg", "base/flames.txt", ["Final"]),
            ("base/multi-base.svg", "base/flames.txt", ["Final", "Samples"]),
        ]
        for (drawing, source, bases) in cases {
            let drawn = try fold(files(folder) { $0 == drawing }[0])
            var expected: [String: Int64] = [:]
            for (stack, value) in sums(try text(files(folder) { $0 == source }[0])) where !stack.hasPrefix("#") {
                var frames = stack.replacing(/_\[[kwij]\]/, with: "").split(separator: ";")[...]
                if !bases.isEmpty {
                    frames = frames[(frames.dropLast().lastIndex(where: bases.contains) ?? frames.endIndex)...]
                }
                if !frames.isEmpty { expected[frames.joined(separator: ";"), default: 0] += value }
            }
            XCTAssertEqual(drawn, expected, drawing)
        }
    }

    /// A tick log of Node 8.5, which is kept in an archive: the ticks of each piece of code, leaf first, by a plain walk.
    func testTicksOfAnArchivedLog() throws {
        let archive = try files("jlfwong_speedscope/sample/profiles/node/8.5.0") { $0 == "simple.v8log.json.zip" }[0]
        let log = try OtherTool("unzip").data(["-p", archive.path])
        let result = try StackSiftCommand.run(["top", "--json", "-"], input: log)
        let object = try XCTUnwrap(JSONSerialization.jsonObject(with: result.output) as? [String: Any])
        XCTAssertEqual(object.integer("total"), 26)
        let own = object.rows("functions").filter { $0.integer("self") != 0 }.map { row in
            "\((row["name"] as? String ?? "").prefix(30)) \(row.integer("self") ?? 0)"
        }
        XCTAssertEqual(
            own, ["d 14", "b 8", "c 2", "v8::internal::JSFunction::Ensu 1", "v8::internal::Map::RawCopy(v8: 1"])
    }

    /// Go's own tool counts what these two hold.
    func testPprofProfiles() throws {
        let expected = [
            "sample.cpu": ["samples": Int64(176), "cpu": 1_760_000_000],
            "go.nomappings.crash": ["inuse_objects": 2, "inuse_space": 1_765_955],
        ]
        for file in try files("google_pprof/internal", { expected[($0 as NSString).lastPathComponent] != nil }) {
            let values = try values(file)
            for (type, total) in expected[file.lastPathComponent] ?? [:] {
                XCTAssertEqual(values[type]?.total, total, "\(file.path) \(type)")
            }
        }
    }

    /// Dumps, settings, sources and drawings of nothing are no traces.
    func testWhatIsNoTraceIsToldSo() throws {
        let isNone: (String) -> Bool = { path in
            let name = (path as NSString).lastPathComponent
            return path.hasSuffix(".string") || name.hasPrefix("nameattr") && name.hasSuffix(".txt")
                || ["source.dot", "source2", "sample.go", "empty.txt", "empty.svg", "simple.v8log.json.zip"].contains(
                    name)
        }
        let files = try ["google_pprof", "jonhoo_inferno", "jlfwong_speedscope"].flatMap { try self.files($0, isNone) }
        XCTAssertGreaterThan(files.count, 15)
        for file in files {
            let result = try StackSiftCommand.run(["info", file.path])
            XCTAssertEqual(result.status, 2, file.path)
            XCTAssertTrue(result.errors.contains("error: expected "), "\(file.path): \(result.errors)")
        }
    }
}
