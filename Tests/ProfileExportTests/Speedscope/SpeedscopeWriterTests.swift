import Foundation
import ProfileAnalysis
import ProfileExport
import StackModel
import XCTest

/// The speedscope export of small profiles.
final class SpeedscopeWriterTests: XCTestCase {
    private func bytes(_ profile: Profile, _ values: String?...) throws -> [UInt8] {
        let selections = try values.isEmpty ? [profile.selection(named: nil)] : values.map(profile.selection(named:))
        return try ExportFixture.bytes { try SpeedscopeWriter(version: "1.2.3").write(profile, selections, to: &$0) }
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
        XCTAssertEqual(file.exporter, "StackSift 1.2.3 export; format=perf; stacks=exact; counts=1; threads=labels")
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

    func testValueTypesThreadsAndSignsComeBack() throws {
        var builder = ProfileBuilder(detail: .everything)
        builder.metadata.format = "pprof"
        builder.metadata.linesIdentifyFunctions = true
        builder.setWideValueTypes([
            ValueType(name: "samples", unit: "count"), ValueType(name: "cpu", unit: "milliseconds"),
            ValueType(name: "read", unit: "blocks"),
        ])
        builder.defaultValueType = ValueTypeID(2)
        for (line, values) in [(Int32(3), [1, 10, 5]), (7, [2, -4, 0])] as [(Int32, [Int64])] {
            let name = builder.string("(anonymous)")
            var function = Function(name: name)
            function.file = builder.string("a.js")
            function.startLine = line
            let stack = builder.stack(
                parent: .none, frame: builder.frame(Frame(function: builder.function(function))))
            var thread = ThreadInfo(processID: 7, threadID: Int64(line), command: builder.string("node"))
            thread.cgroup = builder.string("/pod")
            builder.addSample(SampleKey(stack: stack, thread: builder.thread(thread)), values: values)
        }
        let profile = builder.finish()
        let text = try bytes(profile, "cpu", "samples", "read")
        let file = try JSONDecoder().decode(File.self, from: Data(text))
        let names = ["cpu: node 7/3", "cpu: node 7/7 (negative)", "samples: node 7/3"]
        XCTAssertEqual(Array(file.profiles.map(\.name).prefix(3)), names)
        let back = try ExportFixture.read(text)
        XCTAssertEqual(
            back.valueTypes.map { "\($0.name)/\($0.unit)" }, ["cpu/nanoseconds", "samples/count", "read/blocks"])
        XCTAssertEqual(back.valueTypeIDs.map { back.total(.type($0)).value }, [6_000_000, 3, 5])
        XCTAssertEqual(back.defaultValueType, ValueTypeID(1))
        let threads = (1..<back.threads.count).map { back.threads[ThreadID(row: $0)] }
        XCTAssertEqual(threads.map(\.processID), [7, 7])
        XCTAssertEqual(threads.map(\.threadID), [3, 7])
        XCTAssertEqual(threads.map { back.text($0.cgroup) + back.text($0.command) }, ["/podnode", "/podnode"])
        // Two functions of one name and file are two still.
        XCTAssertEqual(back.functions.count, 3)
        XCTAssertFalse(back.metadata.derivesSampleCounts)
    }

    func testOfAnotherToolTheMemberIsNotTrusted() throws {
        for member in ["7", "null", "{}", #"{"value_type": 3}"#, #"{"value_type": "", "pid": 1}"#, "[[1]]"] {
            let text =
                #"{"$schema": "https://www.speedscope.app/file-format-schema.json", "#
                + #""shared": {"frames": [{"name": "f"}]}, "profiles": [{"stacksift": \#(member), "type": "sampled", "name": "t", "unit": "seconds", "#
                + #""startValue": 0, "endValue": 2, "samples": [[0]], "weights": [2]}]}"#
            let profile = try ExportFixture.read(Array(text.utf8))
            XCTAssertEqual(profile.valueTypes, [ValueType(name: "time", unit: "nanoseconds")], member)
            XCTAssertEqual(profile.total(.type(ValueTypeID(1))).value, 2_000_000_000, member)
        }
    }

    func testStackOfAMillionFrames() throws {
        XCTAssertEqual(try file(ExportFixture.deep(1_000_001)).profiles[0].samples[0].count, 1_000_001)
    }
}
