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
        // The file has another name until it is whole: nothing of it needs to survive a crash.
        try connection.run("PRAGMA journal_mode = OFF")
        try connection.run("PRAGMA synchronous = OFF")
        try connection.run("PRAGMA locking_mode = EXCLUSIVE")
        try connection.run("PRAGMA secure_delete = 0")
        try connection.run("PRAGMA cache_size = -65536")
        try fill(connection, profiles, keep, toolVersion)
    }

    private static func fill(
        _ connection: SQLiteConnection, _ profiles: [StoredProfile], _ keep: KeepDetail, _ toolVersion: String
    ) throws(StoreError) {
        // Rows are right by construction; a check of each would double the time. Tests run foreign_key_check.
        try connection.run("PRAGMA foreign_keys = OFF")
        try connection.run("BEGIN IMMEDIATE")
        try StoreSchema.create(in: connection)
        let meta = try SQLiteStatement(connection, "INSERT INTO meta VALUES (?, ?)")
        for (key, value) in [("schema_version", "\(StoreSchema.version)"), ("tool_version", toolVersion)] {
            meta.bind(1, key)
            meta.bind(2, value)
            try meta.insert()
        }
        var tree = CodeTree()
        var places: [(own: CodeTree.Places, estimated: CodeTree.Places?)] = []
        for stored in profiles {
            let own = tree.add(stored.profile)
            let estimated = stored.profile.isCallGraph ? stored.estimated : nil
            if let estimated { places.append((own, tree.add(estimated))) } else { places.append((own, nil)) }
        }
        try tree.writeFunctions(to: connection)
        try tree.writeStacks(to: connection)
        var types: [ValueType: Int64] = [:]
        var numbers = RowNumbers()
        for (index, stored) in profiles.enumerated() {
            let rows = ProfileRows(connection: connection, profileID: Int64(index + 1), stored: stored)
            try rows.writeProfile()
            let values = try rows.writeValueTypes(&types)
            try rows.writeMappings(&numbers.mapping)
            try rows.writeDiagnostics()
            let own = places[index].own
            try writeValues(rows, values, own, places[index].estimated ?? own, tree)
            try writeSamples(rows, values, own, keep, &numbers)
        }
        try StoreSchema.createIndexes(in: connection)
        try connection.run("PRAGMA analysis_limit = 1000")
        try connection.run("ANALYZE")
        try connection.run("COMMIT")
    }

    private static func writeValues(
        _ rows: ProfileRows, _ values: [StoredValue], _ own: CodeTree.Places, _ stacks: CodeTree.Places,
        _ tree: borrowing CodeTree
    ) throws(StoreError) {
        let sums = ValueRows(
            connection: rows.connection, profileID: rows.profileID, stored: rows.stored, values: values)
        try sums.writeFunctions(own, functionCount: tree.functionCount)
        try sums.writeStacks(stacks, parents: tree.parents)
        try sums.writeLines(stacks)
        try sums.writeModules()
        if rows.stored.profile.isCallGraph { try sums.writeEdges(own) }
    }

    private static func writeSamples(
        _ rows: ProfileRows, _ values: [StoredValue], _ places: CodeTree.Places, _ keep: KeepDetail,
        _ numbers: inout RowNumbers
    ) throws(StoreError) {
        let samples = SampleRows(
            connection: rows.connection, profileID: rows.profileID, profile: rows.stored.profile)
        let threads = try samples.writeThreads(&numbers)
        guard keep == .samples, samples.areWorthKeeping else { return }
        let labelSets = try samples.writeLabels(&numbers)
        try samples.writeSamples(values, stacks: places.stacks, threads: threads, labelSets: labelSets)
    }
}
