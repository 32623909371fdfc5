import Foundation
import XCTest

/// Docs are part of the product: their commands run, and what is made from the code is as the code makes it.
final class DocumentationTests: XCTestCase {
    private static var pages: [URL] {
        let docs = StackSiftCommand.repository.appendingPathComponent("docs")
        let found = FileManager.default.enumerator(at: docs, includingPropertiesForKeys: nil) ?? .init()
        let pages = found.compactMap { $0 as? URL }.filter { $0.pathExtension == "md" }
        return [StackSiftCommand.repository.appendingPathComponent("README.md")] + pages.sorted { $0.path < $1.path }
    }

    /// The `sh` blocks of a page.
    private func blocks(_ page: URL) throws -> [String] {
        var blocks: [String] = []
        var open: [String]?
        for line in try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n") {
            if let lines = open {
                if line == "```" {
                    blocks.append(lines.joined(separator: "\n"))
                    open = nil
                } else {
                    open = lines + [line]
                }
            } else if line == "```sh" {
                open = []
            }
        }
        return blocks
    }

    /// Each block runs in a copy of what it may touch: samples and pipelines by link, `out` of its own.
    func testEveryCommandRuns() throws {
        var count = 0
        for page in Self.pages {
            for block in try blocks(page) {
                let line = """
                    repository=$PWD; cd $OUT && mkdir out && for name in SampleTraces Pipelines Sources docs README.md; do
                    ln -s "$repository/$name" $name; done
                    set -e
                    \(block)
                    """
                let result = try ShellCommand.run(line)
                XCTAssertEqual(result.status, 0, "\(page.lastPathComponent):\n\(block)\n\(result.errors)")
                count += 1
            }
        }
        XCTAssertGreaterThan(count, 3)
    }

    func testTheCommandLinePageIsTheCommands() throws {
        let page = StackSiftCommand.repository.appendingPathComponent("docs/cli.md")
        let result = try StackSiftCommand.run(["docs", "cli"])
        XCTAssertEqual(result.text, try String(contentsOf: page, encoding: .utf8), "make docs writes it anew")
    }

    func testDatasettesMetadataIsThatOfTheNamedQueries() throws {
        let page = StackSiftCommand.repository.appendingPathComponent("docs/datasette/metadata.json")
        let result = try StackSiftCommand.run(["docs", "datasette"])
        XCTAssertEqual(result.text, try String(contentsOf: page, encoding: .utf8), "make docs writes it anew")
        let object = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
        let database = (object?["databases"] as? [String: Any])?["runs"] as? [String: Any]
        let queries = try XCTUnwrap(database?["queries"] as? [String: [String: String]])
        XCTAssertGreaterThanOrEqual(queries.count, 20)
        for (name, query) in queries {
            // As Datasette asks them when nothing is filled in.
            let sql = try XCTUnwrap(query["sql"])
            let parameters = ["profile", "before", "after", "function", "limit", "start", "length", "label"]
                .filter { sql.contains(":\($0)") }.flatMap { ["--param", "\($0)="] }
            let trace = "SampleTraces/pprof/orders/base/run1.pb.gz"
            let answer = try StackSiftCommand.run(["query", trace, "--sql", sql, "--quiet"] + parameters)
            XCTAssertEqual(answer.status, 0, "\(name): \(answer.errors)")
        }
    }

    /// A block that names a file behind its language is a part of that file, letter for letter.
    func testQuotedFilesAreAsQuoted() throws {
        var count = 0
        for page in Self.pages {
            let text = try String(contentsOf: page, encoding: .utf8)
            let fences = text.components(separatedBy: "\n```").dropFirst()
            // Openings and ends take turns.
            for fence in stride(from: fences.startIndex, to: fences.endIndex, by: 2).map({ fences[$0] }) {
                let words = fence.prefix { $0 != "\n" }.split(separator: " ")
                guard words.count == 2 else { continue }
                let file = StackSiftCommand.repository.appendingPathComponent(String(words[1]))
                let quoted = fence.drop { $0 != "\n" } + "\n"
                let source = "\n" + (try String(contentsOf: file, encoding: .utf8))
                XCTAssertTrue(source.contains(quoted), "\(page.lastPathComponent) quotes \(words[1]):\(quoted)")
                count += 1
            }
        }
        XCTAssertGreaterThan(count, 8)
    }

    /// A format is a folder and a line of the registry: nothing else in the sources knows the one that the walk shows.
    func testTheFormatOfTheWalkIsKnownNowhereElse() throws {
        let sources = StackSiftCommand.repository.appendingPathComponent("Sources")
        let paths = FileManager.default.enumerator(atPath: sources.path)?.allObjects as? [String] ?? []
        let naming = try paths.filter { $0.hasSuffix(".swift") }.filter { path in
            try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8).contains("DTrace")
        }
        XCTAssertEqual(
            naming.sorted(), ["TraceFormats/DTrace/DTraceFormat.swift", "TraceFormats/FormatRegistry.swift"])
    }

    /// One row a format in docs/formats.md with all that its heading asks for, a page of its own, and a sample.
    func testEveryFormatHasItsDocsAndSample() throws {
        let docs = StackSiftCommand.repository.appendingPathComponent("docs")
        let lines = try String(contentsOf: docs.appendingPathComponent("formats.md"), encoding: .utf8)
            .components(separatedBy: "\n")
        let rows = lines.filter { $0.hasPrefix("| `") }.map { row in
            row.dropFirst(2).dropLast(2).components(separatedBy: " | ").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let provenance = try String(
            contentsOf: StackSiftCommand.repository.appendingPathComponent("SampleTraces/PROVENANCE.md"),
            encoding: .utf8)
        let ids = try StackSiftCommand.run(["formats"]).text.components(separatedBy: "\n").compactMap { line in
            line.hasPrefix("  ") && !line.hasPrefix("   ")
                ? line.dropFirst(2).split(separator: " ").first.map(String.init) : nil
        }
        let read = ids.prefix { $0 != "info" }
        XCTAssertGreaterThan(read.count, 20)
        XCTAssertEqual(rows.map { $0[0] }.sorted(), read.map { "`\($0)`" }.sorted(), "the rows of docs/formats.md")
        for row in rows {
            XCTAssertEqual(row.count, 6, "\(row)")
            XCTAssertFalse(row.contains(""), "an empty cell in \(row)")
            XCTAssertTrue(row[1].contains("](formats/"), "no page: \(row)")
        }
        // Folded text is what the others are turned into: tests make it themselves.
        for id in read where id != "folded" {
            XCTAssertTrue(provenance.contains("`\(id)/"), "SampleTraces/PROVENANCE.md has no line for \(id)")
        }
    }

    func testLinksLeadSomewhere() throws {
        let pattern = try NSRegularExpression(pattern: "\\]\\(([^)#:]+)[)#]")
        for page in Self.pages {
            let text = try String(contentsOf: page, encoding: .utf8)
            for match in pattern.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
                guard let range = Range(match.range(at: 1), in: text) else { continue }
                let target = page.deletingLastPathComponent().appendingPathComponent(String(text[range]))
                XCTAssertTrue(
                    FileManager.default.fileExists(atPath: target.path), "\(page.lastPathComponent): \(text[range])")
            }
        }
    }
}
