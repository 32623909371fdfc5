import Foundation
import XCTest

/// One trace has one total, whatever it is written as; and an export read back is the trace.
final class ExportAgreementTests: XCTestCase {
    private typealias Row = [String: Any]

    private func sum(ofFolded text: String) -> Int64 {
        text.split(separator: "\n").reduce(0) {
            $0 + (Int64($1[$1.index(after: $1.lastIndex(of: " ") ?? $1.startIndex)...]) ?? 0)
        }
    }

    private func fold(_ path: String, _ more: String...) throws -> String {
        let result = try StackSiftCommand.run(["fold", "--quiet", path] + more)
        XCTAssertEqual(result.status, 0, "\(path): \(result.errors)")
        return result.text
    }

    /// The first `count` samples of each folder.
    private func spread(_ count: Int) throws -> [SampleTrace] {
        var seen: [String: Int] = [:]
        return try SampleTrace.all().filter { sample in
            let folder = sample.file.deletingLastPathComponent().path
            seen[folder, default: 0] += 1
            return seen[folder, default: 0] <= count && !folder.contains("orders/newfn")
        }
    }

    func testTotalsOfFoldedTextDrawingStoreAndPprof() throws {
        for sample in try spread(1) {
            let forms = try EveryForm(
                of: sample.file.path, only: ["x.folded", "x.svg", "x.db", "x.pb.gz", "x.json", "top.json", "info.json"])
            XCTAssertEqual(forms.run.status, 0, "\(sample.file.path): \(forms.run.errors)")
            let folder = try ScratchFolder()
            for (name, data) in forms.files { try data.write(to: folder.url.appendingPathComponent(name)) }
            let total = try forms.object("top.json").integer("total")
            let folded = String(decoding: forms.files["x.folded"] ?? Data(), as: UTF8.self)
            // Traces with values below 0 have no drawing that could show them.
            let isNegative = folded.contains(/\ -\d+\n/)
            XCTAssertEqual(sum(ofFolded: folded), total, sample.file.path)
            XCTAssertEqual(sum(ofFolded: try fold(folder.path("x.pb.gz"))), total, sample.file.path)
            if total != 0, !isNegative { try checkDrawing(folder.path("x.svg"), total, sample) }
            let stored = try StackSiftCommand.query(
                folder.path("x.db"),
                "SELECT value_type, total, is_default FROM profile_value JOIN value_type USING (value_type_id)")
            let rest = stored.first { ($0["is_default"] as? NSNumber)?.boolValue ?? false }
            XCTAssertNotNil(rest, sample.file.path)
            try checkTypes(stored, forms, sample)
        }
    }

    /// How many nanoseconds or bytes the units of the samples are.
    private static let baseUnits = [
        "microseconds": 1000, "milliseconds": 1_000_000, "seconds": 1_000_000_000, "kb": 1 << 10, "kilobytes": 1 << 10,
        "mb": 1 << 20, "megabytes": 1 << 20,
    ]

    /// Every value type has the same total in `info` and in the store, which keeps times in nanoseconds and sizes in
    /// bytes.
    private func checkTypes(_ stored: [Row], _ forms: EveryForm, _ sample: SampleTrace) throws {
        let info = (try forms.object("info.json")["files"] as? [Row])?.first
        for type in info?["value_types"] as? [Row] ?? [] {
            let row = stored.first { $0["value_type"] as? String == type["name"] as? String }
            let factor = ExportAgreementTests.baseUnits[type["unit"] as? String ?? ""] ?? 1
            let total = (type["total"] as? Int).map { $0 * factor }
            XCTAssertEqual(row?["total"] as? Int, total, "\(sample.file.path) \(type["name"] ?? "")")
        }
    }

    /// The drawing says its total itself; read back as a trace, its boxes add up to it.
    private func checkDrawing(_ path: String, _ total: Int64?, _ sample: SampleTrace) throws {
        let object = try StackSiftCommand.object(["top", "-n", "1", path])
        XCTAssertEqual(object.integer("total"), total, sample.file.path)
    }

    /// Names, labels, lines and inlined calls survive the way through pprof's format.
    func testPprofExportsReadBackWhole() throws {
        let folder = try ScratchFolder()
        let export = folder.path("x.pb.gz")
        // A call graph comes back as the stacks that were estimated of it.
        for sample in try spread(1) where sample.id != "pstats" {
            let path = sample.file.path
            XCTAssertEqual(try StackSiftCommand.run(["export", "--quiet", path, "-o", export]).status, 0, path)
            XCTAssertEqual(try fold(export), try fold(path), path)
            XCTAssertEqual(try lines(export), try lines(path), path)
            XCTAssertEqual(try labels(export), try labels(path), path)
        }
    }

    /// Functions with the lines that were executing, each with its values. The root of a tree is no call and is not
    /// exported, nor is what no sample has.
    private func lines(_ path: String) throws -> Set<String> {
        let roots: Set = ["(root)", "[root]", "all", "root"]
        let rows = try XCTUnwrap(
            try StackSiftCommand.object(["top", "-n", "0", "--by", "line", path])["functions"] as? [Row])
        let kept = rows.filter { $0["total"] as? Int != 0 && !roots.contains($0["name"] as? String ?? "") }
        return Set(try kept.map(text))
    }

    /// Keys and values of labels; samples without any label have none to show. A sample's processor is a label where a
    /// view asks for it, and is not exported.
    private func labels(_ path: String) throws -> Set<String> {
        let rows = try XCTUnwrap(try StackSiftCommand.object(["labels", path])["labels"] as? [Row])
        let kept = rows.filter { row in
            let values = row["values"] as? [Row] ?? []
            return row["key"] as? String != "cpu" && values.contains { $0["text"] as? String != "[none]" }
        }
        return Set(try kept.map(text))
    }

    private func text(_ row: Row) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: row, options: .sortedKeys), as: UTF8.self)
    }
}
