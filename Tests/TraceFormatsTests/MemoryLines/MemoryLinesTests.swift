import StackModel
import XCTest

@testable import TraceFormats

/// memory_profiler's report, line by line.
final class MemoryLinesTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("memory-lines") }

    func testLinesOfBothVersions() throws {
        let recent = """
            what the program prints: 3
            Filename: /src/app.py

            Line #    Mem usage    Increment  Occurrences   Line Contents
            =============================================================
                 8   23.000 MiB   23.000 MiB           1   @profile
                 9                                         async def load(x):
                10   43.000 MiB   20.000 MiB         100       7 + x
                11   42.000 MiB   -1.000 MiB           1       return x


            """
        let older = recent.replacingOccurrences(of: "Increment  Occurrences", with: "Increment")
            .replacingOccurrences(of: " MiB         100  ", with: " MiB  ")
            .replacingOccurrences(of: " MiB           1  ", with: " MiB  ")
        let mebibyte: Int64 = 1 << 20
        for (text, counts) in [(recent, [1, 100, 1]), (older, [1, 1, 1])] as [(String, [Int64])] {
            XCTAssertEqual(
                ProfileDump.stacks(try ProfileDump.read(text)),
                [
                    "load [/src/app.py]:8": [0, 23 * mebibyte, 23 * mebibyte, counts[0]],
                    "load [/src/app.py]:10": [20 * mebibyte, 0, 43 * mebibyte, counts[1]],
                    "load [/src/app.py]:11": [-mebibyte, 0, 42 * mebibyte, counts[2]],
                ])
        }
    }

    /// Versions before 0.27: narrower columns, and MB for the same unit.
    func testTheOldestForm() throws {
        let text = """
            Filename: app.py

            Line #    Mem usage  Increment   Line Contents
            ==============================================
                 3                           @profile
                 4      5.50 MB    0.00 MB   def load():
                 5     13.50 MB    8.00 MB       a = [1] * (10 ** 6)

            """
        let stacks = ProfileDump.stacks(try ProfileDump.read(text))
        XCTAssertEqual(stacks["load [app.py]:5"], [8 << 20, 0, (27 << 20) / 2, 1])
    }

    func testBadLinesAreCountedAndSkipped() throws {
        let text = """
            Filename: app.py

            Line #    Mem usage    Increment  Occurrences   Line Contents
            =============================================================
                 8   23.000 MiB   23.000 MiB           1   def f():
                 9   24.000 MiB   1.0
            oops

            """
        let profile = try ProfileDump.read(text)
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["memory-lines.line"])
        XCTAssertEqual(profile.diagnostics.diagnostics.first?.count, 2)
        XCTAssertThrowsError(try ProfileDump.read(text, strict: true))
        XCTAssertThrowsError(try ProfileDump.read(String(text.prefix(130))))
    }
}
