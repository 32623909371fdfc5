import Foundation
import XCTest

/// Every JSON output against the JSON Schema that describes it in docs/schemas.
final class SchemaTests: XCTestCase {
    private let samples = [
        "SampleTraces/perf/orders/base/run1.perf.txt", "SampleTraces/pprof/orders/base/run1.pb.gz",
        "SampleTraces/pstats/orders/base/run1.pstats", "SampleTraces/cpuprofile/orders/base/run1.cpuprofile",
    ]

    func testInfo() throws { try check("info") { ["info", "--json", $0] } }

    func testTop() throws { try check("top") { ["top", "--json", $0] } }

    func testDiff() throws {
        try check("diff") { ["diff", "--json", $0, $0.replacingOccurrences(of: "base", with: "slow30")] }
        for format in ["pstats", "perf"] {
            let sides = ["SampleTraces/\(format)/orders/base", "--against", "SampleTraces/\(format)/orders/slow30"]
            try validate("diff", try run(["diff", "--json"] + sides, Data()), format)
        }
    }

    func testTree() throws { try check("tree") { ["tree", "--json", $0] } }

    func testLines() throws {
        let folded = Data("a;b 1\n".utf8)
        try validate("lines", try run(["lines", "--json", "b", "-"], folded))
        try validate("lines", try run(["lines", "--json", "main.scoreOrder", samples[1]], Data()))
    }

    func testLabels() throws {
        try check("labels") { ["labels", "--json", $0] }
        let export = try run(["export", "--as", "pprof", samples[0]], Data())
        try validate("labels", try run(["labels", "--json", "-"], export))
    }

    func testQuery() throws { try check("query") { ["query", $0, "--sql", "SELECT * FROM top", "--as", "json"] } }

    func testDiffOfSeveralRuns() throws {
        for format in ["perf", "pstats", "cpuprofile", "pprof"] {
            for side in ["slow30", "renamed"] {
                let folder = "SampleTraces/\(format)/orders"
                let command = ["diff", "--json", "\(folder)/base", "--against", "\(folder)/\(side)"]
                try validate("diff", try run(command, Data()), "\(format) \(side)")
            }
        }
    }

    func testCheck() throws {
        let folder = "SampleTraces/pprof/orders"
        try validate("check", try run(["check", "--json", "\(folder)/base", "--against", "\(folder)/renamed"], Data()))
    }

    func testBudgets() throws {
        let base = "SampleTraces/perf/orders/base"
        try validate("check", try run(["check", "--json", base, "--budget", "total p95 < 10 s"], Data()))
    }

    func testSelfTest() throws {
        let sides = ["SampleTraces/pstats/orders/base", "SampleTraces/pstats/orders/renamed"]
        try validate("self_test", try run(["diff", "--self-test", "--json", "--deals", "5"] + sides, Data()))
    }

    func testBaseline() throws {
        for format in ["perf", "pstats"] {
            let runs = "SampleTraces/\(format)/orders/base"
            try validate("baseline", try run(["baseline", "--json", runs], Data()), format)
        }
    }

    func testProfile() throws { try check("profile") { ["export", "--as", "json", $0] } }

    func testDiagnosticsAndOddNames() throws {
        let text = Data("a;b\u{1}\"\\\u{7F} 1\nno count\na;\u{2028}c 9223372036854775807\n".utf8)
        try validate("info", try run(["info", "--json", "-"], text))
        try validate("top", try run(["top", "--json", "-"], text))
        try validate("profile", try run(["export", "--as", "json", "-"], text))
        try validate("profile", try run(["export", "--as", "json", "-"], Data("a;\u{FFFD} 1\n".utf8)))
    }

    func testSpeedscope() throws {
        let folder = StackSiftCommand.repository.appendingPathComponent("Tests/SchemaTests")
        let schema = folder.appendingPathComponent("speedscope-sampled.schema.json")
        for sample in samples {
            let output = try run(["export", "--as", "speedscope", sample], Data())
            try validate(schema.path, output, sample)
            // The schema as it is published, for who has it.
            if let published = ProcessInfo.processInfo.environment["SPEEDSCOPE_SCHEMA"] {
                try validate(published, output, sample)
            }
        }
    }

    func testEverySchemaThatIsWrittenIsDescribed() throws {
        let sources = StackSiftCommand.repository.appendingPathComponent("Sources")
        let schemas = StackSiftCommand.repository.appendingPathComponent("docs/schemas")
        var written = Set<String>()
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil) ?? .init()
        for case let url as URL in files where url.pathExtension == "swift" {
            let text = try String(contentsOf: url, encoding: .utf8)
            for match in text.matches(of: /"stacksift\.([a-z_]+)\/1/) { written.insert(String(match.1)) }
        }
        let described = try FileManager.default.contentsOfDirectory(atPath: schemas.path)
            .filter { $0.hasSuffix(".schema.json") }.map { String($0.dropLast(".schema.json".count)) }
        XCTAssertTrue(Set(described).isSuperset(of: ["info", "top", "diff", "query", "profile"]))
        XCTAssertEqual(Set(described), written, "docs/schemas, and what Sources write")
    }

    private func check(_ schema: String, _ arguments: (String) -> [String]) throws {
        for sample in samples { try validate(schema, try run(arguments(sample), Data()), sample) }
    }

    private func run(_ arguments: [String], _ input: Data) throws -> Data {
        let result = try StackSiftCommand.run(arguments + ["--quiet"], input: input)
        XCTAssertEqual(result.status, 0, result.errors)
        return result.output
    }

    /// Holds `document` against a schema of docs/schemas, or the schema at a path.
    private func validate(_ schema: String, _ document: Data, _ what: String = "") throws {
        let folder = StackSiftCommand.repository
        let isPath = schema.contains("/")
        let path = isPath ? schema : folder.appendingPathComponent("docs/schemas/\(schema).schema.json").path
        let script = folder.appendingPathComponent("Tests/SchemaTests/validate.py").path
        let result = try OtherTool("python3").run([script] + (isPath ? [] : ["--strict"]) + [path], input: document)
        if result.status == 77 { throw XCTSkip(result.text) }
        XCTAssertEqual(result.status, 0, "\(what): \(result.text)")
    }
}
