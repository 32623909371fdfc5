import Glibc
import ProfileStore
import StackModel
import XCTest

/// The schema itself: consistent, documented, free of reserved words.
final class StoreSchemaTests: XCTestCase {
    func testDatabaseIsSound() throws {
        let folder = try Fixture.folder(self)
        let path = folder + "/x.db"
        try ProfileStoreWriter.export(profiles: Fixture.all(), to: path, keep: .samples)
        let store = try openForQuery(path: path)
        XCTAssertEqual(try lines(store, "PRAGMA integrity_check"), ["ok"])
        XCTAssertEqual(try lines(store, "PRAGMA foreign_key_check"), [])
        XCTAssertEqual(try lines(store, "PRAGMA user_version"), ["4"])
        XCTAssertEqual(try lines(store, "SELECT value FROM meta WHERE key = 'schema_version'"), ["4"])
    }

    func testEveryTableAndViewCanBeReadAsDescribed() throws {
        let store = try ProfileStoreWriter.load(profiles: Fixture.all(), keep: .samples)
        let parts =
            StoreSchema.tables.map { ($0.name, $0.columns) } + StoreSchema.views.map { ($0.name, $0.columns) }
        for (name, columns) in parts {
            let result = try store.query("SELECT * FROM \(name)")
            XCTAssertEqual(result.columns, columns.map(\.name), name)
            for row in try result.all() {
                for (column, value) in zip(columns, row) {
                    switch value {
                    case .null: XCTAssertTrue(column.isNullable, "\(name).\(column.name)")
                    case .integer: XCTAssertEqual(column.type, .integer, "\(name).\(column.name)")
                    case .real: XCTAssertEqual(column.type, .real, "\(name).\(column.name)")
                    case .text, .blob: XCTAssertEqual(column.type, .text, "\(name).\(column.name)")
                    }
                }
            }
        }
    }

    func testNamedQueriesRun() throws {
        let store = try ProfileStoreWriter.load(profiles: Fixture.all(), keep: .samples)
        XCTAssertGreaterThanOrEqual(NamedQuery.all.count, 20)
        XCTAssertEqual(Set(NamedQuery.all.map(\.name)).count, NamedQuery.all.count)
        for query in NamedQuery.all {
            let given: [String: QueryValue] =
                query.parameters.contains { $0.name == "profile" } ? ["profile": .integer(1)] : [:]
            _ = try store.query(query, given).all()
        }
    }

    func testNoNameIsReserved() {
        let parts =
            StoreSchema.tables.map { ($0.name, $0.columns) } + StoreSchema.views.map { ($0.name, $0.columns) }
        for (name, columns) in parts {
            XCTAssertFalse(reservedWords.contains(name), name)
            XCTAssertEqual(Set(columns.map(\.name)).count, columns.count, name)
            for column in columns where !(name == "stack_profile_mapping" && column.name == "end") {
                XCTAssertFalse(reservedWords.contains(column.name), "\(name).\(column.name)")
                XCTAssertTrue(column.meaning.hasSuffix("."), "\(name).\(column.name)")
            }
        }
    }

    func testDocumentationIsUpToDate() throws {
        let sources = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let path = "/\(sources)/docs/schema.md"
        // STACKSIFT_BLESS=1 writes the page anew.
        if getenv("STACKSIFT_BLESS") != nil { try Fixture.write(StoreSchema.schemaMarkdown(), to: path) }
        XCTAssertEqual(try Fixture.read(path), StoreSchema.schemaMarkdown())
    }
}

/// Reserved in SQLite, DuckDB or PostgreSQL.
private let reservedWords = Set(
    """
    add all alter analyse analyze and anti any array as asc asof asymmetric authorization autoincrement between binary
    both case cast check collate collation column commit concurrently constraint create cross current_catalog
    current_date current_role current_schema current_time current_timestamp current_user default deferrable deferred
    delete desc describe distinct do drop else end escape except exists false fetch for foreign freeze from full
    glob grant group having ilike in index initially inner insert intersect into is isnull join lambda lateral leading
    left like limit localtime localtimestamp map natural not nothing notnull null offset on only or order outer
    overlaps pivot pivot_longer pivot_wider placing positional primary qualify references returning right select semi
    session_user set show similar some struct summarize symmetric system_user table tablesample then to trailing
    transaction true try_cast union unique unpivot update user using values variadic verbose when where window with
    """.split(whereSeparator: \.isWhitespace).map(String.init))
