import ProfileAnalysis
import StackModel

/// The next free numbers of what is counted over all profiles of a store.
struct RowNumbers {
    var profile: Int64 = 1
    var process: Int64 = 1
    var thread: Int64 = 1
    var labelSet: Int64 = 1
    var mapping: Int64 = 1
    var counter: Int64 = 1
    var series: Int64 = 1

    /// Those of an empty store.
    init() {}

    /// Those of a store.
    init(_ connection: SQLiteConnection) throws(StoreError) {
        profile = try connection.nextID("profile_id", of: "profile")
        process = try connection.nextID("process_id", of: "process")
        thread = try connection.nextID("thread_id", of: "thread")
        labelSet = try connection.nextID("label_set_id", of: "label_set")
        mapping = try connection.nextID("mapping_id", of: "mapping")
        counter = try connection.nextID("counter_id", of: "counter")
        series = try connection.nextID("series_id", of: "series")
    }
}

/// Writes the threads and single samples of one profile: `process`, `thread`, `label_set`, `sample_label`, `sample`.
struct SampleRows {
    let connection: SQLiteConnection
    let profileID: Int64
    let profile: Profile

    /// Writes `process` and `thread`; gives the number of each thread row, 0 for none.
    func writeThreads(_ numbers: inout RowNumbers) throws(StoreError) -> [Int64] {
        let processInsert = try SQLiteStatement(connection, "INSERT INTO process VALUES (?, ?, ?, ?, ?)")
        let threadInsert = try SQLiteStatement(connection, "INSERT INTO thread VALUES (?, ?, ?, ?)")
        var processes: [ThreadInfo: Int64] = [:]
        var threads = [Int64](repeating: 0, count: profile.threads.count)
        for row in 1..<max(profile.threads.count, 1) {
            let thread = profile.threads[ThreadID(row: row)]
            let key = ThreadInfo(
                processID: thread.processID, processName: thread.processName, cgroup: thread.cgroup)
            let process = processes[key] ?? numbers.process
            if processes[key] == nil {
                processes[key] = process
                numbers.process += 1
                processInsert.bind(1, process)
                processInsert.bind(2, profileID)
                processInsert.bind(3, thread.processID)
                processInsert.bind(4, text(thread.processName))
                processInsert.bind(5, text(thread.cgroup))
                try processInsert.insert()
            }
            threadInsert.bind(1, numbers.thread)
            threadInsert.bind(2, process)
            threadInsert.bind(3, thread.threadID)
            threadInsert.bind(4, text(thread.command.isNone ? thread.threadName : thread.command))
            try threadInsert.insert()
            threads[row] = numbers.thread
            numbers.thread += 1
        }
        return threads
    }

    /// Whether the samples tell more than their sums: a time, a thread or labels.
    var areWorthKeeping: Bool {
        guard profile.samples.detail == .everything, !profile.isCallGraph else { return false }
        for row in 0..<profile.samples.count {
            let key = profile.samples.key(row)
            if !key.thread.isNone || !key.labels.isNone || profile.samples.time(row) != nil { return true }
        }
        return false
    }

    /// Writes `label_set` and `sample_label`; gives the number of each set, 0 for none.
    func writeLabels(_ numbers: inout RowNumbers) throws(StoreError) -> [Int64] {
        let setInsert = try SQLiteStatement(connection, "INSERT INTO label_set VALUES (?, ?)")
        let insert = try SQLiteStatement(connection, "INSERT INTO sample_label VALUES (?, ?, ?, ?, ?)")
        var sets = [Int64](repeating: 0, count: profile.labels.count)
        for row in 1..<max(profile.labels.count, 1) {
            sets[row] = numbers.labelSet
            setInsert.bind(1, numbers.labelSet)
            setInsert.bind(2, profileID)
            try setInsert.insert()
            for label in profile.labels[LabelSetID(row: row)] {
                insert.bind(1, numbers.labelSet)
                insert.bind(2, profile.strings.bytes(label.key))
                insert.bind(3, label.number == nil ? profile.text(label.text) : nil)
                insert.bind(4, label.number)
                insert.bind(5, text(label.unit))
                try insert.insert()
            }
            numbers.labelSet += 1
        }
        return sets
    }

    /// Writes `sample`, in the order of the profile.
    func writeSamples(
        _ values: [StoredValue], _ placed: PlacedTree, threads: [Int64], labelSets: [Int64]
    ) throws(StoreError) {
        let stored = values.compactMap { value -> (type: ValueTypeID, id: Int64)? in
            guard case .type(let type) = value.selection else { return nil }
            return (type, value.valueTypeID)
        }
        // What is the same in all rows need not be bound anew for each.
        let single = stored.count == 1 ? stored[0].id : nil
        let hasLabels = labelSets.count > 1
        var columns = ["stack_id", "thread_id", "time_ns", "value"]
        if hasLabels { columns.append("label_set_id") }
        if single == nil { columns.append("value_type_id") }
        var insert = try BulkInsert(
            connection, "sample", columns,
            constant: [("profile_id", profileID)] + (single.map { [("value_type_id", $0)] } ?? []))
        for row in 0..<profile.samples.count {
            let key = profile.samples.key(row)
            let stack = placed.path(key.stack)
            let thread = threads[key.thread.row]
            let labels = labelSets[key.labels.row]
            let time = profile.samples.time(row)
            for (type, id) in stored {
                guard let value = profile.samples.value(row, of: type) else { continue }
                insert.push(stack == 0 ? nil : stack)
                insert.push(thread == 0 ? nil : thread)
                insert.push(time)
                insert.push(value)
                if hasLabels { insert.push(labels == 0 ? nil : labels) }
                if single == nil { insert.push(id) }
                try insert.endRow()
            }
        }
        try insert.finish()
    }

    private func text(_ id: StringID) -> String? { id.isNone ? nil : profile.text(id) }
}
