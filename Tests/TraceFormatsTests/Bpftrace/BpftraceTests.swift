import StackModel
import XCTest

@testable import TraceFormats

/// bpftrace's maps: keys with stacks, and what else stands in the key.
final class BpftraceTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("bpftrace") }

    func testKeysInAnyOrder() throws {
        let cases: [(String, String)] = [
            ("@[\n    b+1\n    a\n]: 3\n", "a;b"), ("@[bash, 12, \n    b\n    a\n]: 3\n", "[bash 12];a;b"),
            ("@[\n    b\n    a\n, bash]: 3\n", "[bash];a;b"),
            ("@[\n    b\n    a\n, a,b c]: 3\n", "[a,b c];a;b"), ("@[\n    b\n    a\n, a, 7]: 3\n", "[a 7];a;b"),
            ("@[12, x,y, \n    b\n    a\n]: 3\n", "[x,y 12];a;b"),
            ("@x[\n    k+1\n    entry_SYSCALL_64+2\n, \n    u\n    main\n]: 3\n", "main;u;entry_SYSCALL_64;k"),
            ("@x[\n    u\n    main\n, \n    k+1\n    entry_SYSCALL_64+2\n]: 3\n", "main;u;entry_SYSCALL_64;k"),
            ("@[\n    operator+\n    0x7f12+0x3\n    f(int, char)+12\n]: 3\n", "f(int, char);0x7f12;operator+"),
        ]
        for (text, stack) in cases {
            XCTAssertEqual(ProfileDump.stacks(try ProfileDump.read(text)), [stack: [3]], text)
        }
    }

    func testKernelFramesAreMarked() throws {
        let profile = try ProfileDump.read("@[\n    k\n    entry_SYSCALL_64+2\n, \n    u\n    main\n]: 3\n")
        let flags = profile.path(profile.samples.key(0).stack).map { profile.frames[$0].flags.contains(.kernel) }
        XCTAssertEqual(flags, [false, false, true, true])
    }

    /// Each map is a value type; a statistic counts by its total.
    func testMapsAreValueTypes() throws {
        let text = "@us[\n    a\n]: 5\n@n[\n    a\n]: count 2, average 4, total 8\n@plain[x]: 7\n@[\n    a\n]: 1\n"
        let profile = try ProfileDump.read(text)
        XCTAssertEqual(profile.valueTypes.map(\.name), ["us", "n", "samples"])
        XCTAssertEqual(profile.valueTypes.map(\.unit), ["microseconds", "count", "count"])
        XCTAssertEqual(ProfileDump.stacks(profile), ["a": [5, 8, 1]])
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["bpftrace.plain"])
    }

    func testBadKeysAreCountedAndSkipped() throws {
        let text = "@[\n    a\n]: 5\n@[\n    b\n]: \n[2K, 4K)  3 |@@@|\n@[\n    c\n"
        let profile = try ProfileDump.read(text)
        XCTAssertEqual(ProfileDump.stacks(profile), ["a": [5]])
        XCTAssertEqual(profile.diagnostics.diagnostics.first?.count, 2)
        XCTAssertThrowsError(try ProfileDump.read("@[\n    c\n"))
        XCTAssertThrowsError(try ProfileDump.read("@[\n    a\n, x]: \n[2K, 4K)  3 |@@@|\n")) { error in
            XCTAssertTrue("\(error)".contains("a histogram"), "\(error)")
        }
    }
}
