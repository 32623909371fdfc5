/// Takes profiles out of a store.
enum ProfileRemoval {
    /// Deletes all rows of the profiles `ids`; functions and paths stay until `prune`. In the caller's transaction.
    static func remove(_ ids: [Int64], from connection: SQLiteConnection) throws(StoreError) {
        // Children first. The database would find them by itself (ON DELETE CASCADE), but look through all samples for
        // each thread and each set of labels.
        let statements = try deletions.map { (sql) throws(StoreError) in try SQLiteStatement(connection, sql) }
        for id in ids {
            for statement in statements {
                statement.bind(1, id)
                try statement.insert()
            }
        }
    }

    private static let deletions = [
        "DELETE FROM sample WHERE profile_id = ?",
        "DELETE FROM span WHERE profile_id = ?",
        "DELETE FROM counter_sample WHERE counter_id IN (SELECT counter_id FROM counter WHERE profile_id = ?)",
        "DELETE FROM counter WHERE profile_id = ?",
        "DELETE FROM sample_label WHERE label_set_id IN (SELECT label_set_id FROM label_set WHERE profile_id = ?)",
        "DELETE FROM label_set WHERE profile_id = ?",
        "DELETE FROM thread WHERE process_id IN (SELECT process_id FROM process WHERE profile_id = ?)",
        "DELETE FROM process WHERE profile_id = ?",
        "DELETE FROM mapping WHERE profile_id = ?",
        "DELETE FROM stack_run WHERE series_id IN (SELECT series_id FROM profile_value WHERE profile_id = ?)",
        "DELETE FROM function_sum WHERE series_id IN (SELECT series_id FROM profile_value WHERE profile_id = ?)",
        "DELETE FROM line_sum WHERE series_id IN (SELECT series_id FROM profile_value WHERE profile_id = ?)",
        "DELETE FROM series WHERE series_id IN (SELECT series_id FROM profile_value WHERE profile_id = ?)",
        "DELETE FROM module_value WHERE profile_id = ?",
        "DELETE FROM call_edge WHERE profile_id = ?",
        "DELETE FROM diagnostic WHERE profile_id = ?",
        "UPDATE comparison_run SET profile_id = NULL WHERE profile_id = ?",
        "DELETE FROM profile_value WHERE profile_id = ?",
        "DELETE FROM profile_label WHERE profile_id = ?",
        "DELETE FROM profile WHERE profile_id = ?",
    ]
}
