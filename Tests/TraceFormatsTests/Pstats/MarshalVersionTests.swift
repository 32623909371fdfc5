import StackModel
import XCTest

@testable import TraceFormats

/// Dumps written by hand in every version of marshal: all say the same.
final class MarshalVersionTests: XCTestCase {
    private static let main = PstatsContent.Key(file: "/app/main.py", line: 3, name: "main")
    private static let walk = PstatsContent.Key(file: "/app/main.py", line: 9, name: "walk")
    private static let len = PstatsContent.Key(file: "~", line: 0, name: "<built-in method builtins.len>")

    /// A function that calls itself and a built-in.
    private static var content: PstatsContent {
        PstatsContent(functions: [
            (main, .init(calls: 1, primitiveCalls: 1, own: 0.25, total: 2), []),
            (
                walk, .init(calls: 7, primitiveCalls: 1, own: 1.5, total: 1.75),
                [
                    (main, .figures(.init(calls: 1, primitiveCalls: 1, own: 0.5, total: 1.75))),
                    (walk, .figures(.init(calls: 6, primitiveCalls: 2, own: 1, total: 1.25))),
                ]
            ),
            (
                len, .init(calls: 7, primitiveCalls: 7, own: 0.25, total: 0.25),
                [(walk, .figures(.init(calls: 7, primitiveCalls: 7, own: 0.25, total: 0.25)))]
            ),
        ])
    }

    private static let lines = [
        "/app/main.py:3 main 1/1 250000000 2000000000",
        "/app/main.py:3 main > /app/main.py:9 walk 1/1 500000000 1750000000",
        "/app/main.py:9 walk 7/1 1500000000 1750000000",
        "/app/main.py:9 walk > /app/main.py:9 walk 6/2 1000000000 1250000000",
        "/app/main.py:9 walk > <built-in method builtins.len> 7/7 250000000 250000000",
        "<built-in method builtins.len> 7/7 250000000 250000000",
    ].sorted()

    func testEveryVersion() throws {
        for version in 0...5 {
            let profile = try ProfileDump.read(MarshalVersionTests.content.bytes(version: version))
            XCTAssertEqual(profile.metadata.format, "pstats", "version \(version)")
            XCTAssertEqual(CallGraphDump.lines(profile), MarshalVersionTests.lines, "version \(version)")
            XCTAssertTrue(profile.diagnostics.diagnostics.allSatisfy { $0.severity == .note }, "version \(version)")
        }
    }

    func testNamesBeyondASCII() throws {
        let key = PstatsContent.Key(file: "/söme/café.py", line: 1, name: "größe<λ>")
        let content = PstatsContent(functions: [(key, .init(calls: 1, primitiveCalls: 1, own: 1, total: 1), [])])
        for version in 0...5 {
            let profile = try ProfileDump.read(content.bytes(version: version))
            XCTAssertEqual(
                CallGraphDump.lines(profile), ["/söme/café.py:1 größe<λ> 1/1 1000000000 1000000000"],
                "version \(version)")
        }
    }

    /// Names that are bytes and no UTF-8 stay the bytes that they are.
    func testByteNames() throws {
        let name: [UInt8] = [0x73, 3, 0, 0, 0, 0x66, 0xE9, 0xFF]
        var bytes: [UInt8] = [0x7B, 0x28, 3, 0, 0, 0] + name + [0x69, 1, 0, 0, 0] + name + [0x28, 5, 0, 0, 0]
        bytes += [0x69, 1, 0, 0, 0, 0x69, 1, 0, 0, 0, 0x66, 3] + Array("0.5".utf8) + [0x66, 1, 0x31, 0x7B, 0x30, 0x30]
        let profile = try ProfileDump.read(bytes)
        let function = profile.functions[profile.callGraph.function(0).id]
        XCTAssertEqual(profile.strings.bytes(function.name).bytes, [0x66, 0xE9, 0xFF])
        XCTAssertEqual(profile.callGraph.function(0).figures.selfTime, 500_000_000)
    }

    /// Pure-Python `profile` counts the calls of each caller and no more.
    func testCallersThatAreCounts() throws {
        var content = MarshalVersionTests.content
        content.functions[1].callers = [(MarshalVersionTests.main, .count(1)), (MarshalVersionTests.walk, .count(6))]
        for version in [0, 2, 4] {
            let lines = CallGraphDump.lines(try ProfileDump.read(content.bytes(version: version)))
            XCTAssertTrue(lines.contains("/app/main.py:9 walk > /app/main.py:9 walk 6"), "\(lines)")
            XCTAssertTrue(lines.contains("/app/main.py:3 main > /app/main.py:9 walk 1"), "\(lines)")
        }
    }

    /// A sampler's dump has samples where a tracer's has calls, and says so by an entry of its own.
    func testSampledDumps() throws {
        var content = MarshalVersionTests.content
        content.isSampled = true
        for version in [4, 5] {
            let profile = try ProfileDump.read(content.bytes(version: version))
            XCTAssertEqual(profile.valueTypes.map(\.name), ["time", "samples"])
            XCTAssertEqual(profile.callGraph.functionCount, 3)
        }
    }

    func testLargeCounts() throws {
        for (calls, expected) in [(Int(Int32.max) + 1, Int64(Int32.max) + 1), (Int.max, Int64.max)] {
            var content = MarshalVersionTests.content
            content.functions[0].figures = .init(calls: calls, primitiveCalls: 1, own: 0, total: 0)
            for version in [0, 1, 2, 4] {
                let profile = try ProfileDump.read(content.bytes(version: version))
                XCTAssertEqual(CallGraphDump.figures(profile, "main")?.calls, expected, "version \(version)")
            }
        }
    }

    /// Cut anywhere, a dump is refused: nothing of it is read half.
    func testCutAnywhere() throws {
        for version in [0, 2, 4] {
            let bytes = MarshalVersionTests.content.bytes(version: version)
            for length in 0..<bytes.count {
                XCTAssertThrowsError(try ProfileDump.read(Array(bytes.prefix(length))), "version \(version), \(length)")
            }
        }
    }
}
