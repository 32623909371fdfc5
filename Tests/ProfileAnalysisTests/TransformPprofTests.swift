import Foundation
import ProfileAnalysis
import StackModel
import TraceFormats
import TraceInput
import XCTest

/// Filters against `go tool pprof`, which writes the profile that it has filtered with `-proto`.
final class TransformPprofTests: XCTestCase {
    private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Go's tool, from the variable GO or from the path.
    private static let go: String? = {
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/go" }
        return ([environment["GO"]].compactMap { $0 } + folders).first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }()

    /// What `go tool pprof` makes of a profile.
    private func pprof(_ arguments: [String], _ input: String) throws -> Profile {
        guard let go = Self.go else { throw XCTSkip("needs Go's tools: put go on the path, or name it in GO") }
        let output = FileManager.default.temporaryDirectory.appendingPathComponent(
            "stacksift-\(UUID().uuidString).pb.gz")
        defer { try? FileManager.default.removeItem(at: output) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: go)
        process.arguments = ["tool", "pprof", "-proto", "-output", output.path] + arguments + [input]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw XCTSkip("this Go has no pprof tool") }
        return try read(output.path)
    }

    private func read(_ path: String) throws -> Profile {
        var options = ReadOptions()
        options.detail = .threads
        return try FormatRegistry.read(ByteReader(path: path, limits: InputLimits()), format: nil, options: options)
    }

    private func inputs() throws -> [String] {
        let samples = ["orders/base/run1", "go-1.27.3/labels", "go-1.27.3/drop-frames"].map {
            Self.repository.appendingPathComponent("SampleTraces/pprof/\($0).pb.gz").path
        }
        let peers = Self.repository.deletingLastPathComponent()
            .appendingPathComponent("shared/traces/peers/google_pprof/profile/testdata").path
        // Without symbols a frame is called by its address, which here is a name that filters see, and in pprof none.
        let recorded = ["java.contention", "cppbench.heap"].map { peers + "/" + $0 }
        return samples + recorded.filter { FileManager.default.fileExists(atPath: $0) }
    }

    /// pprof's flags and ours.
    private let cases: [(pprof: [String], name: String, argument: String)] = [
        (["-focus=score|alloc|runtime"], "focus", "score|alloc|runtime"),
        (["-ignore=hash|mallocgc"], "ignore", "hash|mallocgc"),
        (["-hide=^runtime\\."], "hide", "^runtime\\."), (["-show=^main\\."], "show", "^main\\."),
        (["-show_from=main\\."], "show-from", "main\\."), (["-prune_from=^main\\."], "prune-from", "^main\\."),
        (["-tagfocus=bytes=:4kb"], "tag-focus", "bytes=:4kb"),
        (["-tagignore=bytes=16b:1mb"], "tag-ignore", "bytes=16b:1mb"),
        (["-tagfocus=handler=report"], "tag-focus", "handler=report"), (["-tagignore=orders"], "tag-ignore", "orders"),
        (["-ignore=[a-z]{9}"], "ignore", "[a-z]{9}"),
        (["-hide=Stack"], "hide", "Stack"),
        (["-show_from=main|Run"], "show-from", "main|Run"), (["-prune_from=Alloc|fork"], "prune-from", "Alloc|fork"),
    ]

    func testSameAsPprof() throws {
        var compared = 0
        for input in try inputs() {
            let original = try DropTraceFrames().apply(to: read(input))
            for test in cases {
                let theirs = content(try pprof(test.pprof, input))
                let ours: [String: Int64]
                do {
                    ours = content(try TransformFixture.apply(test.name, test.argument, to: original))
                } catch let error as TransformError where error.code == "transform.nothing" {
                    ours = [:]
                } catch let error as TransformError where error.code == "transform.empty" {
                    ours = [:]
                }
                XCTAssertEqual(ours, theirs, "\(test.name) \(test.argument) on \(input)")
                compared += theirs.isEmpty ? 0 : 1
            }
        }
        XCTAssertGreaterThan(compared, 4, "filters that leave something over")
    }

    func testLabelsBecomeTheSameFrames() throws {
        let heap = try inputs().first { $0.hasSuffix("cppbench.heap") }
        guard let heap else { throw XCTSkip("needs the recordings in ../shared/traces") }
        for (flag, name) in [("-tagroot=bytes", "root-label"), ("-tagleaf=bytes", "leaf-label")] {
            let theirs = content(try pprof([flag], heap))
            let ours = content(try TransformFixture.apply(name, "bytes", to: DropTraceFrames().apply(to: read(heap))))
            XCTAssertEqual(ours, theirs, flag)
        }
    }

    /// Sums by path of the last value type, without those of zero and of samples without frames, which pprof drops.
    private func content(_ profile: Profile) -> [String: Int64] {
        var sums: [String: Int64] = [:]
        let type = ValueTypeID(row: profile.valueTypes.count)
        for row in 0..<profile.samples.count {
            let path = profile.path(profile.samples.key(row).stack).map {
                profile.text(profile.functions[profile.function(of: $0)].name)
            }
            if !path.isEmpty {
                sums[path.joined(separator: ";"), default: 0] += profile.samples.value(row, of: type) ?? 0
            }
        }
        return sums.filter { $0.value != 0 }
    }
}
