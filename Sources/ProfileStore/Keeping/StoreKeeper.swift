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
            let used = try usedPaths()
            let delete = try SQLiteStatement(connection, "DELETE FROM stack WHERE stack_id = ?")
            // Callees first: nothing points to what is deleted.
            for id in stride(from: used.count - 1, to: 0, by: -1) where used[id] == .unused {
                delete.bind(1, Int64(id))
                try delete.insert()
                pruned.paths += 1
            }
            let before = try connection.firstInteger("SELECT count(*) FROM function") ?? 0
            try connection.run(
                """
                DELETE FROM function WHERE function_id NOT IN (
                    SELECT function_id FROM stack UNION SELECT function_id FROM function_value
                    UNION SELECT function_id FROM line_value UNION SELECT caller_id FROM call_edge
                    UNION SELECT callee_id FROM call_edge)
                """)
            pruned.functions = before - (try connection.firstInteger("SELECT count(*) FROM function") ?? 0)
            return pruned
        }
    }

    private enum PathUse: UInt8 {
        case absent
        case unused
        case used
    }

    /// By path: whether a profile has it or one that goes on from it.
    private func usedPaths() throws(StoreError) -> [PathUse] {
        let count = Int(clamping: try connection.nextID("stack_id", of: "stack"))
        var use = [PathUse](repeating: .absent, count: count)
        var parents = [Int](repeating: 0, count: count)
        let rows = try SQLiteStatement(connection, "SELECT stack_id, coalesce(parent_id, 0) FROM stack")
        while try rows.step() {
            guard let id = rows.integer(0), let parent = rows.integer(1), id > 0, (0..<id).contains(parent) else {
                throw StoreError("\(connection.path): a path comes before the one it goes on from; see: store check")
            }
            use[Int(id)] = .unused
            parents[Int(id)] = Int(parent)
        }
        for source in ["SELECT last_stack_id FROM stack_run", "SELECT stack_id FROM sample WHERE stack_id IS NOT NULL"]
        {
            let rows = try SQLiteStatement(connection, source)
            while try rows.step() {
                if let id = rows.integer(0), use.indices.contains(Int(id)) { use[Int(id)] = .used }
            }
        }
        for id in stride(from: count - 1, to: 0, by: -1) where use[id] == .used && parents[id] > 0 {
            use[parents[id]] = .used
        }
        return use
    }

    /// Makes the file as small as its rows are.
    package func vacuum() throws(StoreError) {
        try connection.run("VACUUM")
        try connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }
}
