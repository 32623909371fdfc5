import Foundation
import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// Samples that were damaged at random: every reader must refuse or read them, and never trap, hang or run away.
final class SampleMutationTests: XCTestCase {
    /// A small generator with a fixed seed, so that a failure comes again.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    private static let formats = [
        "speedscope", "heapprofile", "chrome-trace", "v8log", "v8-report", "0x", "clinic-bubbleprof", "clinic-doctor",
        "perf/perf-6.1", "perf/synthetic",
    ]

    func testDamagedSamples() throws {
        var dice = Dice(state: 0x5EED)
        for id in SampleMutationTests.formats {
            let format = try XCTUnwrap(FormatRegistry.format(id: id.split(separator: "/").first.map(String.init) ?? id))
            for sample in try GoldenFiles.samples(id) {
                let whole = try contents(sample)
                for _ in 0..<100 {
                    let bytes = damaged(whole, &dice)
                    // Half the time as that format, half the time as whatever it looks like now.
                    let forced: (any TraceFormat.Type)? = Bool.random(using: &dice) ? format : nil
                    let reader = try ByteReader(source: MemorySource(bytes), name: sample.lastPathComponent)
                    var options = ReadOptions()
                    options.detail = .everything
                    _ = try? FormatRegistry.read(reader, format: forced, options: options)
                }
            }
        }
    }

    /// The decompressed bytes of a file.
    private func contents(_ file: URL) throws -> [UInt8] {
        let reader = try ByteReader(path: file.path)
        let bytes = try reader.readAll().bytes
        return bytes.count > 40_000 ? Array(bytes.prefix(40_000)) : bytes
    }

    private func damaged(_ whole: [UInt8], _ dice: inout Dice) -> [UInt8] {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...4, using: &dice) {
            guard bytes.count > 8 else { return bytes }
            let place = Int.random(in: 0..<bytes.count, using: &dice)
            switch Int.random(in: 0..<5, using: &dice) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &dice)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...200, using: &dice)))
            case 2: bytes.removeLast(bytes.count - place)
            case 3: digits(&bytes, at: place)
            default:
                let from = Int.random(in: 0..<bytes.count, using: &dice)
                bytes.insert(contentsOf: bytes[from..<min(bytes.count, from + 100)], at: place)
            }
        }
        return bytes
    }

    /// Makes a number that comes after `place` larger than any integer of 64 bits, or negative.
    private func digits(_ bytes: inout [UInt8], at place: Int) {
        guard let start = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) else { return }
        bytes.insert(contentsOf: Array((place % 2 == 0 ? "99999999999999999999" : "-1").utf8), at: start)
    }
}
