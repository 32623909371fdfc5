import StackModel
import XCTest

@testable import TraceFormats

/// DTrace's aggregated stacks.
final class DTraceTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("dtrace") }

    func testBlocks() throws {
        let text = """

              libc.so.1`read+0xa
              app`main+0x1
                5

              app`operator+
              app`f(int, char const*)+0x2
                7

            """
        let profile = try ProfileDump.read(text)
        XCTAssertEqual(
            ProfileDump.stacks(profile),
            [
                "main (app);read (libc.so.1)": [5],
                "f(int, char const*) (app);operator+ (app)": [7],
            ])
    }

    func testAStackWithoutACountIsSkipped() throws {
        let text = "\n  a`b+0x1\n  a`c\n    3\n\n  a`d\n\n"
        let profile = try ProfileDump.read(text)
        XCTAssertEqual(ProfileDump.stacks(profile), ["c (a);b (a)": [3]])
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["dtrace.count"])
        XCTAssertThrowsError(try ProfileDump.read(text, strict: true))
    }

    func testProseWithBackticksIsNone() {
        XCTAssertThrowsError(try ProfileDump.read("Use `perf record` first:\n\n    perf record\n    `perf script`\n\n"))
    }
}
