import Foundation
import StackModel
import XCTest

@testable import TraceFormats

/// clinic bubbleprof's and clinic doctor's files: protobuf messages behind their lengths.
final class ClinicTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws {
        try GoldenFiles.check("clinic-bubbleprof")
        try GoldenFiles.check("clinic-doctor")
    }

    private func sample(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: GoldenFiles.repository.appendingPathComponent("SampleTraces/\(path)")))
    }

    func testBothVersionsOfAFrame() throws {
        let new = try ProfileDump.read(sample("clinic-bubbleprof/synthetic/5678.clinic-bubbleprof-stacktrace"))
        let old = try ProfileDump.read(sample("clinic-bubbleprof/synthetic/older.clinic-bubbleprof-stacktrace"))
        XCTAssertEqual(ProfileDump.stacks(new), ProfileDump.stacks(old))
        XCTAssertEqual(ProfileDump.stacks(new).count, 3)
    }

    func testDoctorsCounters() throws {
        let profile = try ProfileDump.read(sample("clinic-doctor/synthetic/9012.clinic-doctor-processstat"))
        XCTAssertEqual(
            profile.counters.counters.map { "\($0.name)/\($0.unit)" },
            [
                "rss/bytes", "heap_total/bytes", "heap_used/bytes", "external/bytes", "array_buffers/bytes",
                "handles/count", "loop_utilization/percent",
            ])
        let rss = (0..<profile.counters.count).map { profile.counters[$0] }.filter { $0.counter == 0 }
        XCTAssertEqual(rss.map(\.value), [40_960_000, 41_960_000, 40_960_000])
        XCTAssertEqual(rss.map(\.time).first, 1_700_000_000_000_000_000)
        // Half a processor for 12 ms and a whole one for 10; the first reading has no span of its own.
        let cpu = (0..<profile.samples.count).reduce(Int64(0)) {
            $0 + (profile.samples.value($1, of: ValueTypeID(1)) ?? 0)
        }
        XCTAssertEqual(cpu, 16_000_000)
        XCTAssertEqual(try mergeProfiles([profile, profile]).counters.count, 2 * profile.counters.count)
    }

    func testCutFilesKeepWhatIsWhole() throws {
        for path in [
            "clinic-bubbleprof/synthetic/5678.clinic-bubbleprof-stacktrace",
            "clinic-doctor/synthetic/9012.clinic-doctor-processstat",
        ] {
            let bytes = try sample(path)
            let profile = try ProfileDump.read(Array(bytes.dropLast(5)))
            XCTAssertEqual(profile.diagnostics.diagnostics.map(\.count), [1], path)
            XCTAssertThrowsError(try ProfileDump.read(Array(bytes.dropLast(5)), strict: true), path)
        }
    }
}
