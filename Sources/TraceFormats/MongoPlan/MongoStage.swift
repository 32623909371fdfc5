import StackModel

/// One stage of a MongoDB plan, of its pipeline, or of the shards that took part.
struct MongoStage {
    /// `IXSCAN`, `$group`, `SHARD rs0`.
    var name = ""
    var indexName = ""
    /// The stage that this one feeds; -1 for the last.
    var caller = -1
    /// Nanoseconds with all stages that feed it; a server gives milliseconds, microseconds or nanoseconds.
    var time: Int64 = 0
    /// How many units of work the server did in the stage.
    var works: Int64 = 0
    var returned: Int64 = 0
    var documents: Int64 = 0
    var keys: Int64 = 0
    /// Documents or keys that a stage of the slot-based engine read.
    var reads: Int64 = 0
    /// What a stage of a pipeline that asks another collection (`$lookup`) examined there.
    var foreign: (documents: Int64, keys: Int64) = (0, 0)
    /// How fine the time is: what is finer wins.
    private var fineness = 0

    /// Whether the server said how long the stage took.
    var hasTime: Bool { fineness > 0 }

    /// What was read counts as documents or keys, by what is read; what was examined elsewhere counts here.
    mutating func settle() {
        if name.hasPrefix("ix"), keys == 0 { keys = reads }
        if !name.hasPrefix("ix"), documents == 0 { documents = reads }
        guard name.hasPrefix("$") else { return }
        documents = documents.addingSaturated(foreign.documents)
        keys = keys.addingSaturated(foreign.keys)
    }

    /// Takes a time in units of `nanoseconds`, unless a finer one is known.
    mutating func setTime(_ value: Double, nanoseconds: Int) {
        let fineness = 1_000_001 - min(nanoseconds, 1_000_000)
        guard fineness >= self.fineness else { return }
        self.fineness = fineness
        time = (value * Double(nanoseconds)).nearestInt64
    }

    /// The stage's name with what it works on: an index, or the collection where it reads documents.
    func label(collection: String) -> String {
        if !indexName.isEmpty { return "\(name) \(indexName)" }
        let readsDocuments = ["COLLSCAN", "FETCH", "IDHACK", "CLUSTERED_IXSCAN"].contains(name)
        return readsDocuments && !collection.isEmpty ? "\(name) \(collection)" : name
    }
}
