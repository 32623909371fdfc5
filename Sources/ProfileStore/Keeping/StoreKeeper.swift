/// A store that is looked after: profiles go, what nobody uses goes, the file is made small again.
package final class StoreKeeper {
    private let connection: SQLiteConnection

    /// Opens the store at `path`, which must exist; one of an older version is upgraded.
    package init(path: String) throws(StoreError) {
        guard StoreOpening.isDatabase(path) else { throw StoreError("\(path): expected a store, found none") }
        connection = try StoreOpening.forWriting(path, toolVersion: "", creates: false)
    }

    /// Takes profiles out, all or none; their functions and paths stay until `prune`.
    package func remove(_ ids: [Int64]) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in try ProfileRemoval.remove(ids, from: connection) }
    }

    /// How much `prune` took away.
    package struct Pruned: Hashable, Sendable {
        package var paths: Int64
        package var functions: Int64

        /// So many.
        package init(paths: Int64 = 0, functions: Int64 = 0) {
            self.paths = paths
            self.functions = functions
        }
    }

    /// Takes away paths and functions that no profile uses.
    package func prune() throws(StoreError) -> Pruned {
        try connection.transaction { () throws(StoreError) in
            var pruned = Pruned()
            pruned.paths = try pruneChains(try usedPaths())
            let before = try connection.firstInteger("SELECT count(*) FROM function_name") ?? 0
            for statement in Self.pruneStatements { try connection.run(statement) }
            pruned.functions = before - (try connection.firstInteger("SELECT count(*) FROM function_name") ?? 0)
            return pruned
        }
    }

    private static let pruneStatements = [
        """
        DELETE FROM function_name WHERE function_id NOT IN (
            SELECT function_id FROM stack UNION SELECT function_id FROM function_sum
            UNION SELECT function_id FROM line_sum UNION SELECT caller_id FROM call_edge
            UNION SELECT callee_id FROM call_edge)
        """,
        "DELETE FROM origin WHERE origin_id NOT IN (SELECT origin_id FROM function_name)",
        "DELETE FROM source_path WHERE source_path_id NOT IN (SELECT source_path_id FROM line_sum)",
    ]

    /// By path: whether a profile has it or one that goes on from it.
    private func usedPaths() throws(StoreError) -> [Bool] {
        var parents: [Int] = []
        let rows = try SQLiteStatement(connection, "SELECT stack_id, coalesce(parent_id, 0) FROM stack")
        while try rows.step() {
            guard let id = rows.integer(0), let parent = rows.integer(1), id > 0, (0..<id).contains(parent) else {
                throw StoreError("\(connection.path): a path comes before the one it goes on from; see: store check")
            }
            while parents.count <= id { parents.append(0) }
            parents[Int(id)] = Int(parent)
        }
        var isUsed = [Bool](repeating: false, count: parents.count)
        for source in ["SELECT last_stack_id FROM stack_run", "SELECT stack_id FROM sample WHERE stack_id IS NOT NULL"]
        {
            let rows = try SQLiteStatement(connection, source)
            while try rows.step() {
                if let id = rows.integer(0), isUsed.indices.contains(Int(id)) { isUsed[Int(id)] = true }
            }
        }
        for id in stride(from: parents.count - 1, to: 0, by: -1) where isUsed[id] { isUsed[parents[id]] = true }
        return isUsed
    }

    /// Takes away what is not used of chains, and chains that are not used at all; gives the number of paths. Where a
    /// path is used those before it in its chain are too.
    private func pruneChains(_ isUsed: [Bool]) throws(StoreError) -> Int64 {
        var removed: Int64 = 0
        var lengths: [(first: Int64, kept: Int64)] = []
        let rows = try SQLiteStatement(connection, "SELECT first_stack_id, length(functions) FROM stack_chain")
        while try rows.step() {
            guard let first = rows.integer(0), let length = rows.integer(1) else { continue }
            let kept = (first..<first + length).prefix { isUsed.indices.contains(Int($0)) && isUsed[Int($0)] }.count
            if kept < length { lengths.append((first, Int64(kept))) }
            removed += length - Int64(kept)
        }
        let delete = try SQLiteStatement(connection, "DELETE FROM stack_chain WHERE first_stack_id = ?")
        let cut = try SQLiteStatement(
            connection,
            """
            UPDATE stack_chain SET functions = substr(functions, 1, ?2), recursive = recursive & ((1 << ?2) - 1),
                inlined = inlined & ((1 << ?2) - 1)
            WHERE first_stack_id = ?1
            """)
        for (first, kept) in lengths {
            let statement = kept == 0 ? delete : cut
            statement.bind(1, first)
            if kept > 0 { statement.bind(2, kept) }
            try statement.insert()
        }
        return removed
    }

    /// Makes the file as small as its rows are.
    package func vacuum() throws(StoreError) {
        try connection.run("VACUUM")
        try connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }
}
