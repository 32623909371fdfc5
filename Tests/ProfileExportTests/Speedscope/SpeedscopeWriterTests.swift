import Foundation
import ProfileAnalysis
import ProfileExport
import StackModel
import XCTest

/// The speedscope export of small profiles.
final class SpeedscopeWriterTests: XCTestCase {
    private func bytes(_ profile: Profile, _ value: String? = nil) throws -> [UInt8] {
        let selection = try profile.selection(named: value)
        return try ExportFixture.bytes { try SpeedscopeWriter(version: "1.2.3").write(profile, selection, to: &$0) }
    }

    private struct File: Decodable {
        struct Frame: Decodable {
            let name: String
            let file: String?
            let line: Int?
        }
        struct Shared: Decodable { let frames: [Frame] }
        struct Lane: Decodable {
            let name: String
            let unit: String
            let endValue: Int
            let samples: [[Int]]
            let weights: [Int]
        }
        let exporter: String
        let shared: Shared
        let profiles: [Lane]

        /// The stacks of a lane in words.
        func stacks(_ lane: Int) -> [String] {
            profiles[lane].samples.map { $0.map { shared.frames[$0].name }.joined(separator: ";") }
        }
    }

    private func file(_ profile: Profile, _ value: String? = nil) throws -> File {
        try JSONDecoder().decode(File.self, from: Data(bytes(profile, value)))
    }

    func testALaneAThread() throws {
        let file = try file(ExportFixture.perf())
        XCTAssertEqual(file.exporter, "StackSift 1.2.3")
        XCTAssertEqual(file.profiles.map(\.name), ["idle 0/0", "web 7/7", "web 8/8"])
        XCTAssertEqual(file.stacks(1), ["main;[unknown]", "main;work;add"])
        XCTAssertEqual(file.profiles.map(\.weights), [[5], [10, 30], [20]])
        XCTAssertEqual(file.profiles.map(\.endValue), [5, 40, 20])
        XCTAssertEqual(file.stacks(0), [""])
        XCTAssertEqual(Set(file.shared.frames.compactMap(\.file)), ["/lib/app", "/lib/libx.so"])
        XCTAssertEqual(try self.file(ExportFixture.perf(), "page-faults").profiles.map(\.weights), [[2]])
    }

    func testSamplesStandInOrderOfTime() throws {
        let file = try file(timed([(30, 1, 5), (10, 0, 7), (20, 1, 6), (40, 1, -2)]))
        XCTAssertEqual(file.stacks(0), ["f0", "f1", "f1"])
        XCTAssertEqual(file.profiles[0].weights, [7, 6, 5])
        XCTAssertEqual(file.profiles[0].unit, "nanoseconds")
        // speedscope takes no weight below 0.
        XCTAssertEqual(file.profiles.map(\.name), ["StackSift", "StackSift (negative)"])
        XCTAssertEqual(file.profiles[1].weights, [2])
    }

    /// Samples of (time, function, value).
    private func timed(_ samples: [(time: Int64, function: Int, value: Int64)]) -> Profile {
        var builder = ProfileBuilder(detail: .everything)
        builder.setWideValueTypes([ValueType(name: "cpu", unit: "nanoseconds")])
        for sample in samples {
            let function = builder.function(Function(name: builder.string("f\(sample.function)")))
            let stack = builder.stack(parent: .none, frame: builder.frame(Frame(function: function)))
            builder.addSample(SampleKey(stack: stack), values: [sample.value], time: sample.time)
        }
        return builder.finish()
    }

    func testStackSiftReadsItBack() throws {
        let profile = ExportFixture.deep(3)
        let back = try ExportFixture.read(bytes(profile))
        XCTAssertEqual(try ExportFixture.folded(back), try ExportFixture.folded(profile))
    }

    func testStackOfAMillionFrames() throws {
        XCTAssertEqual(try file(ExportFixture.deep(1_000_001)).profiles[0].samples[0].count, 1_000_001)
    }
}
