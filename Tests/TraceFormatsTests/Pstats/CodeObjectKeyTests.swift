import Foundation
import StackModel
import XCTest

@testable import TraceFormats

/// Pure-Python `profile`, run as a command, names what it ran by its code object: that is read as a name, and no code
/// object anywhere else.
final class CodeObjectKeyTests: XCTestCase {
    func testDumpsOfThePureProfilersCommand() throws {
        for sample in try GoldenFiles.samples("pstats/profile-command") {
            let profile = try GoldenFiles.read(sample)
            let names = (1..<profile.functions.count).map { profile.text(profile.functions[FunctionID(row: $0)].name) }
            let name = "<code object <module>, file \"prog.py\", line 1>"
            XCTAssertTrue(names.contains(name), "\(sample.lastPathComponent): \(names)")
            XCTAssertTrue(names.contains("f") && names.contains("m"), sample.lastPathComponent)
            // f(14) makes 753 calls of itself.
            XCTAssertEqual(CallGraphDump.figures(profile, "f")?.calls, 753, sample.lastPathComponent)
            XCTAssertEqual(profile.diagnostics.diagnostics.filter { $0.severity > .note }, [], sample.path)
        }
    }

    /// What stands before and behind the code object of a real dump.
    private func parts() throws -> (head: [UInt8], code: [UInt8], tail: [UInt8]) {
        let url = GoldenFiles.repository.appendingPathComponent(
            "SampleTraces/pstats/profile-command/2.7.18.pstats")
        let bytes = Array(try Data(contentsOf: url))
        let start = try XCTUnwrap(bytes.firstIndex(of: 0x63))
        return (Array(bytes[..<start]), Array(bytes[start...]), [])
    }

    func testCutAndDamagedCodeObjectsAreErrors() throws {
        let (head, code, _) = try parts()
        for length in stride(from: 1, to: code.count - 1, by: 37) {
            XCTAssertThrowsError(try ProfileDump.read(head + code.prefix(length)), "cut after \(length)")
        }
        for place in stride(from: 1, to: 400, by: 3) {
            var damaged = code
            damaged[place] ^= 0x55
            // Read or refused, but never a crash.
            _ = try? ProfileDump.read(head + damaged)
        }
    }

    /// Code objects in code objects are tried with one layout, not with every one at every depth.
    func testNestedCodeObjectsTakeNoTime() {
        // A key whose name is code whose first field is code whose first field is code ...
        var bytes: [UInt8] = [0x7B, 0x28, 3, 0, 0, 0, 0x73, 0, 0, 0, 0, 0x69, 0, 0, 0, 0]
        for _ in 0..<100_000 { bytes += [0x63] + [UInt8](repeating: 0, count: 24) }
        let start = ContinuousClock.now
        XCTAssertThrowsError(try ProfileDump.read(bytes))
        XCTAssertLessThan(ContinuousClock.now - start, .seconds(5))
    }
}
