import CSQLite
import Glibc

/// One open database: the only place that holds SQLite's handle. Statements keep their connection alive.
package final class SQLiteConnection {
    /// Path of the database, or `:memory:`.
    package let path: String
    let handle: OpaquePointer
    private let mode: Mode

    /// How a database is opened.
    package enum Mode: Sendable {
        case readOnly
        case readWrite
        /// As `readWrite`; a file that is not there is made, empty.
        case create
        /// A new database that is gone when the connection is.
        case memory

        /// How long to wait for others, in milliseconds: a reader for the end of a recovery, a writer for other
        /// writers, however much they have to write.
        fileprivate var patience: Int32 {
            switch self {
            case .readOnly, .memory: 5000
            case .readWrite, .create: 3_600_000
            }
        }

        fileprivate var flags: Int32 {
            switch self {
            case .readOnly: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
            case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
            case .memory: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX
            }
        }
    }

    /// Opens `path`, which must exist unless the mode is `memory`.
    package init(_ path: String, _ mode: Mode) throws(StoreError) {
        self.path = path
        self.mode = mode
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, mode.flags, nil)
        guard code == SQLITE_OK, let opened else {
            let reason = opened.map(Self.message(of:)) ?? String(cString: sqlite3_errstr(code))
            sqlite3_close_v2(opened)
            throw StoreError("\(path): \(reason)")
        }
        handle = opened
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, mode.patience)
    }

    deinit { sqlite3_close_v2(handle) }

    /// SQLite's words for what last went wrong.
    var lastMessage: String { Self.message(of: handle) }

    private static func message(of handle: OpaquePointer) -> String { String(cString: sqlite3_errmsg(handle)) }

    /// Runs one statement to its end and forgets its rows.
    package func run(_ sql: String) throws(StoreError) {
        let statement = try SQLiteStatement(self, sql)
        while try statement.step() {}
    }

    /// Has changes written ahead of the database from now on, which readers need not wait for.
    ///
    /// Where others open a new database at the same moment, SQLite does not wait for them as it does elsewhere: each might
    /// wait for the other. It is asked again, as long as a writer waits.
    func writeAhead() throws(StoreError) {
        let sql = "PRAGMA journal_mode = WAL"
        let end = ContinuousClock.now + .milliseconds(Int(mode.patience))
        while true {
            let code = sqlite3_exec(handle, sql, nil, nil, nil)
            if code == SQLITE_OK { return }
            guard code & 0xFF == SQLITE_BUSY, ContinuousClock.now < end else { throw StoreError(lastMessage, sql: sql) }
            usleep(2000)
        }
    }

    /// The first column of a statement's first row; nil when it has no row, or null.
    package func firstInteger(_ sql: String) throws(StoreError) -> Int64? {
        try SQLiteStatement(self, sql).firstInteger()
    }

    /// Runs `body` in a transaction that nobody else can write in: all of it happens, or nothing.
    func transaction<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        try run("BEGIN IMMEDIATE")
        do throws(StoreError) {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            // SQLite has rolled back by itself after some errors; then this one says so, and nobody needs to know.
            try? run("ROLLBACK")
            throw error
        }
    }

    /// The number after the largest one in a column of ids.
    func nextID(_ column: String, of table: String) throws(StoreError) -> Int64 {
        (try firstInteger("SELECT max(\(column)) FROM \(table)") ?? 0).addingReportingOverflow(1).partialValue
    }

    /// From now on lets nothing through but reading: no writes, no ATTACH, no extensions, no settings.
    package func allowReadingOnly() {
        sqlite3_set_authorizer(
            handle,
            { _, action, first, second, _, _ in
                let allowed: Bool
                switch action {
                case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: allowed = true
                case SQLITE_FUNCTION:
                    let name = second.map { String(cString: $0).lowercased() } ?? ""
                    allowed = name != "load_extension" && name != "fts3_tokenizer"
                case SQLITE_PRAGMA:
                    let name = first.map { String(cString: $0).lowercased() } ?? ""
                    let takesName = describingPragmas.contains(name)
                    allowed = takesName || (second == nil && askingPragmas.contains(name))
                default: allowed = false
                }
                return allowed ? SQLITE_OK : SQLITE_DENY
            }, nil)
    }
}

/// Pragmas whose argument names a table: they only describe.
private let describingPragmas: Set<String> = [
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    "foreign_key_check", "integrity_check", "quick_check",
]

/// Pragmas that only tell something when they have no argument.
private let askingPragmas: Set<String> = [
    "user_version", "application_id", "page_count", "page_size", "schema_version",
]
