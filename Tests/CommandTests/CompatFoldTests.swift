import Foundation
import XCTest

/// `fold --compat flamegraph` against what stackcollapse-perf.pl printed.
final class CompatFoldTests: XCTestCase {
    private func fold(_ arguments: [String], _ trace: URL) throws -> Data {
        let result = try StackSiftCommand.run(["fold", "--quiet", "--compat", "flamegraph"] + arguments + [trace.path])
        XCTAssertEqual(result.status, 0, result.errors)
        return result.output
    }

    private func shared(_ folder: String) throws -> URL {
        guard let traces = StackSiftCommand.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        return traces.appendingPathComponent(folder)
    }

    private func files(in folder: URL, endingIn suffix: String) -> [URL] {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
        return (all ?? []).filter { $0.path.hasSuffix(suffix) }.sorted { $0.path < $1.path }
    }

    func testRecordings() throws {
        let answers = files(in: try shared("perf"), endingIn: ".expected.folded")
        XCTAssertGreaterThan(answers.count, 20)
        for answer in answers {
            let trace = URL(fileURLWithPath: String(answer.path.dropLast(".expected.folded".count)))
            XCTAssertEqual(try fold([], trace), try Data(contentsOf: answer), trace.path)
        }
    }

    func testResultsOfTheScriptsOwnProject() throws {
        let folder = try shared("peers/brendangregg_FlameGraph/test")
        let options = [
            "addrs": ["--addrs"], "all": ["--annotate", "all"], "jit": ["--annotate", "jit"],
            "kernel": ["--annotate", "kernel,inline"], "pid": ["--show-processes"], "tid": ["--show-threads"],
        ]
        // The script itself does not give these two.
        let stale = ["perf-java-stacks-02-collapsed-pid.txt", "perf-java-stacks-02-collapsed-tid.txt"]
        var checked = 0
        for answer in files(in: folder.appendingPathComponent("results"), endingIn: ".txt") {
            let parts = answer.deletingPathExtension().lastPathComponent.components(separatedBy: "-collapsed-")
            guard parts.count == 2, let arguments = options[parts[1]], !stale.contains(answer.lastPathComponent) else {
                continue
            }
            let trace = folder.appendingPathComponent(parts[0] + ".txt")
            XCTAssertEqual(try fold(arguments, trace), try Data(contentsOf: answer), answer.lastPathComponent)
            checked += 1
        }
        XCTAssertEqual(checked, 40)
    }

    func testOptionsNeedTheTool() throws {
        let result = try StackSiftCommand.run(["fold", "--addrs", "x"])
        XCTAssertEqual(result.status, 2)
        XCTAssertTrue(result.errors.contains("--compat"), result.errors)
    }

    func testSaysWhatTheScriptLeavesOut() throws {
        let text = "prog 1 1.5: 7 cycles:\n\t1 f (/x)\n\nnoise\nprog 1 2.5: 7 cycles:\n\t1 f (/x)\n"
        let result = try StackSiftCommand.run(["fold", "--compat", "flamegraph", "-"], input: Data(text.utf8))
        XCTAssertEqual(result.text, "prog;f 7\n")
        XCTAssertTrue(result.errors.contains("1 lines it does not know"), result.errors)
        XCTAssertTrue(result.errors.contains("the last sample"), result.errors)
    }
}
