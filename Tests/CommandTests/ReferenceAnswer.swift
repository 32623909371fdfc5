import Foundation
import XCTest

/// The answer that stands beside a shared recording: what the recording's own tool, or a plain walk through the file,
/// says of it.
struct ReferenceAnswer {
    let trace: URL
    let facts: [String: Any]

    /// The answer's word for the trace's format.
    var format: String { facts["format"] as? String ?? "" }

    /// All answers below a folder of the shared recordings, of traces whose names end in `suffix`.
    static func below(_ folder: String = "", suffix: String = "") throws -> [ReferenceAnswer] {
        guard let shared = StackSiftCommand.sharedTraces else { throw XCTSkip("the shared recordings are not here") }
        let root = folder.isEmpty ? shared : shared.appendingPathComponent(folder)
        let ending = suffix + ".expected.json"
        let paths = (FileManager.default.enumerator(atPath: root.path)?.allObjects as? [String] ?? []).filter { path in
            path.hasSuffix(ending) && !(folder.isEmpty && (path.hasPrefix("bad/") || path.hasPrefix("peers/")))
        }
        XCTAssertFalse(paths.isEmpty, "no answers in \(root.path)")
        return try paths.sorted().map { path in
            let url = root.appendingPathComponent(path)
            let facts = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
            return ReferenceAnswer(
                trace: URL(fileURLWithPath: String(url.path.dropLast(".expected.json".count))),
                facts: try XCTUnwrap(facts))
        }
    }

    /// All answers of one format.
    static func of(_ format: String) throws -> [ReferenceAnswer] { try below().filter { $0.format == format } }
}

/// What commands say of a trace, as objects.
struct TraceAnswers {
    typealias Row = [String: Any]
    let trace: URL

    /// What `info` says of the file.
    func info() throws -> Row {
        try XCTUnwrap((try StackSiftCommand.object(["info", trace.path])["files"] as? [Row])?.first)
    }

    /// All rows of `top`.
    func top(_ options: String...) throws -> [Row] {
        try XCTUnwrap(try StackSiftCommand.object(["top", trace.path, "-n", "0"] + options)["functions"] as? [Row])
    }

    /// The rows that a query finds.
    func query(_ sql: String) throws -> [Row] { try StackSiftCommand.query(trace.path, sql) }
}

extension StackSiftCommand {
    /// The object that a command prints as JSON; it must not fail.
    static func object(_ arguments: [String]) throws -> [String: Any] {
        let result = try run(arguments + ["--json"])
        XCTAssertEqual(result.status, 0, "\(arguments): \(result.errors)")
        return try XCTUnwrap(JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    }

    /// The rows that a query finds in a trace or a store.
    static func query(_ source: String, _ sql: String) throws -> [[String: Any]] {
        let result = try run(["query", source, sql, "--ndjson", "--quiet"])
        XCTAssertEqual(result.status, 0, "\(source): \(result.errors)")
        return try result.text.split(separator: "\n").map { line in
            try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }
}

extension [String: Any] {
    /// A whole number among the members.
    func integer(_ key: String) -> Int64? { (self[key] as? NSNumber)?.int64Value }

    /// A number among the members.
    func number(_ key: String) -> Double? { (self[key] as? NSNumber)?.doubleValue }

    /// A list of objects among the members; empty where there is none.
    func rows(_ key: String) -> [[String: Any]] { self[key] as? [[String: Any]] ?? [] }
}
