import ProfileStore
import StackModel
import XCTest

/// Stores that are added to in place: the same rows however they came in.
final class StoreAppenderTests: XCTestCase {
    /// All rows of all tables, each table sorted; what `export` does not know is left out.
    private func content(_ path: String) throws -> [String] {
        let connection = try SQLiteConnection(path, .readOnly)
        return try StoreSchema.tables.filter { $0.name != "meta" }.flatMap { table -> [String] in
            let columns = table.columns.map(\.name).filter { !$0.hasSuffix("_sha256") }
            let order = columns.indices.map { "\($0 + 1)" }.joined(separator: ", ")
            let sql = "SELECT \(columns.joined(separator: ", ")) FROM \(table.name) ORDER BY \(order)"
            return try lines(connection, sql).map { "\(table.name): \($0)" }
        }
    }

    private func checkSound(_ path: String) throws {
        XCTAssertEqual(try lines(SQLiteConnection(path, .readOnly), "PRAGMA integrity_check"), ["ok"])
        XCTAssertEqual(try lines(SQLiteConnection(path, .readOnly), "PRAGMA foreign_key_check"), [])
    }

    private func hashed(_ profiles: [StoredProfile]) -> [StoredProfile] {
        profiles.enumerated().map { number, profile in
            var profile = profile
            profile.hashes = ContentHashes(content: "content \(number)", file: "file \(number)")
            return profile
        }
    }

    /// SQLite itself does not wait for somebody who writes into a database that is not in WAL mode yet: a new store that two
    /// programs open at once.
    func testOpeningANewStoreWaitsForWhoWritesIntoIt() throws {
        let path = try Fixture.folder(self) + "/new.db"
        // Used by one thread after the other.
        nonisolated(unsafe) let other = try SQLiteConnection(path, .create)
        try other.run("BEGIN IMMEDIATE")
        let committed = expectation(description: "the other one is done")
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.3) {
            do { try other.run("COMMIT") } catch { XCTFail("\(error)") }
            committed.fulfill()
        }
        let store = try StoreAppender(path: path, toolVersion: "test")
        wait(for: [committed], timeout: 10)
        for profile in hashed([Fixture.all()[0]]) { _ = try store.add(profile, keep: .samples) }
        XCTAssertEqual(try lines(SQLiteConnection(path, .readOnly), "PRAGMA journal_mode"), ["wal"])
        try checkSound(path)
    }

    func testAddingOneByOneMakesTheRowsOfAnExport() throws {
        let folder = try Fixture.folder(self)
        let profiles = hashed(Fixture.all() + Fixture.random(seed: 7, count: 4))
        try ProfileStoreWriter.export(profiles: profiles, to: folder + "/export.db", keep: .samples)
        let expected = try content(folder + "/export.db")
        XCTAssertGreaterThan(expected.count, 500)

        let one = try StoreAppender(path: folder + "/one.db", toolVersion: "test")
        for profile in profiles { _ = try one.add(profile, keep: .samples) }
        XCTAssertEqual(try content(folder + "/one.db"), expected)
        try checkSound(folder + "/one.db")

        // A new program for each profile: nothing is remembered between them.
        for profile in profiles {
            _ = try StoreAppender(path: folder + "/many.db", toolVersion: "test").add(profile, keep: .samples)
        }
        XCTAssertEqual(try content(folder + "/many.db"), expected)

        // Two programs in turn: each sees what the other wrote.
        let left = try StoreAppender(path: folder + "/two.db", toolVersion: "test")
        let right = try StoreAppender(path: folder + "/two.db", toolVersion: "test")
        for (number, profile) in profiles.enumerated() {
            _ = try (number % 3 == 0 ? left : right).add(profile, keep: .samples)
        }
        XCTAssertEqual(try content(folder + "/two.db"), expected)
    }

    func testKnownContentIsSkipped() throws {
        let path = try Fixture.folder(self) + "/x.db"
        let profiles = hashed(Fixture.all())
        let appender = try StoreAppender(path: path, toolVersion: "test")
        for (number, profile) in profiles.enumerated() {
            XCTAssertEqual(try appender.add(profile, keep: .samples), .added(Int64(number + 1)))
        }
        let before = try content(path)
        var again = profiles[1]
        again.path = "elsewhere.pb"
        again.hashes?.file = "another compression"
        XCTAssertEqual(try appender.add(again, keep: .samples), .known(2))
        XCTAssertEqual(try content(path), before)
        let known = try KnownTraces(path: path)
        XCTAssertEqual(try known.look(up: "file 2"), .read(3))
        XCTAssertEqual(try known.look(up: "another compression"), .unknown)
    }

    func testFailuresAreRememberedUntilTheyAreMended() throws {
        let path = try Fixture.folder(self) + "/x.db"
        let appender = try StoreAppender(path: path, toolVersion: "test")
        let error = TraceError(
            code: "perf.x", at: SourceLocation(file: "a", offset: 5, line: 2), expected: "a number", found: "\"x\"")
        XCTAssertEqual(try appender.add(FailedTrace(path: "a", fileHash: "file 0", error: error)), 1)
        XCTAssertEqual(try KnownTraces(path: path).look(up: "file 0"), .failed(1))
        let store = try openForQuery(path: path)
        XCTAssertEqual(
            try lines(
                store,
                "SELECT status, code, first_offset, first_line, message FROM profile JOIN diagnostic "
                    + "USING (profile_id)"), ["failed|perf.x|5|2|expected a number, found \"x\""])
        guard case .added = try appender.add(hashed(Fixture.all())[0], keep: .samples) else { return XCTFail() }
        XCTAssertEqual(try lines(store, "SELECT path, status FROM profile"), ["a.perf|ok"])
        XCTAssertEqual(try lines(store, "SELECT severity FROM diagnostic"), ["warning"])
    }

    func testRefusals() throws {
        let folder = try Fixture.folder(self)
        try Fixture.write("some text", to: folder + "/text")
        XCTAssertThrowsError(try StoreAppender(path: folder + "/text", toolVersion: "test"))
        XCTAssertEqual(try Fixture.read(folder + "/text"), "some text")
        XCTAssertThrowsError(try StoreAppender(path: folder, toolVersion: "test"))
        let other = try SQLiteConnection(folder + "/other.db", .create)
        try other.run("CREATE TABLE x (a)")
        XCTAssertThrowsError(try StoreAppender(path: folder + "/other.db", toolVersion: "test"))
        try Fixture.write("", to: folder + "/empty")
        _ = try StoreAppender(path: folder + "/empty", toolVersion: "test")
    }
}

/// Values of paths, kept in runs, against sums made the plain way.
final class PathRunTests: XCTestCase {
    func testRunsGiveBackEveryPath() throws {
        let folder = try Fixture.folder(self)
        let profiles = Fixture.random(seed: 3, count: 5)
        let path = folder + "/x.db"
        let appender = try StoreAppender(path: path, toolVersion: "test")
        for profile in profiles { _ = try appender.add(profile, keep: .samples) }
        let connection = try SQLiteConnection(path, .readOnly)
        let naive = """
            WITH RECURSIVE up (profile_id, value_type_id, stack_id, own, value) AS (
                SELECT profile_id, value_type_id, stack_id, value, value FROM sample WHERE stack_id IS NOT NULL
                UNION ALL
                SELECT up.profile_id, up.value_type_id, k.parent_id, 0, up.value
                FROM up JOIN stack k ON k.stack_id = up.stack_id WHERE k.parent_id IS NOT NULL
            )
            SELECT profile_id, value_type_id, stack_id, sum(own), sum(value) FROM up GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """
        let ours = "SELECT * FROM stack_value ORDER BY 1, 2, 3"
        let expected = try lines(connection, naive)
        XCTAssertGreaterThan(expected.count, 1000)
        XCTAssertEqual(try lines(connection, ours), expected)
        let runs = try lines(connection, "SELECT count(*), max(length) FROM stack_run")
        XCTAssertLessThan(Int(try XCTUnwrap(runs[0].split(separator: "|").first)) ?? .max, expected.count)
        XCTAssertTrue(try XCTUnwrap(runs.first).hasSuffix("|32"))
        // One path is found as all paths are.
        for stack in [1, 20, 200] {
            XCTAssertEqual(
                try lines(connection, "SELECT * FROM stack_value WHERE stack_id = \(stack) ORDER BY 1, 2, 3"),
                expected.filter { $0.split(separator: "|")[2] == "\(stack)" })
        }
    }
}
