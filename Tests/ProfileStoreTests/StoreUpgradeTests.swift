import Glibc
import ProfileStore
import StackModel
import XCTest

/// Stores of other versions: older ones are upgraded, newer ones refused.
final class StoreUpgradeTests: XCTestCase {
    /// A copy of a store that an older program wrote.
    private func oldStore(_ version: Int) throws -> String {
        let folder = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let bytes = try Fixture.readBytes("\(folder)/Stores/version-\(version).db")
        let path = try Fixture.folder(self) + "/old.db"
        try Fixture.write(bytes, to: path)
        return path
    }

    private static let questions = [
        "SELECT profile_id, value_type_id, stack_id, self, total FROM stack_value ORDER BY 1, 2, 3",
        "SELECT profile_id, value_type_id, function_id, self, total FROM function_value ORDER BY 1, 2, 3",
        "SELECT profile_id, value_type, function, self, total FROM top ORDER BY 1, 4 DESC, 3",
        "SELECT profile_id, path, value FROM folded ORDER BY 1, 2, 3",
        "SELECT profile_id, path, format, total, labels FROM profile_wide ORDER BY 1",
        "SELECT caller_id, callee_id, calls, self, total FROM call_edge ORDER BY 1, 2, 3",
        "SELECT stack_id, parent_id, depth, function_id, inlined, outermost FROM stack ORDER BY 1",
        "SELECT function_id, source_file, line, self, total FROM line_value ORDER BY 1, 3, 2, profile_id, value_type_id",
        "SELECT sample_id, profile_id, stack_id, thread_id, time_ns, value FROM sample ORDER BY 1",
        "SELECT * FROM thread ORDER BY 1",
    ]

    func testEveryOlderVersionIsUpgradedInPlace() throws {
        for version in Self.olderVersions { try checkUpgrade(from: version) }
    }

    private static let olderVersions = 1..<Int(StoreSchema.version)

    private func checkUpgrade(from version: Int) throws {
        let path = try oldStore(version)
        XCTAssertThrowsError(try openForQuery(path: path)) {
            XCTAssertTrue("\($0)".contains("stacksift store upgrade \(path)"), "\($0)")
        }
        let before = try Self.questions.map { try lines(SQLiteConnection(path, .readOnly), $0) }
        XCTAssertGreaterThan(before[0].count, 100)
        let appender = try StoreAppender(path: path, toolVersion: "test")
        let store = try openForQuery(path: path)
        XCTAssertEqual(try Self.questions.map { try lines(store, $0) }, before, "version \(version)")
        XCTAssertEqual(try lines(store, "PRAGMA integrity_check"), ["ok"])
        XCTAssertEqual(try lines(store, "PRAGMA foreign_key_check"), [])
        XCTAssertEqual(try store.problems(), [])
        XCTAssertEqual(
            try lines(
                store,
                "SELECT format, value_type FROM profile_value JOIN value_type USING (value_type_id) "
                    + "JOIN profile USING (profile_id) WHERE is_derived = 1"), ["cpuprofile|samples"])
        guard case .added(let id) = try appender.add(Fixture.all()[0], keep: .samples) else { return XCTFail() }
        XCTAssertEqual(
            try lines(store, "SELECT function, self, total FROM top WHERE profile_id = \(id) ORDER BY function"),
            ["leaf;x|10|10", "main|1|19", "work<int>(char)|8|18"])
    }

    func testAnUpgradedStoreHasTheSchemaOfANewOne() throws {
        let fresh = try Fixture.folder(self) + "/new.db"
        _ = try StoreAppender(path: fresh, toolVersion: "test")
        let sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1, 2"
        for version in Self.olderVersions {
            let path = try oldStore(version)
            _ = try StoreAppender(path: path, toolVersion: "test")
            XCTAssertEqual(
                try lines(SQLiteConnection(path, .readOnly), sql), try lines(SQLiteConnection(fresh, .readOnly), sql),
                "version \(version)")
        }
    }

    func testANewerVersionIsRefused() throws {
        let path = try Fixture.folder(self) + "/x.db"
        try ProfileStoreWriter.export(profiles: [], to: path, keep: .samples)
        try SQLiteConnection(path, .readWrite).run("PRAGMA user_version = 99")
        for open in [
            { _ = try openForQuery(path: path) }, { _ = try StoreAppender(path: path, toolVersion: "test") },
        ] {
            XCTAssertThrowsError(try open()) { XCTAssertTrue("\($0)".contains("a newer stacksift made it"), "\($0)") }
        }
    }

    func testAHostileOldStoreIsNotUpgraded() throws {
        let path = try oldStore(1)
        try SQLiteConnection(path, .readWrite).run(
            "CREATE TRIGGER t AFTER INSERT ON profile BEGIN DELETE FROM sample; END")
        XCTAssertThrowsError(try StoreAppender(path: path, toolVersion: "test"))
        XCTAssertEqual(try lines(SQLiteConnection(path, .readOnly), "PRAGMA user_version"), ["1"])
    }
}
