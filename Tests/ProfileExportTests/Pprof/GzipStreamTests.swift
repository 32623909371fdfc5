import StackModel
import XCTest

@testable import ProfileExport

/// Equal content is equal bytes, gzipped too.
final class GzipStreamTests: XCTestCase {
    /// Levels 1 and 2 of isa-l 2.30 find other matches for one address in some hundred of where a stream happens to lie:
    /// with them this fails in most runs of it.
    func testEqualBytesAreCompressedAlikeWhereverTheStreamLies() throws {
        // Many words that come once more, in another order: a match each.
        let words = (1...20).map { String($0 * 7_654_321 % 99_999, radix: 20) }
        let text = Array((words + words.reversed()).joined(separator: ";").utf8)
        let expected = try compressed(text)
        var kept: [[UInt8]] = []
        for run in 0..<60_000 {
            // What is kept lies where the last stream lay, so that the next one lies elsewhere.
            kept.append([UInt8](repeating: 0, count: 1 + run % 97 * 16))
            let found = try compressed(text)
            if found != expected { return XCTFail("run \(run): \(found.count) bytes for \(expected.count)") }
        }
        XCTAssertEqual(kept.count, 60_000)
    }

    private func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
        var written: [UInt8] = []
        var sink = ByteSink { written += $0 }
        let stream = GzipStream()
        var content = Column<UInt8>()
        for byte in bytes { content.append(byte) }
        try stream.write(content.view(0, content.count), isLast: true, to: &sink)
        try sink.finish()
        return written
    }
}
