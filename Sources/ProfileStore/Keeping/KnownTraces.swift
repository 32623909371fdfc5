import Synchronization

/// What a store knows of files, for many tasks at once; it sees what is committed at the time of asking.
package final class KnownTraces: Sendable {
    /// What is known of a file by its bytes as they lie.
    package enum Knowledge: Hashable, Sendable {
        case unknown
        /// It was read, and stands under this number.
        case read(Int64)
        /// It could not be read, which stands under this number.
        case failed(Int64)
    }

    private let statement: Mutex<SQLiteStatement>

    /// Opens a connection of its own to the store at `path`, which must exist.
    package init(path: String) throws(StoreError) {
        let connection = try SQLiteConnection(path, .readOnly)
        let statement = try SQLiteStatement(
            connection, "SELECT profile_id, status = 'ok' FROM profile WHERE file_sha256 = ? ORDER BY 2 DESC")
        self.statement = Mutex(statement)
    }

    /// What is known of the file whose bytes have this SHA-256.
    package func look(up fileHash: String) throws(StoreError) -> Knowledge {
        let result = statement.withLock { statement -> Result<Knowledge, StoreError> in
            do throws(StoreError) {
                statement.bind(1, fileHash)
                defer { statement.reset() }
                guard try statement.step(), case .integer(let id) = statement.value(0) else {
                    return .success(.unknown)
                }
                return .success(statement.value(1) == .integer(1) ? .read(id) : .failed(id))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
