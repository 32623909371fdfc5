import Foundation
import StackModel
import XCTest

@testable import ProfileAnalysis

/// Whole comparisons against the reference implementation: the same verdicts, causes and figures.
final class ComparingReferenceTests: XCTestCase {
    private func check(_ found: Double?, _ expected: Double?, _ tolerance: Double, _ what: String) {
        switch (found, expected) {
        case (nil, nil): break
        case (let found?, let expected?):
            XCTAssertEqual(found, expected, accuracy: tolerance * max(1, abs(expected)), what)
        default: XCTFail("\(what): \(found as Any) where \(expected as Any) was expected")
        }
    }

    private func check(_ found: Comparison, _ expected: [ReferenceFunction], _ tolerance: Double, _ what: String) {
        let byName = found.byName
        for function in expected {
            guard let estimate = byName[function.key] else {
                XCTFail("\(what): \(function.key) is missing")
                continue
            }
            let name = "\(what), \(function.key)"
            XCTAssertEqual(estimate.verdict.rawValue, function.verdict, name)
            XCTAssertEqual(estimate.isCause, function.isCause, name)
            let figures = [
                "before", "after", "p", "q", "t", "df", "delta", "delta_lo", "delta_hi", "impact", "ratio", "ratio_lo",
                "ratio_hi", "mde_impact", "samples",
            ]
            for figure in figures where function.fields[figure] != nil {
                check(estimate.figure(figure), function.number(figure), tolerance, "\(name), \(figure)")
            }
        }
    }

    /// The comparisons that are written out in the vectors.
    func testComparisonsOfTheVectors() throws {
        let cases = try XCTUnwrap(try ComparingFixtures.vectors()["comparisons"] as? [[String: Any]])
        XCTAssertFalse(cases.isEmpty)
        for row in cases {
            func side(_ name: String) throws -> [Profile] {
                try XCTUnwrap(row[name] as? [[String: Double]], name).map { ComparingFixtures.run($0) }
            }
            var options = ComparisonOptions()
            if let norm = (row["options"] as? [String: Any])?["norm"] as? String {
                options.norm = try XCTUnwrap(DiffNorm(rawValue: norm))
            }
            let runs = try ComparedRuns(before: side("before"), after: side("after"))
            let expected = try XCTUnwrap((row["expected"] as? [String: Any])?["functions"] as? [[String: Any]])
            check(
                try Comparison(runs, options), expected.map(ReferenceFunction.init), 1e-6,
                row["title"] as? String ?? "comparison")
        }
    }

    /// Sets that the referee makes, a few of each kind; all entities, to 1e-9.
    func testSetsOfTheHarness() throws {
        let reference = try ComparingFixtures.reference()
        let work = FileManager.default.temporaryDirectory.appendingPathComponent("sift-sets-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: work) }
        let trials = ProcessInfo.processInfo.environment["STACKSIFT_REFERENCE_TRIALS"] ?? "1"
        _ = try ComparingFixtures.python([
            reference.appendingPathComponent("harness.py").path, "--cmd", "none", "--make-only", "--keep",
            "--kinds", "aa,leaf,mid,rename,move,new,gone,global,big", "--effects", "0.3", "--n", "5",
            "--samples", "4000", "--trials", trials, "--seed", "7", "--work", work.path,
        ])
        let sets = try FileManager.default.contentsOfDirectory(atPath: work.path).sorted()
        XCTAssertGreaterThanOrEqual(sets.count, 9)
        for set in sets {
            let folder = work.appendingPathComponent(set)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            func paths(_ prefix: String) -> [String] {
                files.filter { $0.hasPrefix(prefix) }.map { folder.appendingPathComponent($0).path }
            }
            let answer = try ComparingFixtures.python(
                [reference.appendingPathComponent("siftref.py").path, "--before"] + paths("before")
                    + ["--after"] + paths("after"))
            let expected = try XCTUnwrap(try JSONSerialization.jsonObject(with: answer) as? [[String: Any]])
            let runs = try ComparedRuns(
                before: ComparingFixtures.runs(in: folder, named: "before"),
                after: ComparingFixtures.runs(in: folder, named: "after"))
            let found = try Comparison(runs, ComparisonOptions())
            XCTAssertEqual(found.estimates.count, expected.count, set)
            check(found, expected.map(ReferenceFunction.init), 1e-9, set)
        }
    }
}
