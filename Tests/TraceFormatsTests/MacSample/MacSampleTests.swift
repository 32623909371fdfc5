import StackModel
import XCTest

@testable import TraceFormats

/// The report of macOS's sample.
final class MacSampleTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws { try GoldenFiles.check("mac-sample") }

    func testOwnSamplesAreWhatCalleesLeave() throws {
        let profile = try GoldenFiles.read(
            GoldenFiles.repository.appendingPathComponent("SampleTraces/mac-sample/synthetic/app.sample.txt"))
        let stacks = ProfileDump.stacks(profile)
        XCTAssertEqual(stacks.values.reduce(0) { $0 + $1[0] }, 1603)
        let run = stacks.first { $0.key.hasSuffix("Orders.run(batch: Int) (Orders) [Orders.swift]:40") }
        XCTAssertEqual(run?.value, [50, 50_000_000])
        XCTAssertEqual(stacks["[Orders 4711 1003]"], [3, 3_000_000])
        XCTAssertEqual(profile.metadata.period, 1_000_000)
        XCTAssertEqual(profile.threads.distinctThreadCount(), 3)
    }

    func testBadLinesAreCountedAndSkipped() throws {
        let text = """
            Analysis of sampling a (pid 1) every 500 microseconds
            Call graph:
                5 Thread_1
                  3 f  (in a) + 1  [0x1]
                  what?
                    2 g  (in a) + 1  [0x1]

            """
        let profile = try ProfileDump.read(text)
        XCTAssertEqual(
            ProfileDump.stacks(profile),
            ["[1];f (a)": [1, 500_000], "[1];f (a);g (a)": [2, 1_000_000], "[1]": [2, 1_000_000]])
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["mac-sample.line"])
        XCTAssertThrowsError(try ProfileDump.read("Analysis of sampling a (pid 1) every 1 millisecond\n"))
    }
}
