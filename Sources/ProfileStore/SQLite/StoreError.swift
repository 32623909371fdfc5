/// Why a store could not be written or asked.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, in words for people.
    package var message: String
    /// The statement it went wrong in; nil where no statement was involved.
    package var sql: String?

    /// An error; `sql` is the statement that failed, if it was one.
    package init(_ message: String, sql: String? = nil) {
        self.message = message
        self.sql = sql
    }

    /// The words, and the statement where there is one.
    package var description: String {
        guard let sql else { return "error: \(message) [store]" }
        return "error: \(message) [store]\n  in: \(sql)"
    }
}
