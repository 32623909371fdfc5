import Foundation
import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// One text read by several threads is what one thread makes of it, wherever it is cut: into pieces that one thread cuts
/// off a stream, or into parts of a plain file that each thread reads itself.
final class PieceReadingTests: XCTestCase {
    func testEveryPerfAndFoldedSample() throws {
        for url in try GoldenFiles.samples("perf") + GoldenFiles.samples("folded") {
            let bytes = Array(try Data(contentsOf: url))
            for detail in [SampleDetail.stacks, .threads, .everything] where bytes.count < 200_000 {
                assertSame(bytes, detail: detail, url.lastPathComponent)
            }
        }
    }

    func testTextsThatCannotBeReadApart() {
        let sample =
            "app 7/8 1.000001: 5 cpu-clock: \n\t     1000 leaf+0x1 (/bin/app)\n\t     2000 main+0x1 (/bin/app)\n\n"
        let comm = "app 7/8 1.000000: PERF_RECORD_COMM: other:7/8\n"
        let texts: [String: String] = [
            "records between samples": sample + comm + String(repeating: sample, count: 4),
            "words between samples": sample + "some words of somebody\n" + sample + sample,
            "orphans": "\t     1000 leaf+0x1 (/bin/app)\n\n" + String(repeating: sample, count: 5),
            "carriage returns": String(repeating: sample, count: 5).replacingOccurrences(of: "\n", with: "\r\n"),
            "cut inside a line": String(String(repeating: sample, count: 5).dropLast(40)),
            "no blank lines": (1...9).map { "app 7/8 \($0).5: 5 cpu-clock: \t1000 f\($0 % 3)+0x1 (/bin/app)\n" }
                .joined(),
            "no periods": String(repeating: "app 7 [001] 1.5: cycles: \n\t 1000 f+0x1 (/a)\n\n", count: 5),
            "several events": String(repeating: sample + "b 9 2.5: 3 cycles: \n\t 10 g+0x1 (/b)\n\n", count: 5),
            "folded, frames without names": String(repeating: "a;;b 1\na;;c 2\n;d 3\n", count: 40),
            "folded": "a;b 1\na;c 2\nbad line\na;b -3\n;;a 4\na;b 1.5\n# words\nd 5\na;b 7\n",
        ]
        for (name, text) in texts { assertSame(Array(text.utf8), detail: .everything, name) }
    }

    /// Compares what one thread and several make of a text, as JSON with all ids, times and messages.
    private func assertSame(_ bytes: [UInt8], detail: SampleDetail, _ name: String) {
        let expected = outcome(bytes, detail: detail, threads: 1, pieceSize: 1)
        for (threads, pieceSize) in [(2, 1), (3, 200), (5, 4000)] {
            let found = outcome(bytes, detail: detail, threads: threads, pieceSize: pieceSize)
            XCTAssertEqual(found, expected, "\(name), \(detail), pieces of \(pieceSize)")
        }
        for threads in [2, 3, 7] {
            let found = outcome(bytes, detail: detail, threads: threads, pieceSize: 1, isDivisible: true)
            XCTAssertEqual(found, expected, "\(name), \(detail), \(threads) parts")
        }
    }

    func testAPlainFileIsReadInPartsAndOthersAreNot() throws {
        let text = Array(String(repeating: "a;b 1\na;c 2\n", count: 100).utf8)
        var options = ReadOptions()
        options.threads = 4
        options.pieceSize = 100
        func isReadInParts(_ source: any ByteSource) throws -> Bool {
            let reader = try ByteReader(source: source, name: "x")
            return try PartReading<FoldedParser>(reader, options) != nil
        }
        XCTAssertTrue(try isReadInParts(PlainSource(text)))
        XCTAssertFalse(try isReadInParts(PlainSource([0xEF, 0xBB, 0xBF] + text)), "a byte order mark")
        XCTAssertFalse(try isReadInParts(MemorySource(text)), "a pipe")
        XCTAssertFalse(try isReadInParts(PlainSource(Array(text.prefix(399)))), "too small")
        XCTAssertFalse(try isReadInParts(PlainSource([UInt8](repeating: 0x61, count: 1000))), "no line ends")
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text).write(to: file)
        XCTAssertTrue(try isReadInParts(FileSource(path: file.path)))
        let reader = try ByteReader(path: file.path)
        let part = try XCTUnwrap(reader.part(12..<24))
        XCTAssertEqual(try part.readAll().bytes, Array(text[12..<24]))
        XCTAssertEqual(part.offset, 12)
    }

    private func outcome(
        _ bytes: [UInt8], detail: SampleDetail, threads: Int, pieceSize: Int, isDivisible: Bool = false
    ) -> String {
        do {
            var options = ReadOptions()
            options.detail = detail
            options.threads = threads
            options.pieceSize = pieceSize
            // Small blocks, so that a small text has many.
            let source: any ByteSource = isDivisible ? PlainSource(bytes) : MemorySource(bytes)
            let reader = try ByteReader(source: source, name: "x", bufferSize: 64)
            let profile = try FormatRegistry.read(reader, options: options)
            let samples = (0..<profile.samples.count).map { row in
                let key = profile.samples.key(row)
                let values = profile.valueTypeIDs.map { profile.samples.value(row, of: $0) }
                let time = String(describing: profile.samples.time(row))
                return "\(key) \(values) \(profile.samples.sampleCount(row)) \(time)"
            }
            let stacks = (0..<profile.stacks.count).map { row in
                profile.path(StackID(row: row)).map { profile.text(profile.functions[profile.function(of: $0)].name) }
            }
            return "\(profile.valueTypes) \(profile.metadata) \(profile.diagnostics.diagnostics)\n\(stacks)\n"
                + samples.joined(separator: "\n")
        } catch {
            return "\(error)"
        }
    }
}

/// Bytes in memory of which any part can be read at any time, as those of a plain file can.
private final class PlainSource: ByteSource {
    private let bytes: [UInt8]
    private let whole: MemorySource

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        whole = MemorySource(bytes)
    }

    var divisibleSize: Int? { bytes.count }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int { try whole.read(into: buffer) }

    func part(_ range: Range<Int>) -> (any ByteSource)? {
        MemorySource(Array(bytes[range.lowerBound..<min(range.upperBound, bytes.count)]))
    }
}
