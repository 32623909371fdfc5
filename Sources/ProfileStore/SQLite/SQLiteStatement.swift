import CSQLite
import StackModel

/// One value of a result row.
package enum QueryValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    /// Text; invalid UTF-8 reads as U+FFFD.
    case text(String)
    case blob([UInt8])
}

extension QueryValue {
    /// A value as somebody types it: a whole number, another number, or a text.
    package init(word: String) {
        if let number = Int64(word) {
            self = .integer(number)
        } else if let number = Double(word), number.isFinite {
            self = .real(number)
        } else {
            self = .text(word)
        }
    }
}

/// One prepared statement.
package final class SQLiteStatement {
    /// The connection, kept alive as long as the statement.
    package let connection: SQLiteConnection
    /// The statement's text.
    package let sql: String
    private let handle: OpaquePointer
    private var bindFailed = false

    /// Prepares a statement; `sql` must hold exactly one.
    package init(_ connection: SQLiteConnection, _ sql: String) throws(StoreError) {
        self.connection = connection
        self.sql = sql
        let bytes = Array(sql.utf8)
        guard bytes.count < Int(Int32.max) else { throw StoreError("the statement is too long") }
        var offset = 0
        var found: OpaquePointer?
        var trouble: StoreError?
        while offset < bytes.count {
            let (code, statement, next) = Self.prepare(connection, bytes, offset)
            if let statement {
                if found == nil {
                    found = statement
                } else {
                    sqlite3_finalize(statement)
                    trouble = StoreError("expected one SQL statement, found several", sql: sql)
                }
            } else if code != SQLITE_OK {
                trouble = trouble ?? Self.error(connection, code, sql, isTail: found != nil)
            }
            if trouble != nil || next <= offset { break }
            offset = next
        }
        if let trouble {
            sqlite3_finalize(found)
            throw trouble
        }
        guard let found else { throw StoreError("expected a SQL statement, found none", sql: sql) }
        handle = found
    }

    deinit { sqlite3_finalize(handle) }

    /// Prepares the first statement of `bytes` from `offset`; `next` is where the one after it starts.
    private static func prepare(
        _ connection: SQLiteConnection, _ bytes: [UInt8], _ offset: Int
    ) -> (code: Int32, statement: OpaquePointer?, next: Int) {
        bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress?.assumingMemoryBound(to: CChar.self) else { return (SQLITE_OK, nil, 0) }
            var statement: OpaquePointer?
            var tail: UnsafePointer<CChar>?
            let length = Int32(truncatingIfNeeded: bytes.count - offset)
            let code = sqlite3_prepare_v2(connection.handle, base + offset, length, &statement, &tail)
            let next = tail.map { $0 - UnsafePointer(base) } ?? bytes.count
            return (code, statement, next)
        }
    }

    private static func error(
        _ connection: SQLiteConnection, _ code: Int32, _ sql: String, isTail: Bool
    ) -> StoreError {
        if isTail { return StoreError("expected one SQL statement, found more text after it", sql: sql) }
        if code & 0xFF == SQLITE_AUTH {
            return StoreError("only reading is allowed here (SELECT): \(connection.lastMessage)", sql: sql)
        }
        return StoreError(connection.lastMessage, sql: sql)
    }

    /// Whether the statement leaves the database as it is.
    package var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

    /// The names of the parameters, without the character in front; nil for one without a name (`?`).
    var parameterNames: [String?] {
        (0..<max(sqlite3_bind_parameter_count(handle), 0)).map { index in
            sqlite3_bind_parameter_name(handle, index + 1).flatMap { name in
                let text = String(cString: name)
                return text.hasPrefix("?") ? nil : String(text.dropFirst())
            }
        }
    }

    /// Goes to the next row; false at the end.
    package func step() throws(StoreError) -> Bool {
        if bindFailed { throw StoreError("a value could not be bound: \(connection.lastMessage)", sql: sql) }
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let message = connection.lastMessage
            sqlite3_reset(handle)
            throw StoreError(
                code & 0xFF == SQLITE_AUTH ? "only reading is allowed here: \(message)" : message, sql: sql)
        }
    }

    /// Makes the statement ready for the next values before it is at its end.
    package func reset() { sqlite3_reset(handle) }

    /// The whole number in the first column of the first row; nil where there is no row, or none in it.
    package func firstInteger() throws(StoreError) -> Int64? {
        defer { reset() }
        guard try step(), case .integer(let value) = value(0) else { return nil }
        return value
    }

    /// Runs the statement to its end and makes it ready for the next values.
    @inline(__always)
    package func insert() throws(StoreError) {
        while try step() {}
        sqlite3_reset(handle)
    }
}

// Values in: parameters are counted from 1.
extension SQLiteStatement {
    /// Binds a whole number.
    @inline(__always)
    package func bind(_ index: Int32, _ value: Int64) { check(sqlite3_bind_int64(handle, index, value)) }

    /// Binds a whole number, null where there is none.
    package func bind(_ index: Int32, _ value: Int64?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    /// Binds a number.
    package func bind(_ index: Int32, _ value: Double) { check(sqlite3_bind_double(handle, index, value)) }

    /// Binds null.
    @inline(__always)
    package func bindNull(_ index: Int32) { check(sqlite3_bind_null(handle, index)) }

    /// Binds a text, null where there is none.
    package func bind(_ index: Int32, _ text: String?) {
        guard var text else { return bindNull(index) }
        text.withUTF8 { bytes in
            let code = bytes.withMemoryRebound(to: CChar.self) { characters in
                // A missing address would bind null; an empty text has one of its own.
                characters.baseAddress.map { bindBytes(index, $0, bytes.count) } ?? bindBytes(index, "", 0)
            }
            check(code)
        }
    }

    /// Binds a value of any kind; a blob as text.
    func bind(_ index: Int32, _ value: QueryValue) {
        switch value {
        case .null: bindNull(index)
        case .integer(let number): bind(index, number)
        case .real(let number): bind(index, number)
        case .text(let text): bind(index, text)
        case .blob(let bytes): bind(index, String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Binds a name as text, invalid UTF-8 repaired to U+FFFD.
    package func bind(_ index: Int32, _ bytes: ByteView) { bind(index, bytes.text) }

    private func bindBytes(_ index: Int32, _ text: UnsafePointer<CChar>, _ count: Int) -> Int32 {
        let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        return sqlite3_bind_text64(handle, index, text, UInt64(count), copies, UInt8(SQLITE_UTF8))
    }

    @inline(__always)
    private func check(_ code: Int32) { if code != SQLITE_OK { bindFailed = true } }
}

// Values out: columns are counted from 0.
extension SQLiteStatement {
    /// The names of the result's columns.
    package var columnNames: [String] {
        (0..<sqlite3_column_count(handle)).map { index in
            sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
        }
    }

    /// A value of the row that `step` went to.
    package func value(_ column: Int32) -> QueryValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT: .text(text(column))
        case SQLITE_BLOB: .blob(blob(column))
        default: .null
        }
    }

    private func text(_ column: Int32) -> String {
        guard let base = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
    }

    private func blob(_ column: Int32) -> [UInt8] {
        guard let base = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: base, count: Int(sqlite3_column_bytes(handle, column))))
    }
}
