import Foundation
import StackModel
import XCTest

@testable import TraceFormats

/// V8's tick log: preprocessed JSON, and the report in text.
final class V8LogTests: XCTestCase {
    func testSamplesMatchTheirGoldens() throws {
        try GoldenFiles.check("v8log")
        try GoldenFiles.check("v8-report")
    }

    /// Lines like `41 5.1% 5.6% RegExp: ([a-z]+)(\d+)` look like frames of perf's.
    func testAReportWithRegularExpressionsIsNoPerfText() throws {
        let text = """
            Statistical profiling result from isolate-0x1-v8.log, (45 ticks, 0 unaccounted, 0 excluded).

             [JavaScript]:
               ticks  total  nonlib   name
                 41   91.1%   91.1%  RegExp: ([a-z]+)(\\d+)
                  4    8.9%    8.9%  Builtin: ArrayReduce

            """
        XCTAssertEqual(
            ProfileDump.stacks(try ProfileDump.read(text)), ["RegExp: ([a-z]+)(\\d+)": [41], "ArrayReduce": [4]])
    }

    func testCodeThatIsNotInTheTable() throws {
        let profile = try ProfileDump.read(
            "{\"ticks\":[{\"s\":[140000,0,0,5],\"vm\":0,\"tm\":1},{\"s\":[0,1,-5,3],\"vm\":0,\"tm\":2}],"
                + "\"code\":[{\"type\":\"JS\",\"name\":\"f a.js:1:2\"}]}")
        XCTAssertEqual(
            ProfileDump.stacks(profile), ["f [a.js];[unknown] {vm_state=js}": [1], "f [a.js] {vm_state=js}": [1]])
    }

    func testTiersOfAFunctionAreOneFunction() throws {
        let profile = try ProfileDump.read(
            "{\"code\":[{\"type\":\"JS\",\"kind\":\"Opt\",\"name\":\"f a.js:1:2\"},"
                + "{\"type\":\"JS\",\"kind\":\"Unopt\",\"name\":\"f a.js:1:2\"}],"
                + "\"ticks\":[{\"tm\":1,\"vm\":0,\"s\":[0,0]},{\"tm\":2,\"vm\":0,\"s\":[1,0]}]}")
        XCTAssertEqual(profile.functions.count - 1, 1)
        XCTAssertEqual(profile.frames.count - 1, 2)
    }

    func testBadFilesAreRefused() {
        let code = "\"code\":[{\"name\":\"f\",\"type\":\"JS\"}]"
        let cases: [(String, String)] = [
            ("v8log.ticks", "{\(code)}"), ("input.empty", "{\(code),\"ticks\":[]}"),
            ("input.empty", "{\(code),\"ticks\":[{\"vm\":0}]}"), ("json.syntax", "{\(code),\"ticks\":[{\"tm\":1}"),
            ("json.syntax", "{\(code),\"ticks\":[{\"tm\":\"x\"}]}"),
        ]
        for (code, text) in cases {
            XCTAssertThrowsError(try ProfileDump.read(text), text) { error in
                XCTAssertEqual((error as? TraceError)?.code, code, text)
            }
        }
    }

    private let report = """
        Statistical profiling result from isolate-0x1-v8.log, (20 ticks, 3 unaccounted, 0 excluded).

         [Shared libraries]:
           ticks  total  nonlib   name
              4   20.0%          /usr/lib/libc.so.6

         [JavaScript]:
           ticks  total  nonlib   name
             10   50.0%   62.5%  LazyCompile: *work /srv/my app/app.js:16:20
              1    5.0%    6.2%  Script: ~<anonymous> /srv/my app/app.js:1:1

         [Summary]:
           ticks  total  nonlib   name
             11   55.0%   68.7%  JavaScript

         [Bottom up (heavy) profile]:
          Note: percentage shows a share of a particular caller in the total
          amount of its parent calls.
          Callers occupying less than 1.0% are not shown.

           ticks parent  name
             10   50.0%  LazyCompile: *work /srv/my app/app.js:16:20
              6   60.0%    LazyCompile: *main /srv/my app/app.js:30:5
              6  100.0%      Script: ~<anonymous> /srv/my app/app.js:1:1
              3   30.0%    Script: ~<anonymous> /srv/my app/app.js:1:1

              4   20.0%  /usr/lib/libc.so.6
              4  100.0%    LazyCompile: *main /srv/my app/app.js:30:5

              3   15.0%  UNKNOWN

        """

    func testReport() throws {
        let profile = try ProfileDump.read(report)
        XCTAssertEqual(
            ProfileDump.stacks(profile),
            [
                "(anonymous) [/srv/my app/app.js];main [/srv/my app/app.js];work [/srv/my app/app.js]": [6],
                "(anonymous) [/srv/my app/app.js];work [/srv/my app/app.js]": [3],
                "work [/srv/my app/app.js]": [1],
                "main [/srv/my app/app.js];/usr/lib/libc.so.6 (/usr/lib/libc.so.6)": [4],
                "(anonymous) [/srv/my app/app.js]": [1],
                "[unknown]": [5],
            ])
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["v8report.cut"])
    }

    func testABadLineOfAReportIsCounted() throws {
        let bad = report.replacingOccurrences(of: "3   30.0%    Script", with: "3   thirty    Script")
        let profile = try ProfileDump.read(bad)
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["v8report.line", "v8report.cut"])
        XCTAssertThrowsError(try ProfileDump.read(bad, strict: true))
        XCTAssertThrowsError(try ProfileDump.read("Statistical profiling result from x, (0 ticks).\n"))
    }
}
