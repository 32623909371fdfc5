import Foundation
import XCTest

/// Stores in programs that are not ours: Datasette and R, where they are installed.
final class OtherReadersTests: XCTestCase {
    private let store = """
        stacksift ingest $OUT/runs.db SampleTraces/perf/orders/base --label role=before --quiet &&
        stacksift ingest $OUT/runs.db SampleTraces/perf/orders/slow30 --label role=after --quiet
        """

    func testTheExampleInR() throws {
        guard try ShellCommand.run("Rscript -e 'library(RSQLite)'").status == 0 else {
            throw XCTSkip("no R with RSQLite here: apt-get install r-base-core r-cran-rsqlite")
        }
        let result = try ShellCommand.run(
            "\(store) && Rscript docs/r/first-look.R $OUT/runs.db $OUT/few.png && ls $OUT")
        XCTAssertEqual(result.status, 0, result.errors)
        XCTAssertTrue(result.output.contains("score_order"), result.output)
        XCTAssertTrue(result.output.contains("few.png"), result.output)
    }

    func testCannedQueriesInDatasette() throws {
        let python = ProcessInfo.processInfo.environment["STACKSIFT_PYTHON"] ?? "python3"
        guard try ShellCommand.run("\(python) -m datasette --version").status == 0 else {
            throw XCTSkip("no Datasette here: pip install datasette")
        }
        for query in ["top", "vital-few", "changes", "subtree", "window"] {
            let result = try ShellCommand.run(
                """
                \(store) && \(python) -m datasette $OUT/runs.db --metadata docs/datasette/metadata.json \
                --get '/runs/\(query).json?_shape=array'
                """)
            XCTAssertEqual(result.status, 0, "\(query): \(result.output)\(result.errors)")
            let rows = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
            XCTAssertGreaterThan(rows?.count ?? 0, 0, "\(query): \(result.output.prefix(300))")
        }
    }
}
