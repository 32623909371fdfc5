import StackModel
import XCTest

@testable import TraceFormats

/// Austin's text: who ran where, for how long, and what it took in memory.
final class AustinTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("austin") }

    func testModes() throws {
        let cases: [(String, [String], [Int64])] = [
            ("# austin: 3.3.0\n# mode: wall\n\nP1;T2;a.py:f:3 7", ["wall"], [7000]),
            ("# austin: 3.3.0\n# mode: cpu\n\nP1;T2;a.py:f:3 7", ["cpu"], [7000]),
            ("# austin: 3.3.0\n# mode: memory\n\nP1;T2;a.py:f:3 -7", ["growth", "freed"], [0, 7]),
            (
                "# austin: 3.3.0\n# mode: full\n\nP1;T2;a.py:f:3 7,0,5", ["wall", "cpu", "growth", "freed"],
                [7000, 7000, 5, 0]
            ),
            (
                "# austin: 3.3.0\n# mode: full\n\nP1;T2;a.py:f:3 7,1,-5", ["wall", "cpu", "growth", "freed"],
                [7000, 0, 0, 5]
            ),
        ]
        for (text, names, values) in cases {
            let profile = try ProfileDump.read(text + "\n")
            XCTAssertEqual(profile.valueTypes.map(\.name), names, text)
            XCTAssertEqual(ProfileDump.stacks(profile), ["[1 2];f [a.py]:3": values], text)
        }
    }

    func testFramesOfAllVersions() throws {
        let cases: [(String, String)] = [
            (
                "P42;T0:7;C:\\app\\x.py:<module>:1;x.py:Class.f:22 5",
                "[42 7];<module> [C:\\app\\x.py]:1;Class.f [x.py]:22"
            ),
            ("P42;T0x10;x.py:f:1;:GC: 5", "[42 16];f [x.py]:1;(garbage collector)"),
            ("Process 42;Thread 0x10;f (x.py);L12;g (x.py);L3 5", "[42 16];f [x.py]:12;g [x.py]:3"),
            ("P42;T7;:INVALID: 5", "[42 7];:INVALID:"), ("P42;T7 5", "[42 7]"),
        ]
        for (line, stack) in cases {
            XCTAssertEqual(ProfileDump.stacks(try ProfileDump.read(line + "\n")), [stack: [5000]], line)
        }
    }

    func testFoldedTextIsNotAustins() throws {
        for text in ["Paint;Text;draw 5\n", "P;T;x 5\n", "P1;main 4\n"] {
            XCTAssertEqual(try ProfileDump.read(text).metadata.format, "folded", text)
        }
    }

    func testBadLinesAreCountedAndSkipped() throws {
        let profile = try ProfileDump.read(
            "# austin: 3.3.0\nP1;T2;a.py:f:3 7\nP1;T2;a.py:f:3\nP1;T2;a.py:f:3 1,2\nnoise\n")
        XCTAssertEqual(profile.diagnostics.diagnostics.first?.count, 3)
        XCTAssertEqual(ProfileDump.stacks(profile).count, 1)
    }
}
