import StackModel

/// Writes profiles into a fresh store.
package enum ProfileStoreWriter {
    /// Writes a database to `path`: under a temporary name first, so that it is whole or absent. On any error an
    /// existing file of that name stays as it was.
    package static func export(
        profiles: [StoredProfile], to path: String, keep: KeepDetail, toolVersion: String = "development"
    ) throws(StoreError) {
        let file = try StoreFile(target: path)
        do {
            try write(profiles, file, keep, toolVersion)
            try file.commit()
        } catch {
            file.discard()
            throw error
        }
    }

    /// A store in memory, for questions to traces that are in no store.
    package static func load(
        profiles: [StoredProfile], keep: KeepDetail, toolVersion: String = "development"
    ) throws(StoreError) -> StoreReader {
        let connection = try SQLiteConnection(":memory:", .memory)
        try fill(connection, profiles, keep, toolVersion)
        return try StoreReader(connection)
    }

    /// In a function of its own, so that the connection is closed before the file is renamed.
    private static func write(
        _ profiles: [StoredProfile], _ file: StoreFile, _ keep: KeepDetail, _ toolVersion: String
    ) throws(StoreError) {
        let connection = try SQLiteConnection(file.temporary, .readWrite)
        try connection.run("PRAGMA page_size = \(StoreSchema.pageSize)")
        // The file has another name until it is whole: nothing of it needs to survive a crash.
        try connection.run("PRAGMA journal_mode = OFF")
        try connection.run("PRAGMA synchronous = OFF")
        try connection.run("PRAGMA locking_mode = EXCLUSIVE")
        try connection.run("PRAGMA secure_delete = 0")
        try connection.run("PRAGMA cache_size = -65536")
        try fill(connection, profiles, keep, toolVersion)
        try connection.packSmallStore()
    }

    private static func fill(
        _ connection: SQLiteConnection, _ profiles: [StoredProfile], _ keep: KeepDetail, _ toolVersion: String
    ) throws(StoreError) {
        // Rows are right by construction; a check of each would double the time. Tests run foreign_key_check.
        try connection.run("PRAGMA foreign_keys = OFF")
        try connection.run("BEGIN IMMEDIATE")
        try StoreSchema.create(in: connection, toolVersion: toolVersion)
        let writer = try ProfileWriter(connection)
        try writer.begin(othersWrote: true)
        for stored in profiles { _ = try writer.write(stored, keep: keep) }
        try StoreSchema.createIndexes(in: connection)
        try connection.run("PRAGMA analysis_limit = 1000")
        try connection.run("ANALYZE")
        try connection.run("COMMIT")
    }
}
