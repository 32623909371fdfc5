import ProfileAnalysis
import StackModel

/// A profile's functions and paths, and where they are in the store.
struct PlacedTree {
    let tree: PathTree
    let places: CodeDirectory.Places

    /// By row of the profile's function table; 0 is none.
    func function(_ id: FunctionID) -> Int64 { places.functions[Int(tree.functionOfRow[id.row])] }

    /// By row of the profile's stack table; 0 is none.
    func path(_ id: StackID) -> Int64 { places.paths[Int(tree.pathOfStack[id.row])] }
}

/// Writes the sums of one profile: `function_sum`, `stack_run`, `module_value`; see `LineRows` for `line_sum`, and
/// `CallEdgeRows` for `call_edge`.
struct ValueRows {
    let connection: SQLiteConnection
    let profileID: Int64
    let stored: StoredProfile
    let values: [StoredValue]
    let series: [StoredSeries]

    /// Writes `function_sum`: exact for call graphs too.
    func writeFunctions(_ placed: PlacedTree) throws(StoreError) {
        let profile = stored.profile
        let groupCount = placed.tree.functions.count
        func rows(_ selection: ValueSelection) -> [FunctionRow] {
            FunctionSummary(profile, selection, groups: placed.tree.functionOfRow, groupCount: groupCount).rows
        }
        for series in series {
            var insert = try sums("function_sum", series, ["function_id"])
            var sums = [SeriesSums](repeating: SeriesSums(), count: groupCount)
            var isListed = [Bool](repeating: false, count: groupCount)
            for row in rows(series.value.selection) where row.group > 0 {
                sums[Int(row.group)].own = row.selfValue
                sums[Int(row.group)].total = row.totalValue
                isListed[Int(row.group)] = profile.isCallGraph
            }
            for row in series.samples.map({ rows($0.selection) }) ?? [] where row.group > 0 {
                sums[Int(row.group)].ownSamples = row.selfValue
                sums[Int(row.group)].totalSamples = row.totalValue
            }
            let listed = (0..<groupCount).filter { isListed[$0] || sums[$0].hasAny }
            for group in listed.sorted(by: { placed.places.functions[$0] < placed.places.functions[$1] }) {
                insert.push(placed.places.functions[group])
                try insert.endRow(sums[group])
            }
            try insert.finish()
        }
    }

    /// Writes `stack_run`, from the profile that has the stacks.
    func writeStacks(_ placed: PlacedTree) throws(StoreError) {
        guard let profile = stored.stackProfile else { return }
        for series in series {
            guard let selection = selection(of: series.value, in: profile) else { continue }
            let values = StackValues(profile, selection)
            let samples = series.samples.flatMap { self.selection(of: $0, in: profile) }
                .map { StackValues(profile, $0) }
            var own = [SeriesSums](repeating: SeriesSums(), count: placed.tree.parents.count)
            for row in 1..<max(placed.tree.pathOfStack.count, 1) {
                // What was measured without any function is in no path.
                let path = Int(placed.tree.pathOfStack[row])
                if path == 0 { continue }
                own[path].own = own[path].own.addingSaturated(values.own[row])
                own[path].ownSamples = own[path].ownSamples.addingSaturated(samples?.own[row] ?? 0)
                own[path].total = own[path].own
                own[path].totalSamples = own[path].ownSamples
            }
            var insert = try sums("stack_run", series, ["last_stack_id", "length"])
            for run in PathRuns(own, parents: placed.tree.parents, ids: placed.places.paths).runs {
                insert.push(run.last)
                insert.push(run.length)
                try insert.endRow(run.sums)
            }
            try insert.finish()
        }
    }

    /// Writes `module_value`, where functions have a module.
    func writeModules() throws(StoreError) {
        guard let profile = stored.stackProfile else { return }
        var modules = StringTable(seed: ProcessSeed.value)
        var frameGroups = [Int32](repeating: -1, count: profile.frames.count)
        for row in 1..<max(profile.frames.count, 1) {
            let module = profile.functions[profile.function(of: FrameID(row: row))].module
            let base = profile.strings.bytes(module).baseName
            // Interned as text: two names that differ in broken bytes alone are one module.
            if !base.isEmpty { frameGroups[row] = Int32(truncatingIfNeeded: modules.intern(base.text).row) }
        }
        if modules.count == 1 { return }
        let grouping = StackGrouping(profile, frameGroups: frameGroups, groupCount: modules.count)
        let insert = try SQLiteStatement(connection, "INSERT INTO module_value VALUES (?, ?, ?, ?, ?)")
        for value in values {
            guard let selection = selection(of: value, in: profile) else { continue }
            let (own, total) = grouping.sums(StackValues(profile, selection))
            for row in 1..<modules.count where own[row] != 0 || total[row] != 0 {
                insert.bind(1, profileID)
                insert.bind(2, value.valueTypeID)
                insert.bind(3, modules.bytes(StringID(row: row)))
                insert.bind(4, own[row])
                insert.bind(5, total[row])
                try insert.insert()
            }
        }
    }

    /// The selection of the same value type in the profile that has the stacks.
    func selection(of value: StoredValue, in profile: Profile) -> ValueSelection? {
        if !stored.profile.isCallGraph { return value.selection }
        return profile.valueTypes.firstIndex(of: value.type).map { .type(ValueTypeID(row: $0 + 1)) }
    }

    /// Inserts into a table of sums, with `key` behind the series.
    func sums(_ table: String, _ series: StoredSeries, _ key: [String]) throws(StoreError) -> BulkInsert {
        try BulkInsert(connection, table, key + BulkInsert.sumColumns, constant: [("series_id", series.id)])
    }
}
