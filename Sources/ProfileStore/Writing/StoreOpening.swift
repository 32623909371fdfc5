import Glibc

/// Opens stores.
package enum StoreOpening {
    /// Whether the file at `path` is an SQLite database, by its first bytes.
    package static func isDatabase(_ path: String) -> Bool {
        guard path != "-", let file = fopen(path, "re") else { return false }
        defer { fclose(file) }
        var head = [UInt8](repeating: 0, count: 16)
        return fread(&head, 1, head.count, file) == head.count && head.elementsEqual(Array("SQLite format 3\0".utf8))
    }

    /// Throws where a file at `path` exists and is neither a store nor empty: nobody's file is written over.
    package static func refuseOtherFiles(_ path: String) throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        let isFile = status.st_mode & S_IFMT == S_IFREG
        guard isFile, status.st_size == 0 || isDatabase(path) else {
            let found = isFile ? "another file" : "something that is no file"
            throw StoreError("\(path): expected a store, or a name that is free; found \(found)")
        }
    }

    /// Opens the store at `path` to add to it; see `StoreAppender`.
    static func forWriting(_ path: String, toolVersion: String, creates: Bool = true) throws(StoreError)
        -> SQLiteConnection
    {
        try refuseOtherFiles(path)
        let connection = try SQLiteConnection(path, creates ? .create : .readWrite)
        // Without effect on a database that has pages.
        try connection.run("PRAGMA page_size = \(StoreSchema.pageSize)")
        // Readers go on reading while somebody writes, and a crash loses nothing that was complete.
        try connection.writeAhead()
        try connection.run("PRAGMA synchronous = NORMAL")
        try connection.run("PRAGMA secure_delete = 0")
        try connection.run("PRAGMA cache_size = -65536")
        // Rows are right by construction; a check of each would double the time. Tests run foreign_key_check.
        try connection.run("PRAGMA foreign_keys = OFF")
        if creates, try connection.isEmpty { try create(connection, toolVersion) }
        switch try version(of: connection) {
        case StoreSchema.version: try SchemaCheck.run(connection)
        case let version: try StoreUpgrade.run(connection, from: version)
        }
        return connection
    }

    private static func create(_ connection: SQLiteConnection, _ toolVersion: String) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            // Another program may have made it while this one waited.
            guard try connection.isEmpty else { return }
            try StoreSchema.create(in: connection, toolVersion: toolVersion)
            try StoreSchema.createIndexes(in: connection)
        }
    }

    /// The schema version of a store, this one or an older one; throws where the database is no store, or a newer one.
    static func version(of connection: SQLiteConnection) throws(StoreError) -> Int64 {
        let version: Int64
        let identity: Int64
        do {
            version = try connection.firstInteger("PRAGMA user_version") ?? 0
            identity = try connection.firstInteger("PRAGMA application_id") ?? 0
        } catch {
            throw StoreError("\(connection.path): \(error.message)")
        }
        guard identity == StoreSchema.applicationID, version > 0 else {
            throw StoreError("\(connection.path): expected a StackSift store, found another SQLite database")
        }
        guard version <= StoreSchema.version else {
            throw StoreError(
                "\(connection.path): expected a store of schema version \(StoreSchema.version) or older, found "
                    + "\(version): a newer stacksift made it; use that one")
        }
        return version
    }
}

extension SQLiteConnection {
    /// Whether the database has nothing in it, not even a purpose.
    var isEmpty: Bool {
        get throws(StoreError) {
            let identity = try firstInteger("PRAGMA application_id")
            let version = try firstInteger("PRAGMA user_version")
            let objects = try firstInteger("SELECT count(*) FROM sqlite_schema")
            return identity == 0 && version == 0 && objects == 0
        }
    }
}
