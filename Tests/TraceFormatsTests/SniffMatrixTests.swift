import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// Every sample is claimed by exactly one format, and by the one whose folder it stands in.
final class SniffMatrixTests: XCTestCase {
    func testEverySampleIsClaimedOnce() throws {
        for sample in SampleTraceFiles.all() {
            let reader = try ByteReader(path: sample.path)
            let head = try reader.peek()
            var claims = FormatRegistry.all.filter { $0.sniff(head) == .yes }.map { $0.descriptor.id }
            if claims.isEmpty {
                // Told by the whole file only, or by the absence of any better claim.
                claims = [try FormatRegistry.detect(reader).descriptor.id]
            }
            let folder = sample.path.components(separatedBy: "/SampleTraces/").last?.split(separator: "/").first
            XCTAssertEqual(claims, [folder.map(String.init)], sample.path)
        }
    }

    func testEveryFormatHasASample() {
        let folders = Set(
            SampleTraceFiles.all().compactMap {
                $0.path.components(separatedBy: "/SampleTraces/").last?.split(separator: "/").first.map(String.init)
            })
        for format in FormatRegistry.all where format.descriptor.id != "folded" {
            XCTAssertTrue(folders.contains(format.descriptor.id), "no sample of \(format.descriptor.id)")
        }
    }

    func testForeignContentIsNamed() throws {
        let cases: [(String, String)] = [
            ("PK\u{03}\u{04}abc", "a ZIP archive"), ("v8-version,11,3,244,8,-node.23,0\n", "V8's raw tick log"),
            ("PERFILE2....", "perf.data"),
        ]
        for (text, words) in cases {
            XCTAssertThrowsError(try Profile.reading(text)) { error in
                XCTAssertTrue("\(error)".contains(words), "\(error)")
            }
        }
    }

    func testJSONMembersInAnyOrder() throws {
        let padding = String(repeating: " ", count: 100)
        let long = (0..<100).map { "\"k\($0)\":\"\(padding)\"" }.joined(separator: ",")
        let profile = try Profile.reading(
            "{\(long),\"startTime\":0,\"endTime\":3,\"samples\":[1,1],\"timeDeltas\":[1,1],"
                + "\"nodes\":[{\"id\":1,\"callFrame\":{\"functionName\":\"(root)\"}}]}")
        XCTAssertEqual(profile.metadata.format, "cpuprofile")
    }
}
