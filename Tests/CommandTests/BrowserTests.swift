import Foundation
import XCTest

/// Opens the drawings in a real Chromium and does what a user would; the checks are in Tests/BrowserTests.
final class BrowserTests: XCTestCase {
    private static let chromium = ["chromium", "chromium-browser", "google-chrome"].lazy.compactMap { name in
        ["/usr/bin/", "/usr/local/bin/"].map { $0 + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }.first

    func testFlameGraphsInABrowser() throws {
        guard let chromium = Self.chromium else { throw XCTSkip("no Chromium here: apt-get install chromium") }
        let traces = "SampleTraces/cpuprofile/orders"
        let result = try ShellCommand.run(
            """
            stacksift flamegraph \(traces)/base/run1.cpuprofile -o $OUT/one.svg &&
            stacksift flamegraph \(traces)/renamed/run1.cpuprofile --base \(traces)/base/run1.cpuprofile -o $OUT/two.svg &&
            python3 Tests/BrowserTests/flamegraph_check.py \(chromium) $OUT/one.svg $OUT/two.svg $OUT/pictures
            """)
        XCTAssertEqual(result.status, 0, result.output + result.errors)
        XCTAssertTrue(result.output.contains("ok  "), result.output)
        XCTAssertFalse(result.output.contains("FAIL"), result.output)
    }

    func testReportsInABrowser() throws {
        guard let chromium = Self.chromium else { throw XCTSkip("no Chromium here: apt-get install chromium") }
        let traces = "SampleTraces/perf/orders"
        let result = try ShellCommand.run(
            """
            python3 Tests/BrowserTests/report_inputs.py $OUT &&
            stacksift report \(traces)/base/run1.perf.txt -o $OUT/one.html --quiet &&
            stacksift report \(traces)/base --against \(traces)/slow30 -o $OUT/two.html --quiet &&
            stacksift report $OUT/hostile.folded -o $OUT/hostile.html --quiet &&
            stacksift report $OUT/large.folded -o $OUT/large.html --quiet &&
            python3 Tests/BrowserTests/report_check.py \(chromium) \
                $OUT/one.html $OUT/two.html $OUT/hostile.html $OUT/large.html $OUT/pictures
            """)
        XCTAssertEqual(result.status, 0, result.output + result.errors)
        XCTAssertTrue(result.output.contains("ok  "), result.output)
        XCTAssertFalse(result.output.contains("FAIL"), result.output)
    }
}
