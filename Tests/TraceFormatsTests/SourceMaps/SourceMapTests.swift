import Foundation
import StackModel
import TraceInput
import XCTest

@testable import TraceFormats

/// Source maps: reading them, and what they make of functions.
final class SourceMapTests: XCTestCase {
    /// A map's `mappings` out of absolute segments by line: generated column, source, line, column, name; 0-based.
    private func mappings(_ lines: [[[Int]]]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        func encode(_ number: Int) -> String {
            var value = number < 0 ? (-number << 1) | 1 : number << 1
            var text = ""
            repeat {
                let digit = value & 31
                value >>= 5
                text.append(digits[digit | (value > 0 ? 32 : 0)])
            } while value > 0
            return text
        }
        var last = [0, 0, 0, 0, 0]
        return lines.map { line in
            last[0] = 0
            return line.map { segment in
                zip(segment.indices, segment).map { index, number in
                    defer { last[index] = number }
                    return encode(number - last[index])
                }.joined()
            }.joined(separator: ",")
        }.joined(separator: ";")
    }

    private func map(_ text: String) throws -> SourceMap {
        try ByteView.withBytes(of: Array(text.utf8)) { bytes in Result { try SourceMap(bytes, file: "test.map") } }
            .get()
    }

    private func check(
        _ map: SourceMap, _ line: Int32, _ column: Int32, _ expected: String?, at place: UInt = #line
    ) {
        let found = map.place(line: line, column: column).map {
            "\(String(decoding: $0.source, as: UTF8.self)):\($0.line)"
        }
        XCTAssertEqual(found, expected, line: place)
    }

    func testLookUp() throws {
        let lines = mappings([[[0, 0, 0, 0], [9, 0, 4, 9, 0], [30, 1, 99, 2]], [], [[4, 1, 100, 0]]])
        let map = try map(
            "{\"version\":3,\"sourceRoot\":\"src\",\"sources\":[\"a.ts\",\"b.ts\"],\"names\":[\"work\"],"
                + "\"mappings\":\"\(lines)\"}")
        check(map, 1, 1, "src/a.ts:1")
        check(map, 1, 9, "src/a.ts:1")
        check(map, 1, 10, "src/a.ts:5")
        check(map, 1, 500, "src/b.ts:100")
        check(map, 2, 1, nil)
        check(map, 3, 4, nil)
        check(map, 3, 5, "src/b.ts:101")
        check(map, 3, 0, "src/b.ts:101")
        check(map, 4, 1, nil)
        XCTAssertEqual(map.name(line: 1, column: 10), Array("work".utf8))
        XCTAssertNil(map.name(line: 1, column: 11))
    }

    /// The specification's own form for scripts that were put together of several.
    func testSections() throws {
        let one = "{\"version\":3,\"sources\":[\"a.ts\"],\"names\":[],\"mappings\":\"AAAA;AACA\"}"
        let two = "{\"version\":3,\"sources\":[\"b.ts\"],\"names\":[],\"mappings\":\"AAAA;AACA\"}"
        let map = try map(
            "{\"version\":3,\"sections\":[{\"offset\":{\"line\":0,\"column\":0},\"map\":\(one)},"
                + "{\"offset\":{\"line\":10,\"column\":4},\"map\":\(two)}]}")
        check(map, 2, 1, "a.ts:2")
        check(map, 11, 5, "b.ts:1")
        check(map, 12, 1, "b.ts:2")
    }

    func testBadMaps() throws {
        XCTAssertThrowsError(try map("{\"sources\":["))
        XCTAssertThrowsError(try map("not a map"))
        // Sources and names that are not there, numbers without end: nothing is found, nothing breaks.
        check(try map("{\"sources\":[],\"mappings\":\"AAAA,gggggggggggggggA,!!,AAAAA\"}"), 1, 1, nil)
        check(try map("{\"sources\":[\"a\"],\"mappings\":\"ADDD\"}"), 1, 1, nil)
        check(try map(")]}'\n{\"sources\":[\"a\"],\"mappings\":\"AAAA\"}"), 1, 1, "a:1")
    }

    /// Sections out of order, far away, over each other, within each other: what is in order counts.
    func testHostileSections() throws {
        func section(_ line: Int, _ mappings: String, column: Int = 0) -> String {
            "{\"offset\":{\"line\":\(line),\"column\":\(column)},"
                + "\"map\":{\"version\":3,\"sources\":[\"s\(line).ts\"],\"names\":[],\"mappings\":\"\(mappings)\"}}"
        }
        let map = try map(
            "{\"sections\":[\(section(0, "KAAA;KACA;KACA;KACA")),\(section(1, "AAAA,KAAA")),"
                + "\(section(3, "AAAA", column: 9)),\(section(9_999_999, "AAAA;AAAA")),\(section(2, "AAAA"))]}")
        check(map, 2, 6, "s0.ts:2")
        check(map, 4, 6, "s0.ts:4")
        check(map, 4, 10, "s3.ts:1")
        check(map, 10_000_000, 1, "s9999999.ts:1")
        check(map, 10_000_001, 1, nil)
    }

    func testMapsInScripts() throws {
        let map = "{\"version\":3,\"sources\":[\"a.ts\"],\"names\":[],\"mappings\":\"AACA\"}"
        let encoded = Data(map.utf8).base64EncodedString()
        let escaped = map.replacingOccurrences(of: "\"", with: "%22").replacingOccurrences(of: "{", with: "%7b")
        let scripts: [(String, String?)] = [
            ("f()\n//# sourceMappingURL=data:application/json;base64,\(encoded)\n", map),
            (
                "//# sourceMappingURL=data:x;base64,AAAA\nf()\n"
                    + "//# sourceMappingURL=data:application/json;charset=utf-8;base64,\(encoded)", map
            ),
            ("//@ sourceMappingURL=data:application/json,\(escaped)\r\n", map + "\r"),
            ("//# sourceMappingURL=a.js.map\n", nil), ("//# sourceMappingURL=data:", nil), ("", nil),
        ]
        for (script, expected) in scripts {
            let found = ByteView.withBytes(of: Array(script.utf8)) { InlineSourceMap.bytes(in: $0) }
            XCTAssertEqual(found.map { String(decoding: $0, as: UTF8.self) }, expected, script)
        }
        let index = SourceMapIndex(files: ["d/a.js", "d/b.mjs", "d/b.mjs.map", "d/c.css"])
        XCTAssertEqual(index.map(of: "/srv/a.js"), "d/a.js")
        XCTAssertEqual(index.map(of: "/srv/b.mjs"), "d/b.mjs.map")
        XCTAssertTrue(SourceMapIndex(files: ["d/c.css"]).isEmpty)
    }

    func testPathsOfSources() {
        let cases = [
            ("../src/a.ts", "/srv/app/dist/a.js", "/srv/app/src/a.ts"),
            ("a.ts", "file:///srv/dist/a.js", "file:///srv/dist/a.ts"),
            ("webpack://app/./src/../lib/a.ts", "/srv/dist/a.js", "webpack://app/lib/a.ts"),
            ("/abs/a.ts", "/srv/dist/a.js", "/abs/a.ts"), ("../../../a.ts", "/srv/a.js", "/a.ts"),
            ("../a.ts", "a.js", "../a.ts"), ("./a.ts", "https://example.org/js/a.js", "https://example.org/js/a.ts"),
        ]
        for (source, script, expected) in cases {
            let found = SourcePath.resolve(Array(source.utf8), from: Array(script.utf8))
            XCTAssertEqual(String(decoding: found, as: UTF8.self), expected)
        }
    }

    func testTheMapWithMostFoldersInCommonIsTaken() {
        let index = SourceMapIndex(files: [
            "maps/a/lib/index.js.map", "maps/b/lib/index.js.map", "maps/x.css", "maps/y.js.map",
        ])
        XCTAssertEqual(index.map(of: "/srv/node_modules/b/lib/index.js"), "maps/b/lib/index.js.map")
        XCTAssertEqual(index.map(of: "https://example.org/static/y.js?v=3"), "maps/y.js.map")
        XCTAssertNil(index.map(of: "/srv/x.css"))
    }

    /// A bundle of one line: `function a(n){...}function b(n){...}`, with places as V8 gives them, behind the names.
    func testABundlesFunctionsGetTheirPlaces() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("maps-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("bundle.js.map")
        let lines = mappings([
            [[0, 0, 9, 0], [9, 0, 9, 9, 0], [10, 0, 9, 14], [20, 1, 39, 0], [29, 1, 39, 9, 1], [46, 1, 49, 6, 2]]
        ])
        try Data(
            "{\"version\":3,\"sources\":[\"../src/one.ts\",\"../src/two.ts\"],\"names\":[\"parse\",\"render\",\"total\"],\"mappings\":\"\(lines)\"}"
                .utf8
        ).write(to: file)
        var options = ReadOptions()
        options.sourceMaps = SourceMapIndex(files: [file.path])
        func node(_ id: Int, _ name: String, _ column: Int, script: String = "/srv/dist/bundle.js") -> String {
            "{\"id\":\(id),\"parent\":1,\"callFrame\":{\"functionName\":\"\(name)\",\"url\":\"\(script)\","
                + "\"lineNumber\":0,\"columnNumber\":\(column)}}"
        }
        let text =
            "{\"nodes\":[{\"id\":1,\"callFrame\":{\"functionName\":\"(root)\",\"lineNumber\":-1,\"columnNumber\":-1}},"
            + [
                node(2, "a", 10), node(3, "b", 30), node(4, "", 34), node(5, "c", 5, script: "/srv/other.js"),
                node(6, "d", 48),
            ]
            .joined(separator: ",")
            + "],\"samples\":[2,3,4,5,6],\"timeDeltas\":[0,1,1,1,1],\"startTime\":0,\"endTime\":5}"
        let profile = try FormatRegistry.read(
            ByteReader(source: MemorySource(Array(text.utf8)), name: "test"), options: options)
        XCTAssertEqual(
            Set(ProfileDump.stacks(profile).keys),
            [
                "(root);parse [/srv/src/one.ts]", "(root);render [/srv/src/two.ts]",
                "(root);(anonymous) [/srv/src/two.ts]", "(root);c [/srv/other.js]",
                "(root);total [/srv/src/two.ts]",
            ])
        let functions = (1..<profile.functions.count).map { profile.functions[FunctionID(row: $0)] }
        let parse = try XCTUnwrap(functions.first { profile.text($0.name) == "parse" })
        XCTAssertEqual(parse.startLine, 10)
        XCTAssertEqual(profile.text(parse.systemName), "a")
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.code), ["sourcemap.placed", "sourcemap.missing"])
        XCTAssertEqual(profile.diagnostics.diagnostics.map(\.count), [4, 1])
        XCTAssertTrue((0..<profile.frames.count).allSatisfy { profile.frames[FrameID(row: $0)].column == 0 })
    }
}
