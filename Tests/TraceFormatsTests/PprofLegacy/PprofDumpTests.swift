import Foundation
import StackModel
import XCTest

@testable import TraceFormats

/// pprof's own dumps (`*.string`) of its legacy test profiles, held against what StackSift reads.
final class PprofDumpTests: XCTestCase {
    /// What a dump says: value types, and the values of each stack of addresses (or names), leaf first.
    private struct Dump {
        var types: [ValueType] = []
        var period: Int64?
        var stacks: [String: [Int64]] = [:]
    }

    private func dump(_ text: String) throws -> Dump {
        var dump = Dump()
        var section = ""
        var samples: [(values: [Int64], locations: [String])] = []
        var locations: [String: String] = [:]
        for line in text.components(separatedBy: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if line.hasPrefix("Period: ") { dump.period = Int64(words[1]) }
            if ["Samples:", "Locations", "Mappings"].contains(line) {
                section = line
            } else if section == "Samples:", dump.types.isEmpty {
                dump.types = words.map { word in
                    let parts = word.replacingOccurrences(of: "[dflt]", with: "").split(separator: "/").map(String.init)
                    return ValueType(name: parts[0], unit: parts[1])
                }
            } else if section == "Samples:", let colon = words.firstIndex(where: { $0.hasSuffix(":") }),
                !words[0].contains("[")
            {
                let values = words[...colon].compactMap { Int64($0.replacingOccurrences(of: ":", with: "")) }
                if values.count == dump.types.count { samples.append((values, Array(words[(colon + 1)...]))) }
            } else if section == "Locations", words.count > 1, words[0].hasSuffix(":") {
                let name = words[1] == "0x0" ? words[2] : words[1]
                locations[String(words[0].dropLast())] = name
            }
        }
        for sample in samples {
            let path = try sample.locations.map { try XCTUnwrap(locations[$0]) }.joined(separator: " ")
            let known = dump.stacks[path] ?? sample.values.map { _ in 0 }
            dump.stacks[path] = zip(known, sample.values).map { $0 + $1 }
        }
        return dump
    }

    private func stacks(_ profile: Profile) -> [String: [Int64]] {
        var sums: [String: [Int64]] = [:]
        for row in 0..<profile.samples.count {
            let path = profile.path(profile.samples.key(row).stack).reversed().map { id in
                let frame = profile.frames[id]
                if frame.address != 0 { return "0x" + String(frame.address, radix: 16) }
                return profile.text(profile.functions[frame.function].name)
            }.joined(separator: " ")
            let values = profile.valueTypeIDs.map { profile.samples.value(row, of: $0) ?? 0 }
            sums[path] = zip(sums[path] ?? values.map { _ in 0 }, values).map { $0 + $1 }
        }
        return sums
    }

    func testLegacyProfilesReadAsPprofReadsThem() throws {
        guard let shared = GoldenFiles.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        let folder = shared.appendingPathComponent("peers/google_pprof/profile/testdata")
        let names = [
            "cppbench.contention", "cppbench.growth", "cppbench.heap", "cppbench.thread", "cppbench.thread.none",
            "go.crc32.cpu", "gobench.heap", "java.contention",
        ]
        for name in names {
            let expected = try dump(
                String(contentsOf: folder.appendingPathComponent("\(name).string"), encoding: .utf8))
            XCTAssertFalse(expected.stacks.isEmpty, name)
            let profile = try GoldenFiles.read(folder.appendingPathComponent(name))
            XCTAssertEqual(profile.metadata.format, "pprof-legacy", name)
            XCTAssertEqual(profile.valueTypes, expected.types, name)
            XCTAssertEqual(profile.metadata.period, expected.period, name)
            XCTAssertEqual(stacks(profile), expected.stacks, name)
            XCTAssertTrue(profile.diagnostics.diagnostics.isEmpty, "\(name): \(profile.diagnostics.diagnostics)")
        }
    }
}
