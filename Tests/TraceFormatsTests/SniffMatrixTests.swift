import Foundation
import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// Every sample is claimed by exactly one format, and by the one whose folder it stands in.
final class SniffMatrixTests: XCTestCase {
    func testEverySampleIsClaimedOnce() throws {
        for sample in try GoldenFiles.samples("") where sample.pathExtension != "md" {
            XCTAssertEqual(try GoldenFiles.claims(sample), [folder(of: sample)], sample.path)
        }
    }

    /// The recordings beside the repository and other projects' fixtures: never two formats say yes to one of them, and
    /// whatever is read is read by the one that does, or by the only one that has a doubt.
    func testEveryRecordingIsClaimedByOne() throws {
        guard let shared = GoldenFiles.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        let paths = FileManager.default.enumerator(atPath: shared.path)?.allObjects as? [String] ?? []
        var claimed = 0
        for path in paths where !path.hasPrefix("bad/") && !path.hasPrefix("tools/") {
            let file = shared.appendingPathComponent(path)
            guard !path.contains(".expected."), !path.hasSuffix(".md"), !file.hasDirectoryPath,
                let verdicts = try? GoldenFiles.verdicts(file)
            else { continue }
            if verdicts.isEmpty {
                XCTAssertTrue(SniffMatrixTests.isNoTrace(path), "nobody claims \(path)")
                continue
            }
            let sure = verdicts.filter { $0.value == .yes }
            XCTAssertTrue(sure.count == 1 || verdicts.count == 1, "\(path): \(verdicts)")
            claimed += sure.count
        }
        XCTAssertGreaterThan(claimed, 250)
    }

    /// Attributes for inferno's drawings, an archive, pprof's own dumps, sources.
    private static func isNoTrace(_ path: String) -> Bool {
        path.contains("/nameattr/") && path.hasSuffix(".txt") || path.hasSuffix("/empty.txt") || path.hasSuffix(".zip")
            || path.hasSuffix(".string") || path.contains("/report/testdata/s") && !path.hasSuffix(".cpu")
    }

    func testEveryFormatHasASample() throws {
        let folders = Set(try GoldenFiles.samples("").map(folder))
        for format in FormatRegistry.all where format.descriptor.id != "folded" {
            XCTAssertTrue(folders.contains(format.descriptor.id), "no sample of \(format.descriptor.id)")
        }
    }

    /// The folder under SampleTraces, which is called as the format.
    private func folder(of sample: URL) -> String {
        let below = sample.path.components(separatedBy: "/SampleTraces/").last ?? ""
        return String(below.prefix { $0 != "/" })
    }

    func testForeignContentIsNamed() throws {
        let cases: [(String, String)] = [
            ("PK\u{03}\u{04}abc", "a ZIP archive"), ("PERFILE2....", "perf.data"),
            ("MOJ\u{03}\u{01}mode\u{00}wall\u{00}", "mojo2austin"), ("FLR\u{00}\u{00}\u{02}", "jfrconv"),
            ("{\"type\": \"attached_probes\", \"data\": {\"probes\": 1}}\n", "without -f json"),
            ("Nettrace\u{14}", "Speedscope"), ("go 1.27 trace\u{00}\u{00}\u{00}", "go tool trace"),
            ("PeriodType: space bytes\nSamples:\n   4   2488   1   829411: 1 2 3\n", "pprof -raw"),
        ]
        for (text, words) in cases {
            XCTAssertThrowsError(try ProfileDump.read(text)) { error in
                XCTAssertTrue("\(error)".contains(words), "\(error)")
            }
        }
    }

    func testJSONMembersInAnyOrder() throws {
        let padding = String(repeating: " ", count: 100)
        let long = (0..<100).map { "\"k\($0)\":\"\(padding)\"" }.joined(separator: ",")
        let profile = try ProfileDump.read(
            "{\(long),\"startTime\":0,\"endTime\":3,\"samples\":[1,1],\"timeDeltas\":[1,1],"
                + "\"nodes\":[{\"id\":1,\"callFrame\":{\"functionName\":\"(root)\"}}]}")
        XCTAssertEqual(profile.metadata.format, "cpuprofile")
    }
}
