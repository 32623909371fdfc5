import Foundation
import XCTest

/// Damaged traces that the test makes itself: the limits hold and the words help wherever the tests are run.
final class BadSampleTests: XCTestCase {
    /// Damage, and the code of the error that must tell it.
    private static let damage: [(name: String, bytes: [UInt8], code: String)] = [
        ("empty", [], "input.format"),
        ("prose", Array("It was a dark and stormy night.\n".utf8), "input.format"),
        ("cut-json", Array(#"{"nodes":[{"id":1,"callFrame":{"functionName":"a"#.utf8), "json.syntax"),
        ("cycle", tree("[1]"), "cpuprofile.tree"),
        ("huge-number", tree("[]", more: #","startTime":1e400"#), "json.syntax"),
        ("deep-json", Array((#"{"nodes":"# + String(repeating: "[", count: 300_000)).utf8), "json.syntax"),
        ("cut-marshal", [0x7B, 0x29, 0x03, 0x7A, 0x05, 0x61], "marshal.size"),
        ("code-object", dump(value: [0x29, 5, 0x63] + [UInt8](repeating: 0, count: 40)), "marshal.type"),
        ("reference-to-nothing", dump(value: [0x29, 5, 0x72, 0xFF, 0xFF, 0, 0]), "marshal.reference"),
        ("deep-tuples", dump(value: [0x29, 5] + deepTuples), "marshal.depth"),
        ("tuples-that-each-claim-the-rest", dump(value: [0x29, 5] + greedyTuples), "marshal.size"),
        (
            "gzip-of-garbage", [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 3] + [UInt8](repeating: 0xA5, count: 500),
            "gzip.data"
        ),
        ("zstd-of-garbage", [0x28, 0xB5, 0x2F, 0xFD] + [UInt8](repeating: 0xA5, count: 500), "zstd.data"),
        ("period-too-large", Array("a 1 1.5: 99999999999999999999 cycles:\n\t1 f (/x)\n\n".utf8), "input.empty"),
        (
            "entities", Array("<?xml version=\"1.0\"?>\n<!DOCTYPE svg [<!ENTITY a \"b\">]>\n<svg>&a;</svg>".utf8),
            "svg.entity"
        ),
    ]

    private static let deepTuples = [[UInt8]](repeating: [0x29, 1], count: 500_000).flatMap { $0 }

    /// Tuples in one another that each say they have 800 000 items, in front of a million bytes.
    private static let greedyTuples: [UInt8] =
        [[UInt8]](repeating: [0x28, 0x00, 0x35, 0x0C, 0x00], count: 25).flatMap { $0 }
        + [UInt8](repeating: 0x4E, count: 1_000_000)

    private static func tree(_ children: String, more: String = "") -> [UInt8] {
        let node = #"{"id":1,"callFrame":{"functionName":"(root)"},"children":\#(children)}"#
        return Array(#"{"nodes":[\#(node)],"samples":[1],"timeDeltas":[1],"endTime":2\#(more)}"#.utf8)
    }

    /// A dump with one function, whose figures are `value`.
    private static func dump(value: [UInt8]) -> [UInt8] {
        [0x7B, 0x29, 0x03, 0x7A, 1, 0x66, 0x69, 1, 0, 0, 0, 0x7A, 1, 0x67] + value
    }

    func testDamageIsToldWithItsPlaceAndLeavesNothing() throws {
        let folder = try ScratchFolder()
        for (name, bytes, code) in BadSampleTests.damage {
            try Data(bytes).write(to: folder.url.appendingPathComponent(name))
            let forms = try EveryForm(of: folder.path(name))
            forms.run.checkLimits(name)
            XCTAssertEqual(forms.run.status, 2, name)
            XCTAssertEqual(forms.files.keys.sorted(), [], name)
            XCTAssertTrue(forms.run.errors.contains("[\(code)]"), "\(name): \(forms.run.errors)")
            XCTAssertTrue(forms.run.errors.contains(folder.path(name)), "\(name): \(forms.run.errors)")
        }
    }

    /// One sample of each format, cut in its middle: refused with nothing left behind, or what was whole is read.
    func testTheFirstHalfOfASampleOfEachFormat() throws {
        let folder = try ScratchFolder()
        // Compressed files, and those that are one value, say nothing without their end.
        let whole: Set = [
            "cpuprofile", "heapprofile", "pprof", "pstats", "speedscope", "v8log", "mongodb-plan",
        ]
        for format in try SampleTrace.onePerFormat() {
            let bytes = try Data(contentsOf: format.file)
            let half = folder.url.appendingPathComponent(format.id)
            try bytes.prefix(bytes.count / 2).write(to: half)
            let forms = try EveryForm(of: half.path)
            forms.run.checkLimits(format.id)
            XCTAssertTrue([0, 2].contains(forms.run.status), "\(format.id): \(forms.run.errors)")
            if whole.contains(format.id) { XCTAssertEqual(forms.run.status, 2, format.id) }
            XCTAssertEqual(forms.files.count, forms.run.status == 0 ? EveryForm.all.count : 0, format.id)
        }
    }

    /// A bad trace among good ones stops none of them, and the status tells.
    func testABatchGoesOnPastBadTraces() throws {
        let folder = try ScratchFolder()
        for (name, bytes, _) in BadSampleTests.damage {
            try Data(bytes).write(to: folder.url.appendingPathComponent(name))
        }
        let good = "SampleTraces/perf/orders/base/run1.perf.txt"
        let alone = try StackSiftCommand.run(["fold", "--quiet", good])
        let result = try StackSiftCommand.run(["fold", "--quiet", good, folder.url.path])
        XCTAssertEqual(result.status, 2)
        XCTAssertEqual(result.output, alone.output)
        for (name, _, code) in BadSampleTests.damage {
            let words = result.errors.split(separator: "\n").first { $0.contains("/\(name):") }
            XCTAssertTrue(words?.contains("[\(code)]") ?? false, "\(name): \(words ?? "not reported")")
        }
    }
}

/// The samples of the repository.
struct SampleTrace {
    /// The format's id, which the folder under SampleTraces is called.
    let id: String
    let file: URL

    /// Every sample, sorted by path.
    static func all() throws -> [SampleTrace] {
        let root = StackSiftCommand.repository.appendingPathComponent("SampleTraces")
        let keys: [URLResourceKey] = [.isRegularFileKey]
        let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: keys)?.allObjects as? [URL]
        let files = try (found ?? []).filter {
            try $0.resourceValues(forKeys: Set(keys)).isRegularFile == true && $0.pathExtension != "md"
        }
        XCTAssertGreaterThan(files.count, 100)
        return files.sorted { $0.path < $1.path }.map { file in
            let below = file.path.components(separatedBy: "/SampleTraces/").last ?? ""
            return SampleTrace(id: String(below.prefix { $0 != "/" }), file: file)
        }
    }

    /// The first sample of each format.
    static func onePerFormat() throws -> [SampleTrace] {
        var seen: Set<String> = []
        return try all().filter { seen.insert($0.id).inserted }
    }
}
