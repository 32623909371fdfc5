import StackModel
import XCTest

@testable import SiftPipeline

/// Labels from paths, files and dates.
final class TraceLabelTests: XCTestCase {
    func testPatterns() throws {
        for (pattern, path, expected) in [
            (
                "ci/{branch}/{commit}/{host}.pb.gz", "ci/main/abc/web1.pb.gz",
                ["branch": "main", "commit": "abc", "host": "web1"]
            ),
            ("ci/{branch}/{commit}.gz", "/data/ci/a.b/c.d.gz", ["branch": "a.b", "commit": "c.d"]),
            ("{name}-run{n}.perf", "x/orders-run12.perf", ["name": "orders", "n": "12"]),
            ("{name}-run{n}.perf", "x/a-run-run1.perf", ["name": "a", "n": "-run1"]),
            ("*/{n}.perf", "x/7.perf", ["n": "7"]),
            ("/{top}/x", "/a/x", ["top": "a"]),
            ("{n}", "dir/naïve", ["n": "naïve"]),
        ] {
            XCTAssertEqual(try LabelPattern(pattern).match(path), expected, "\(pattern) \(path)")
        }
    }

    func testPathsThatDoNotFit() throws {
        for (pattern, path) in [
            ("ci/{branch}/x", "cd/main/x"), ("{a}.gz", "x.zst"), ("{a}.gz", ".gz"), ("/{top}/x", "/b/a/x"),
            ("a/b/{c}", "b/c"), ("x{n}y", "xy"), ("{a}-{b}", "ab"),
        ] {
            XCTAssertNil(try LabelPattern(pattern).match(path), "\(pattern) \(path)")
        }
    }

    func testPatternsThatMakeNoSense() {
        for pattern in ["{a}{b}", "{a", "{}", "plain", "*", "a*{b}"] {
            XCTAssertThrowsError(try LabelPattern(pattern), pattern)
        }
    }

    func testDates() {
        for (text, expected) in [
            ("1970-01-01", 0), ("2026-11-24", 1_795_478_400_000_000_000),
            ("2000-02-29T00:00Z", 951_782_400_000_000_000),
            ("2026-11-24T21:00:05.25+01:00", 1_795_550_405_250_000_000), ("1969-12-31T23:59:59Z", -1_000_000_000),
            ("2026-11-24 21:00:05-0130", 1_795_559_405_000_000_000),
        ] as [(String, Int64)] {
            XCTAssertEqual(ISODate.nanoseconds(text), expected, text)
        }
        for text in [
            "", "2026", "2026-13-01", "2026-11-24T", "2026-11-24T21", "2026-11-24x", "2026-11-24T21:00+", "abc",
        ] {
            XCTAssertNil(ISODate.nanoseconds(text), text)
        }
    }
}
