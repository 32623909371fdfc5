import StackModel

/// A store that profiles are added to in place, each in a transaction of its own.
///
/// Killed at any moment it holds the profiles whose transactions were complete, and no trace of others. Several may
/// write to one store: they wait for each other.
package final class StoreAppender {
    private let connection: SQLiteConnection
    private let writer: ProfileWriter
    private let findKnown: SQLiteStatement
    private let findFailed: SQLiteStatement
    private let dataVersion: SQLiteStatement
    private var lastVersion: Int64 = -1
    private var isStale = true
    /// Whether the store was empty when it was opened.
    private let wasEmpty: Bool

    /// What became of a profile that was to be added.
    package enum Outcome: Hashable, Sendable {
        /// It is in the store now, under this number.
        case added(Int64)
        /// Its content was in the store before, under this number.
        case known(Int64)
    }

    /// Opens the store at `path`, upgrades one of an older version, makes one that is not there. Throws where there is
    /// a file that is neither a store nor empty.
    package init(path: String, toolVersion: String) throws(StoreError) {
        connection = try StoreOpening.forWriting(path, toolVersion: toolVersion)
        writer = try ProfileWriter(connection)
        wasEmpty = try connection.firstInteger("SELECT 1 FROM profile LIMIT 1") == nil
        findKnown = try SQLiteStatement(
            connection, "SELECT profile_id FROM profile WHERE content_sha256 = ? AND status = 'ok'")
        findFailed = try SQLiteStatement(
            connection, "SELECT profile_id FROM profile WHERE file_sha256 = ? AND status = 'failed'")
        dataVersion = try SQLiteStatement(connection, "PRAGMA data_version")
    }

    /// Adds a profile, unless its content is there; an earlier failure of the same file is forgotten.
    package func add(_ stored: StoredProfile, keep: KeepDetail) throws(StoreError) -> Outcome {
        try transaction { () throws(StoreError) in
            if let content = stored.hashes?.content {
                findKnown.bind(1, content)
                if let id = try findKnown.firstInteger() { return .known(id) }
            }
            if let file = stored.hashes?.file { try forgetFailure(of: file) }
            return .added(try writer.write(stored, keep: keep))
        }
    }

    /// Records that a file could not be read, unless that is recorded already and nothing else has come of trying
    /// again; gives the number under which it stands.
    package func add(_ failure: FailedTrace) throws(StoreError) -> Int64 {
        try transaction { () throws(StoreError) in
            try forgetFailure(of: failure.fileHash)
            let id = writer.takeProfileID()
            try failure.write(as: id, to: connection)
            return id
        }
    }

    private func forgetFailure(of file: String) throws(StoreError) {
        findFailed.bind(1, file)
        guard let id = try findFailed.firstInteger() else { return }
        try ProfileRemoval.remove([id], from: connection)
    }

    /// Brings what was written into the store's own file, and figures that help SQLite to choose its ways.
    package func finish() throws(StoreError) {
        try connection.run("PRAGMA analysis_limit = 1000")
        try connection.run("ANALYZE")
        if wasEmpty { try connection.packSmallStore() }
        // Where somebody reads at this moment, SQLite does it later.
        try? connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    private func transaction<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        do throws(StoreError) {
            return try connection.transaction { () throws(StoreError) in
                let version = try dataVersion.firstInteger() ?? 0
                try writer.begin(othersWrote: isStale || version != lastVersion)
                isStale = false
                lastVersion = version
                return try body()
            }
        } catch {
            isStale = true
            throw error
        }
    }
}

extension SQLiteConnection {
    /// How many bytes a store may have to be packed right after it was made: it takes less time than reading a trace.
    private static let smallStore: Int64 = 64 << 20

    /// Writes a small store anew, its pages full: about 5 % smaller. Where somebody reads at this moment, nothing is
    /// done.
    func packSmallStore() throws(StoreError) {
        let pages = try firstInteger("PRAGMA page_count") ?? 0
        if pages.multipliedReportingOverflow(by: Int64(StoreSchema.pageSize)).partialValue > Self.smallStore { return }
        try? run("VACUUM")
    }
}

/// A trace that could not be read, as a store remembers it.
package struct FailedTrace: Sendable {
    package var path: String
    /// SHA-256 of the file as it lies.
    package var fileHash: String
    package var error: TraceError
    package var labels: [String: String] = [:]

    /// A failure.
    package init(path: String, fileHash: String, error: TraceError) {
        self.path = path
        self.fileHash = fileHash
        self.error = error
    }

    fileprivate func write(as id: Int64, to connection: SQLiteConnection) throws(StoreError) {
        let profile = try SQLiteStatement(
            connection,
            "INSERT INTO profile (profile_id, path, file_sha256, status, lost_samples) VALUES (?, ?, ?, 'failed', 0)")
        profile.bind(1, id)
        profile.bind(2, path)
        profile.bind(3, fileHash)
        try profile.insert()
        let diagnostic = try SQLiteStatement(connection, "INSERT INTO diagnostic VALUES (?, 'error', ?, 1, ?, ?, ?)")
        diagnostic.bind(1, id)
        diagnostic.bind(2, error.code)
        diagnostic.bind(3, error.location.offset.map { Int64($0) })
        diagnostic.bind(4, error.location.line.map { Int64($0) })
        diagnostic.bind(5, "expected \(error.expected), found \(error.found)")
        try diagnostic.insert()
    }
}
