import Foundation
import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// A trace reads the same whatever pieces its bytes come in: every sample of every format.
final class ReadingPiecesTests: XCTestCase {
    /// What is read of `bytes` in pieces of at most `piece` bytes.
    private func dump(_ bytes: [UInt8], piece: Int, bufferSize: Int = 1 << 18) throws -> String {
        var options = ReadOptions()
        options.detail = .everything
        let source = MemorySource(bytes, chunk: piece)
        let reader = try ByteReader(source: source, name: "test", bufferSize: bufferSize)
        return ProfileDump.text(try FormatRegistry.read(reader, options: options))
    }

    private func bytes(_ file: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: file)) }

    private func decompressed(_ file: URL) throws -> [UInt8] {
        let reader = try ByteReader(path: file.path)
        return try withExtendedLifetime(reader) { try $0.readAll().bytes }
    }

    /// Compressed files piece by piece: the codecs see the pieces.
    func testFilesAsTheyAre() throws {
        for sample in try GoldenFiles.samples("") where sample.pathExtension != "md" {
            let bytes = try bytes(sample)
            let whole = try dump(bytes, piece: .max)
            for piece in [1, 7, 1 << 20] {
                XCTAssertEqual(try dump(bytes, piece: piece), whole, "\(sample.path) by \(piece)")
            }
        }
    }

    /// Text and JSON piece by piece: the readers see the pieces, and a buffer that must grow for every line.
    func testDecompressed() throws {
        var seen: [String: Int] = [:]
        for sample in try GoldenFiles.samples("") where ["gz", "zst"].contains(sample.pathExtension) {
            // Two of each folder are enough: the runs of one program are alike.
            let folder = sample.deletingLastPathComponent().path
            seen[folder, default: 0] += 1
            if seen[folder, default: 0] > 2 { continue }
            let bytes = try decompressed(sample)
            let whole = try dump(bytes, piece: .max)
            for piece in [1, 7, 1 << 20] {
                XCTAssertEqual(try dump(bytes, piece: piece), whole, "\(sample.path) by \(piece)")
            }
            XCTAssertEqual(try dump(bytes, piece: 7, bufferSize: 16), whole, "\(sample.path), a small buffer")
        }
        XCTAssertGreaterThan(seen.count, 5)
    }

    func testTheRecordingsBesideTheRepository() throws {
        guard let shared = GoldenFiles.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        for name in [
            "perf/orders/newfn/run1.perf.txt", "perf/orders/aa/run5.perf.txt.zst", "pprof/orders/fast30/run2.pb.gz",
            "pstats/orders-noisy/base/run4.pstats", "cpuprofile/orders-inlined/slow30/run2.cpuprofile",
            "folded/orders-slow30.folded", "heapprofile/base/orders.heapprofile", "pyspy/slow30/orders.raw.txt",
            "peers/jlfwong_speedscope/sample/profiles/linux-perf/forks.linux-perf.txt",
            "peers/jlfwong_speedscope/sample/profiles/stackcollapse/simple-utf16-be.txt",
            "peers/brendangregg_FlameGraph/test/perf-rust-Yamakaky-dcpu.txt", "bad/crlf.perf.txt",
        ] {
            let file = shared.appendingPathComponent(name)
            let whole = try dump(bytes(file), piece: .max)
            for piece in [1, 7, 1 << 20] {
                XCTAssertEqual(try dump(bytes(file), piece: piece), whole, "\(name) by \(piece)")
            }
        }
    }
}
