import Foundation
import ProfileAnalysis
import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// Samples that were damaged at random: every reader must refuse or read them, and never trap, hang or run away.
///
/// The seed is printed; `STACKSIFT_SEED` in the environment sets another, `STACKSIFT_DAMAGES` how many damaged
/// traces each format gets.
final class SampleMutationTests: XCTestCase {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seed = environment["STACKSIFT_SEED"].flatMap { UInt64($0) } ?? 0x5EED
    private static let count = environment["STACKSIFT_DAMAGES"].flatMap { Int($0) } ?? 300
    /// Samples of more bytes are left out, or cut where a format has no smaller one.
    private static let size = 60_000

    func testDamagedSamples() throws {
        print("seed \(SampleMutationTests.seed)")
        for format in FormatRegistry.all {
            let id = format.descriptor.id
            let samples = try samples(of: id)
            var dice = Dice(state: SampleMutationTests.seed)
            for round in 0..<SampleMutationTests.count {
                let whole = samples[round % samples.count]
                let other = samples[Int.random(in: 0..<samples.count, using: &dice)]
                let bytes = Damage.some(of: whole, with: other, &dice)
                // Half the time as that format, half the time as whatever it looks like now.
                try read(bytes, as: Bool.random(using: &dice) ? format : nil, "\(id), round \(round)")
            }
        }
    }

    /// Damage to compressed bytes, which the codecs see first.
    func testDamagedFiles() throws {
        for name in ["pprof/orders/base/run1.pb.gz", "perf/orders/base/run5.perf.txt.zst"] {
            let file = GoldenFiles.repository.appendingPathComponent("SampleTraces/\(name)")
            let whole = [UInt8](try Data(contentsOf: file))
            var dice = Dice(state: SampleMutationTests.seed)
            for round in 0..<SampleMutationTests.count {
                try read(Damage.some(of: whole, with: whole, &dice), as: nil, "\(name), round \(round)")
            }
        }
    }

    /// Refused with a place in this file, or a profile whose tables hold together.
    private func read(_ bytes: [UInt8], as format: (any TraceFormat.Type)?, _ what: String) throws {
        var options = ReadOptions()
        options.detail = .everything
        let start = Date()
        do {
            let reader = try ByteReader(source: MemorySource(bytes), name: "damaged")
            let profile = try FormatRegistry.read(reader, format: format, options: options)
            for row in 1..<max(profile.stacks.count, 1) {
                let id = StackID(row: row)
                XCTAssertLessThan(profile.stacks.parent(id).row, row, what)
                XCTAssertLessThan(profile.stacks.frame(id).row, profile.frames.count, what)
            }
            for row in 0..<profile.samples.count {
                XCTAssertLessThan(profile.samples.key(row).stack.row, max(profile.stacks.count, 1), what)
            }
            view(profile)
        } catch {
            XCTAssertEqual(error.location.file, "damaged", what)
            XCTAssertFalse(error.code.isEmpty || error.expected.isEmpty || error.found.isEmpty, what)
        }
        XCTAssertLessThan(Date().timeIntervalSince(start), 10, what)
    }

    /// What is odd in a trace must not trap where it is added up either.
    private func view(_ profile: Profile) {
        do {
            let merged = try mergeProfiles([profile, profile])
            let selection = try merged.selection(named: nil)
            for key in [SummaryKey.function, .line, .thread] { _ = Summary(merged, selection, by: key) }
            _ = CallTree.of(merged.withStacks(.exact), selection, identity: .function)
        } catch {
            XCTAssertTrue(profile.valueTypes.isEmpty, "\(error)")
        }
    }

    /// The decompressed samples of a format; of folded stacks, which stand in no folder of their own, some made here.
    private func samples(of id: String) throws -> [[UInt8]] {
        if id == "folded" { return [Array("main;work;sum 12\nmain;wait for it 3.5\nmain;work 1\n\nx;y;z 7 9\n".utf8)] }
        let all = try GoldenFiles.samples(id).map { file in
            let reader = try ByteReader(path: file.path)
            return try withExtendedLifetime(reader) { try $0.readAll().bytes }
        }
        let small = all.filter { $0.count <= SampleMutationTests.size }
        return small.isEmpty ? all.map { Array($0.prefix(SampleMutationTests.size)) } : small
    }
}

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

/// What may befall the bytes of a trace.
private enum Damage: CaseIterable {
    case flip, cutOut, cutShort, largeNumber, duplicate, splice, fill

    /// `whole` after one to four damages; `other` is a trace that pieces are taken from.
    static func some(of whole: [UInt8], with other: [UInt8], _ dice: inout Dice) -> [UInt8] {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...4, using: &dice) {
            guard bytes.count > 8, let damage = allCases.randomElement(using: &dice) else { return bytes }
            damage.apply(to: &bytes, other, &dice)
        }
        return bytes
    }

    private func apply(to bytes: inout [UInt8], _ other: [UInt8], _ dice: inout Dice) {
        let place = Int.random(in: 0..<bytes.count, using: &dice)
        switch self {
        case .flip: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &dice)
        case .cutOut: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...200, using: &dice)))
        case .cutShort: bytes.removeLast(bytes.count - place)
        case .largeNumber: Damage.growNumber(in: &bytes, after: place)
        case .duplicate: bytes.insert(contentsOf: Damage.piece(of: bytes, &dice), at: place)
        case .splice: bytes.replaceSubrange(place..., with: Damage.piece(of: other, &dice))
        case .fill:
            let end = min(bytes.count, place + 16)
            let byte: UInt8 = [0, 0x7F, 0x80, 0xFF].randomElement(using: &dice) ?? 0
            bytes.replaceSubrange(place..<end, with: repeatElement(byte, count: end - place))
        }
    }

    private static func piece(of bytes: [UInt8], _ dice: inout Dice) -> ArraySlice<UInt8> {
        guard !bytes.isEmpty else { return [] }
        let start = Int.random(in: 0..<bytes.count, using: &dice)
        return bytes[start..<min(bytes.count, start + Int.random(in: 1...2000, using: &dice))]
    }

    /// Makes a number that comes after `place` larger than any integer of 64 bits, or negative.
    private static func growNumber(in bytes: inout [UInt8], after place: Int) {
        guard let start = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) else { return }
        let text = ["99999999999999999999", "-1", "9223372036854775807", "-9223372036854775808", "1e308"][place % 5]
        bytes.insert(contentsOf: Array(text.utf8), at: start)
    }
}
