import ProfileAnalysis
import StackModel

/// Writes profiles, one after the other, into the tables of an open store; transactions are the caller's.
final class ProfileWriter {
    private let connection: SQLiteConnection
    private let code: CodeDirectory
    private var numbers = RowNumbers()

    /// A writer to a store that has its tables.
    init(_ connection: SQLiteConnection) throws(StoreError) {
        self.connection = connection
        code = try CodeDirectory(connection)
    }

    /// To be called at the start of a transaction; `othersWrote` says whether somebody else may have changed the store
    /// since the last one, or the last one was rolled back.
    func begin(othersWrote: Bool) throws(StoreError) {
        guard othersWrote else { return }
        numbers = try RowNumbers(connection)
        try code.refresh()
    }

    /// Writes a profile; gives its number.
    func write(_ stored: StoredProfile, keep: KeepDetail) throws(StoreError) -> Int64 {
        let id = takeProfileID()
        let rows = ProfileRows(connection: connection, profileID: id, stored: stored)
        try rows.writeProfile()
        let values = try rows.writeValueTypes(ValueTypeDirectory(connection: connection))
        try rows.writeMappings(&numbers.mapping)
        try rows.writeDiagnostics()
        let own = try place(stored.profile)
        let estimated = stored.profile.isCallGraph ? stored.estimated : nil
        try writeValues(stored, id, values, own, try estimated.map(place) ?? own)
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

    private func writeValues(
        _ stored: StoredProfile, _ id: Int64, _ values: [StoredValue], _ own: PlacedTree, _ stacks: PlacedTree
    ) throws(StoreError) {
        let sums = ValueRows(connection: connection, profileID: id, stored: stored, values: values)
        try sums.writeFunctions(own)
        try sums.writeStacks(stacks)
        try sums.writeLines(stacks)
        try sums.writeModules()
        if stored.profile.isCallGraph { try sums.writeEdges(own) }
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
