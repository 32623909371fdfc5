import XCTest

@testable import SiftPipeline

/// What is taken from a YAML text, and where its faults are.
final class YAMLDocumentTests: XCTestCase {
    func testValues() throws {
        for (text, expected) in [
            ("a", "a"), ("a: b", "{a: b}"), ("a: [b, 'c d', \"e\\n\"]", "{a: [b, c d, e\n]}"),
            ("- a\n- {b: c}\n", "[a, {b: c}]"),
            ("x: &all [a, {b: c}]\ny: *all\n", "{x: [a, {b: c}], y: [a, {b: c}]}"),
            ("- &n a\n- &n b\n- *n\n", "[a, b, b]"), ("a:\nb: |\n  c\n  d\n", "{a: , b: c\nd\n}"),
            ("%YAML 1.1\n---\na\n...\n", "a"),
            ("ü: 日本", "{ü: 日本}"), ("? [a]\n: b", "{[a]: b}"),
        ] {
            let document = try YAMLDocument(text)
            XCTAssertEqual(try words(XCTUnwrap(document.root), document), expected, text)
        }
        for empty in ["", "# nothing", "\n\n"] { XCTAssertNil(try YAMLDocument(empty).root, empty) }
    }

    func testPlaces() throws {
        let document = try YAMLDocument("a: b\nlist:\n  - ü: c\n")
        let places = document.nodes.map { "\($0.mark.line):\($0.mark.column)" }
        XCTAssertEqual(places, ["1:1", "1:1", "1:4", "2:1", "3:3", "3:5", "3:5", "3:8"])
    }

    func testFaults() {
        for (text, line, column, problem) in [
            ("a: [b\n", 2, 1, "did not find expected ',' or ']'"), ("a: b\n---\nc\n", 2, 1, "a second document"),
            ("- &x [*x]", 1, 7, "an alias of nothing before it"), ("*y", 1, 1, "an alias of nothing before it"),
            ("\ta: b", 1, 1, "character that cannot start any token"),
            ("a: b\nc: d\u{1}e", 2, 5, "control characters are not allowed"),
            (String(repeating: "[", count: 300_000), 1, 101, "more than 100 lists in each other"),
        ] {
            XCTAssertThrowsError(try YAMLDocument(text), text.prefix(40).description) { error in
                let fault = error as? YAMLDocument.SyntaxError
                XCTAssertEqual(fault?.problem, problem, text.prefix(40).description)
                XCTAssertEqual([fault?.mark.line, fault?.mark.column], [line, column], text.prefix(40).description)
            }
        }
    }

    /// An alias of an alias of ... stands for more values than any memory holds; nobody counts them.
    func testAliasesCostNothing() throws {
        var text = "- &a0 x\n"
        for level in 1...60 { text += "- &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        XCTAssertEqual(try YAMLDocument(text).nodes.count, 62)
    }

    private func words(_ node: Int, _ document: YAMLDocument) -> String {
        switch document.nodes[node].content {
        case .scalar(let text): text
        case .list(let items): "[" + items.map { words($0, document) }.joined(separator: ", ") + "]"
        case .mapping(let pairs):
            "{" + pairs.map { words($0.key, document) + ": " + words($0.value, document) }.joined(separator: ", ") + "}"
        }
    }
}
