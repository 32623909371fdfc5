import Foundation
import XCTest

/// The tests of python/stacksift, over stores that the built command makes; pandas, polars and DuckDB take part where
/// they are installed. `STACKSIFT_PYTHON` names another Python than `python3`, such as one of a virtual environment.
final class PythonHelperTests: XCTestCase {
    func testThePythonHelper() throws {
        let python = ProcessInfo.processInfo.environment["STACKSIFT_PYTHON"] ?? "python3"
        guard try ShellCommand.run("command -v \(python)").status == 0 else { throw XCTSkip("no \(python) here") }
        let result = try ShellCommand.run(
            """
            cd python/stacksift && STACKSIFT="$(command -v stacksift)" PYTHONPATH=src PYTHONDONTWRITEBYTECODE=1 \
            \(python) -m unittest discover -v -t . -s tests
            """)
        XCTAssertEqual(result.status, 0, result.errors)
        let count = result.errors.matches(of: /\nRan (\d+) tests/).last.flatMap { Int($0.1) } ?? 0
        XCTAssertGreaterThan(count, 20, result.errors)
        for skipped in result.errors.matches(of: /skipped '([^']*)'/) { print("skipped:", skipped.1) }
    }
}
