import Foundation
import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// Dumps of several Pythons and profilers of one program (Scripts/pstats_dumps.py), whose calls are known.
final class PstatsSampleTests: XCTestCase {
    private static let plain = ["cprofile", "no-builtins", "integer-timer", "profile"]

    private func samples() throws -> [(python: String, profiler: String, profile: Profile)] {
        try GoldenFiles.samples("pstats").filter { $0.path.contains("/python-") }.map { file in
            let folder = file.deletingLastPathComponent().lastPathComponent
            return (folder, file.deletingPathExtension().lastPathComponent, try GoldenFiles.read(file))
        }
    }

    func testCallsOfEveryPython() throws {
        let samples = try samples()
        XCTAssertEqual(Set(samples.map(\.python)), ["python-2.7", "python-3.6", "python-3.13"])
        for (python, profiler, profile) in samples {
            let runs: Int64 = profiler == "merged-stripped" ? 2 : 1
            for (name, calls) in [("fib", Int64(465)), ("even", 16), ("odd", 15), ("main", 1)] {
                let figures = try XCTUnwrap(CallGraphDump.figures(profile, name), "\(python) \(profiler) \(name)")
                XCTAssertEqual(figures.calls, calls * runs, "\(python) \(profiler) \(name)")
                XCTAssertEqual(figures.primitiveCalls, runs, "\(python) \(profiler) \(name)")
            }
        }
    }

    /// The ticks of an integer timer are the same in every Python: three a call and three a return.
    func testIntegerTimers() throws {
        for (python, profiler, profile) in try samples() where profiler == "integer-timer" {
            XCTAssertEqual(CallGraphDump.figures(profile, "fib")?.selfTime, 2_787_000_000, python)
        }
    }

    func testRecursionIsAnEdgeToItself() throws {
        for (python, profiler, profile) in try samples() {
            let edges = (0..<profile.callGraph.edgeCount).map { profile.callGraph.edge($0) }
            let own = edges.filter { edge in
                edge.caller == edge.callee && profile.text(profile.functions[edge.caller].name) == "fib"
            }
            XCTAssertEqual(
                own.map(\.figures.calls), profiler == "merged-stripped" ? [928] : [464], "\(python) \(profiler)")
            // Only the pure-Python profiler leaves out the times of its callers.
            XCTAssertEqual(own.map(\.hasTimes), [profiler != "profile"], "\(python) \(profiler)")
        }
    }

    func testDumpsWithoutBuiltinsAndStrippedOnes() throws {
        for (python, profiler, profile) in try samples() {
            let functions = (0..<profile.callGraph.functionCount).map {
                profile.functions[profile.callGraph.function($0).id]
            }
            let builtins = functions.filter { $0.file.isNone }
            XCTAssertEqual(builtins.isEmpty, profiler == "no-builtins", "\(python) \(profiler)")
            let files = Set(functions.filter { !$0.file.isNone }.map { profile.text($0.file) })
            let isStripped = profiler == "merged-stripped"
            XCTAssertTrue(files.contains(isStripped ? "pstats_dumps.py" : "/tmp/dumps/pstats_dumps.py"), "\(files)")
        }
    }
}
