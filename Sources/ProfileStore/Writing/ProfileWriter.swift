import ProfileAnalysis
import StackModel

/// Writes profiles, one after the other, into the tables of an open store; transactions are the caller's.
final class ProfileWriter {
    private let connection: SQLiteConnection
    private let code: CodeDirectory
    private let files: SourceFileDirectory
    private var numbers = RowNumbers()

    /// A writer to a store that has its tables.
    init(_ connection: SQLiteConnection) throws(StoreError) {
        self.connection = connection
        code = try CodeDirectory(connection)
        files = SourceFileDirectory(connection)
    }

    /// To be called at the start of a transaction; `othersWrote` says whether somebody else may have changed the store
    /// since the last one, or the last one was rolled back.
    func begin(othersWrote: Bool) throws(StoreError) {
        guard othersWrote else { return }
        numbers = try RowNumbers(connection)
        try code.refresh()
        try files.refresh()
    }

    /// Writes a profile, with times in nanoseconds and sizes in bytes; gives its number.
    func write(_ stored: StoredProfile, keep: KeepDetail) throws(StoreError) -> Int64 {
        let id = takeProfileID()
        var stored = stored
        stored.profile = stored.profile.inBaseUnits()
        let rows = ProfileRows(connection: connection, profileID: id, stored: stored)
        try rows.writeProfile()
        let (values, series) = try rows.writeValueTypes(
            ValueTypeDirectory(connection: connection), &numbers.series)
        try rows.writeMappings(&numbers.mapping)
        try rows.writeDiagnostics()
        let own = try place(stored.profile)
        let estimated = stored.profile.isCallGraph ? stored.estimated : nil
        let sums = ValueRows(
            connection: connection, profileID: id, stored: stored, values: values, series: series)
        try writeSums(sums, own, try estimated.map(place) ?? own)
        try writeSamples(stored, id, values, own, keep)
        return id
    }

    /// The number of the next profile.
    func takeProfileID() -> Int64 {
        defer { numbers.profile += 1 }
        return numbers.profile
    }

    private func place(_ profile: Profile) throws(StoreError) -> PlacedTree {
        let tree = PathTree(profile)
        return PlacedTree(tree: tree, places: try code.place(tree))
    }

    private func writeSums(_ sums: ValueRows, _ own: PlacedTree, _ stacks: PlacedTree) throws(StoreError) {
        try sums.writeFunctions(own)
        try sums.writeStacks(stacks)
        files.begin()
        try sums.writeLines(stacks, files)
        try sums.writeModules()
        if sums.stored.profile.isCallGraph { try sums.writeEdges(own) }
    }

    private func writeSamples(
        _ stored: StoredProfile, _ id: Int64, _ values: [StoredValue], _ placed: PlacedTree, _ keep: KeepDetail
    ) throws(StoreError) {
        let samples = SampleRows(connection: connection, profileID: id, profile: stored.profile)
        let threads = try samples.writeThreads(&numbers)
        guard keep == .samples else { return }
        try samples.writeCounters(&numbers)
        let keepsSamples = samples.areWorthKeeping
        guard keepsSamples || stored.profile.spans.count > 0 else { return }
        let labelSets = try samples.writeLabels(&numbers)
        if keepsSamples { try samples.writeSamples(values, placed, threads: threads, labelSets: labelSets) }
        try samples.writeSpans(threads: threads, labelSets: labelSets)
    }
}
