import StackModel

extension SampleRows {
    /// Writes `span`, in the order of the profile.
    func writeSpans(threads: [Int64], labelSets: [Int64]) throws(StoreError) {
        guard profile.spans.count > 0 else { return }
        let insert = try SQLiteStatement(
            connection,
            """
            INSERT INTO span (profile_id, thread_id, span, start_ns, duration_ns, label_set_id)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        for row in 0..<profile.spans.count {
            let span = profile.spans[row]
            let thread = threads[span.thread.row]
            let labels = labelSets[span.labels.row]
            insert.bind(1, profileID)
            insert.bind(2, thread == 0 ? nil : thread)
            insert.bind(3, profile.strings.bytes(span.name))
            insert.bind(4, span.start)
            insert.bind(5, span.duration)
            insert.bind(6, labels == 0 ? nil : labels)
            try insert.insert()
        }
    }

    /// Writes `counter` and `counter_sample`.
    func writeCounters(_ numbers: inout RowNumbers) throws(StoreError) {
        guard profile.counters.count > 0 else { return }
        let first = numbers.counter
        let insert = try SQLiteStatement(connection, "INSERT INTO counter VALUES (?, ?, ?, ?)")
        for type in profile.counters.counters {
            insert.bind(1, numbers.counter)
            insert.bind(2, profileID)
            insert.bind(3, type.name)
            insert.bind(4, type.unit)
            try insert.insert()
            numbers.counter += 1
        }
        let reading = try SQLiteStatement(connection, "INSERT INTO counter_sample VALUES (?, ?, ?)")
        for row in 0..<profile.counters.count {
            reading.bind(1, first + Int64(profile.counters[row].counter))
            reading.bind(2, profile.counters[row].time)
            reading.bind(3, Double(profile.counters[row].value))
            try reading.insert()
        }
    }
}
