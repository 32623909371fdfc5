import ProfileStore
import XCTest

/// The questions that walk through packed paths, against plain walks over the rows of views.
final class WalkQueryTests: XCTestCase {
    /// Some hundred functions, so that the characters they are kept as include those that a pattern treats specially.
    private func store() throws -> StoreReader {
        try ProfileStoreWriter.load(profiles: Fixture.random(seed: 7, count: 3) + Fixture.all(), keep: .samples)
    }

    func testSubtreesAreThoseOfTheTree() throws {
        let store = try store()
        let named = try XCTUnwrap(NamedQuery.find("subtree"))
        let functions = try column(store, "SELECT DISTINCT function FROM function ORDER BY function_id")
        XCTAssertGreaterThan(functions.count, 100)
        for profile in [2, 4] as [Int64] {
            let tree = try store.query("SELECT * FROM tree WHERE profile_id = \(profile) AND is_default = 1").all()
            let paths = try paths(tree, columns: StoreSchema.views.first { $0.name == "tree" })
            for function in functions {
                let answer = try store.query(
                    named, ["profile": .integer(profile), "function": .text(function), "limit": .integer(-1)]
                ).all()
                XCTAssertEqual(Set(answer), expectedSubtree(paths, of: function), "\(profile) \(function)")
                XCTAssertEqual(answer.count, Set(answer).count)
            }
        }
    }

    func testWindowsAreThoseOfTheirSamples() throws {
        let store = try store()
        let named = try XCTUnwrap(NamedQuery.find("window"))
        for (start, length) in [(0, 120_000), (30_000, 1_000), (50_500, 20_000), (999_999, 5)] as [(Int64, Int64)] {
            let answer = try store.query(
                named,
                ["profile": 2, "start": start, "length": length, "limit": -1].mapValues { QueryValue.integer($0) }
            ).all()
            // Each path with all those that it goes on from.
            let plain = try store.query(
                """
                WITH RECURSIVE up (sample_id, value, stack_id, is_leaf) AS (
                    SELECT sample_id, value, stack_id, 1 FROM sample
                    WHERE profile_id = 2 AND time_ns >= \(start) AND time_ns < \(start + length)
                    UNION ALL
                    SELECT u.sample_id, u.value, s.parent_id, 0 FROM up u JOIN stack s ON s.stack_id = u.stack_id
                )
                SELECT f.function, sum(u.value * u.is_leaf), sum(u.value * s.outermost)
                FROM up u JOIN stack s ON s.stack_id = u.stack_id JOIN function f ON f.function_id = s.function_id
                GROUP BY f.function_id
                """
            ).all()
            XCTAssertEqual(Set(answer), Set(plain), "\(start)")
            XCTAssertEqual(answer.isEmpty, start == 999_999)
        }
    }

    private struct Path {
        var id: Int64
        var parent: Int64?
        var function: QueryValue
        var module: QueryValue
        var own: Int64
        var total: Int64
    }

    private func paths(_ rows: [[QueryValue]], columns view: ViewDescription?) throws -> [Path] {
        let names = try XCTUnwrap(view).columns.map(\.name)
        func place(_ name: String) throws -> Int { try XCTUnwrap(names.firstIndex(of: name)) }
        let (id, parent, own) = (try place("stack_id"), try place("parent_id"), try place("self"))
        let (function, module, total) = (try place("function"), try place("module"), try place("total"))
        return try rows.map { row in
            Path(
                id: try XCTUnwrap(integer(row[id])), parent: integer(row[parent]), function: row[function],
                module: row[module], own: try XCTUnwrap(integer(row[own])),
                total: try XCTUnwrap(integer(row[total])))
        }.sorted { $0.id < $1.id }
    }

    /// What is below the outermost paths of `function`, by distance and function.
    private func expectedSubtree(_ paths: [Path], of function: String) -> Set<[QueryValue]> {
        var distances: [Int64: Int64] = [:]
        var sums: [[QueryValue]: (own: Int64, total: Int64)] = [:]
        for path in paths {
            let above = path.parent.flatMap { distances[$0] }
            guard let distance = above.map({ $0 + 1 }) ?? (path.function == .text(function) ? 0 : nil) else { continue }
            distances[path.id] = distance
            sums[[.integer(distance), path.function, path.module], default: (0, 0)].own += path.own
            sums[[.integer(distance), path.function, path.module], default: (0, 0)].total += path.total
        }
        return Set(sums.map { $0.key + [.integer($0.value.own), .integer($0.value.total)] })
    }

    private func integer(_ value: QueryValue) -> Int64? {
        if case .integer(let number) = value { number } else { nil }
    }

    private func column(_ store: StoreReader, _ sql: String) throws -> [String] {
        try store.query(sql).all().compactMap { if case .text(let text) = $0[0] { text } else { nil } }
    }
}
