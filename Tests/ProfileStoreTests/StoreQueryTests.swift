import Glibc
import ProfileStore
import StackModel
import XCTest

/// Questions, refusals, forms of output, and files that are whole or absent.
final class StoreQueryTests: XCTestCase {
    private func reader() throws -> StoreReader {
        try ProfileStoreWriter.load(profiles: Fixture.all(), keep: .samples)
    }

    func testOnlyReadingIsAllowed() throws {
        let folder = try Fixture.folder(self)
        let path = folder + "/x.db"
        try ProfileStoreWriter.export(profiles: Fixture.all(), to: path, keep: .samples)
        for store in [try openForQuery(path: path), try reader()] {
            for sql in [
                "DELETE FROM sample", "INSERT INTO meta VALUES ('a', 'b')", "DROP VIEW top", "CREATE TABLE x (a)",
                "ATTACH '/tmp/stacksift-other.db' AS o", "PRAGMA user_version = 7", "PRAGMA query_only = OFF",
                "SELECT load_extension('x')", "VACUUM INTO '/tmp/stacksift-copy.db'", "BEGIN", "SELECT 1; SELECT 2",
                "SELECT 1; DROP TABLE meta", "CREATE TEMP TABLE x (a)", "", "-- nothing", "SELECT ?", "SELEC 1",
                "WITH x AS (SELECT 1) DELETE FROM meta",
            ] {
                XCTAssertThrowsError(try store.query(sql).all(), sql) { XCTAssertTrue($0 is StoreError) }
            }
            XCTAssertEqual(try lines(store, "SELECT 1; -- that is all\n ;"), ["1"])
        }
        XCTAssertFalse(Fixture.exists("/tmp/stacksift-other.db"))
    }

    func testAFileThatIsNoStoreIsRefused() throws {
        let folder = try Fixture.folder(self)
        XCTAssertThrowsError(try openForQuery(path: folder + "/absent.db"))
        XCTAssertFalse(Fixture.exists(folder + "/absent.db"))
        try Fixture.write("this is text and no database, and long enough to be read as one", to: folder + "/text.db")
        XCTAssertThrowsError(try openForQuery(path: folder + "/text.db"))
        try Fixture.write("", to: folder + "/empty.db")
        XCTAssertThrowsError(try openForQuery(path: folder + "/empty.db"))
    }

    func testADatabaseThatSomebodyChangedIsRefused() throws {
        let folder = try Fixture.folder(self)
        for (number, change) in [
            "DROP VIEW top; CREATE VIEW top AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n",
            "CREATE TRIGGER t AFTER INSERT ON profile BEGIN DELETE FROM sample; END",
            "CREATE VIRTUAL TABLE f USING fts5 (x)", "DROP VIEW tree", "DROP TABLE span",
        ].enumerated() {
            let path = "\(folder)/\(number).db"
            try ProfileStoreWriter.export(profiles: Fixture.all(), to: path, keep: .samples)
            let connection = try SQLiteConnection(path, .readWrite)
            for statement in change.contains("TRIGGER") ? [change] : change.split(separator: "; ").map(String.init) {
                try connection.run(statement)
            }
            XCTAssertThrowsError(try openForQuery(path: path), change)
        }
        let path = folder + "/own.db"
        try ProfileStoreWriter.export(profiles: Fixture.all(), to: path, keep: .samples)
        try SQLiteConnection(path, .readWrite).run("CREATE VIEW mine AS SELECT count(*) AS n FROM profile")
        XCTAssertEqual(try lines(openForQuery(path: path), "SELECT n FROM mine"), ["4"])
    }

    func testExportIsWholeOrAbsent() throws {
        let folder = try Fixture.folder(self)
        XCTAssertThrowsError(
            try ProfileStoreWriter.export(profiles: Fixture.all(), to: folder + "/no/x.db", keep: .samples))
        // A folder of that name is in the way: the rename fails, and the temporary file goes.
        XCTAssertThrowsError(try ProfileStoreWriter.export(profiles: Fixture.all(), to: folder, keep: .samples))
        XCTAssertFalse(Fixture.exists("\(folder).tmp-\(getpid())-0"))
        // A store that somebody writes to stays as it is.
        try Fixture.write("old", to: folder + "/y.db")
        try Fixture.write("log", to: folder + "/y.db-wal")
        XCTAssertThrowsError(try ProfileStoreWriter.export(profiles: [], to: folder + "/y.db", keep: .samples))
        XCTAssertEqual(try Fixture.read(folder + "/y.db"), "old")
        // An older file is replaced, and the same content makes the same bytes.
        try Fixture.write("old", to: folder + "/z.db")
        try ProfileStoreWriter.export(profiles: Fixture.all(), to: folder + "/z.db", keep: .samples)
        try ProfileStoreWriter.export(profiles: Fixture.all(), to: folder + "/w.db", keep: .samples)
        XCTAssertEqual(try Fixture.read(folder + "/z.db"), try Fixture.read(folder + "/w.db"))
    }

    private func rendered(_ sql: String, _ form: QueryForm) throws -> String {
        var bytes: [UInt8] = []
        try reader().query(sql).render(form) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    func testFormsOfOutput() throws {
        let sql = "SELECT 'a,\"b' AS x, 9223372036854775807 AS n, NULL AS z, 'q' || char(27) AS z"
        XCTAssertEqual(try rendered(sql, .csv), "x,n,z,z\r\n\"a,\"\"b\",9223372036854775807,,q\u{1B}\r\n")
        XCTAssertEqual(
            try rendered(sql, .json),
            "{\"schema\":\"stacksift.query/1\",\"columns\":[\"x\",\"n\",\"z\",\"z\"],\"rows\":[\n"
                + "[\"a,\\\"b\",9223372036854775807,null,\"q\\u001b\"]\n]}\n")
        XCTAssertEqual(
            try rendered(sql, .ndjson),
            "{\"x\":\"a,\\\"b\",\"n\":9223372036854775807,\"z\":null,\"z_2\":\"q\\u001b\"}\n")
        XCTAssertEqual(
            try rendered("SELECT 'main' AS f, 5 AS n UNION ALL SELECT 'b' || char(10), 1000", .table),
            "f         n\n-----  ----\nmain      5\nb\\x0a  1000\n")
        XCTAssertEqual(
            try rendered("SELECT 1 AS a WHERE 0", .json),
            "{\"schema\":\"stacksift.query/1\",\"columns\":[\"a\"],\"rows\":[\n]}\n")
    }
}
