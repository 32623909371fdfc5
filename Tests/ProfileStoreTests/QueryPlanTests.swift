import ProfileStore
import XCTest

/// How SQLite goes about the views: what is asked of one profile, or of one function, reads no fact table whole.
final class QueryPlanTests: XCTestCase {
    /// Tables that grow with every profile; `profile_value`, `series` and `profile` have a row or two a profile.
    private let facts: Set<String> = [
        "sample", "stack_run", "function_sum", "line_sum", "module_value", "call_edge", "sample_label", "stack_chain",
        "function_name", "span", "counter_sample", "comparison_function", "comparison_stack",
    ]

    /// The aliases that the views give them.
    private let aliases: Set<String> = ["a", "r", "fs", "ls", "e", "l", "f", "cf", "c", "k", "b"]

    func testEveryViewOfOneProfile() throws {
        let store = try manyProfiles()
        let views = StoreSchema.views.filter { view in
            // A trend is of all profiles whatever is asked.
            view.name != "trend" && view.columns.contains { $0.name == "profile_id" }
        }
        XCTAssertGreaterThan(views.count, 10)
        for view in views {
            XCTAssertEqual(try scans(store, "SELECT * FROM \(view.name) WHERE profile_id = 2"), [], view.name)
        }
    }

    func testOneFunctionOfOneProfileAndOfAll() throws {
        let store = try manyProfiles()
        for (view, condition) in [
            ("top", "profile_id = 2 AND function = 'main'"), ("trend", "function = 'main'"),
            ("callers", "profile_id = 2 AND function = 'main'"), ("callees", "profile_id = 2 AND function = 'main'"),
            ("tree", "profile_id = 2 AND function = 'main'"), ("hot_lines", "profile_id = 2 AND function = 'main'"),
            ("sample", "profile_id = 2 AND time_ns BETWEEN 5 AND 9"), ("sample_wide", "profile_id = 2 AND time_ns > 5"),
        ] {
            // A function is looked for among the names, which have no index: each stands once in a store.
            let found = try scans(store, "SELECT * FROM \(view) WHERE \(condition)").filter {
                $0 != "SCAN f" && $0 != "SCAN cf"
            }
            XCTAssertEqual(found, [], view)
        }
    }

    func testThePlanOfATableThatIsReadWholeIsSeen() throws {
        let store = try manyProfiles()
        XCTAssertEqual(try scans(store, "SELECT * FROM stack_run WHERE below > 5"), ["SCAN stack_run"])
        XCTAssertEqual(try scans(store, "SELECT * FROM sample a WHERE value > 1"), ["SCAN a"])
    }

    /// With a handful of rows a scan would be the better plan.
    private func manyProfiles() throws -> StoreReader {
        try ProfileStoreWriter.load(profiles: (0..<50).flatMap { _ in Fixture.all() }, keep: .samples)
    }

    /// The steps of the plan that read a fact table whole.
    private func scans(_ store: StoreReader, _ sql: String) throws -> [String] {
        try lines(store, "EXPLAIN QUERY PLAN \(sql)").compactMap { line in
            let step = String(line.split(separator: "|").last ?? "")
            let words = step.split(separator: " ").map(String.init)
            guard words.count > 1, words[0] == "SCAN" else { return nil }
            return facts.contains(words[1]) || aliases.contains(words[1]) ? step : nil
        }
    }
}
