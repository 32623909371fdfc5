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

/// Writes the sums of one profile: `stack_run`, `function_value`, `line_value`, `module_value`, `call_edge`.
struct ValueRows {
    let connection: SQLiteConnection
    let profileID: Int64
    let stored: StoredProfile
    let values: [StoredValue]

    /// Writes `function_value`: exact for call graphs too.
    func writeFunctions(_ placed: PlacedTree) throws(StoreError) {
        let insert = try BulkInsert(
            connection, "function_value", ["profile_id", "value_type_id", "function_id", "self", "total"])
        let profile = stored.profile
        for value in values {
            let summary = FunctionSummary(
                profile, value.selection, groups: placed.tree.functionOfRow, groupCount: placed.tree.functions.count)
            var rows: [(id: Int64, own: Int64, total: Int64)] = []
            for row in summary.rows where row.group > 0 {
                if row.selfValue == 0, row.totalValue == 0, !profile.isCallGraph { continue }
                rows.append((placed.places.functions[Int(row.group)], row.selfValue, row.totalValue))
            }
            for row in rows.sorted(by: { $0.id < $1.id }) { try push(insert, value, [row.id, row.own, row.total]) }
        }
        try insert.finish()
    }

    /// Writes `stack_run`, from the profile that has the stacks.
    func writeStacks(_ placed: PlacedTree) throws(StoreError) {
        guard let profile = stored.stackProfile else { return }
        let insert = try BulkInsert(
            connection, "stack_run", ["profile_id", "value_type_id", "last_stack_id", "length", "self", "total"])
        for value in values {
            guard let selection = selection(of: value, in: profile) else { continue }
            let sums = StackValues(profile, selection)
            var own = [Int64](repeating: 0, count: placed.tree.parents.count)
            for row in 1..<max(placed.tree.pathOfStack.count, 1) {
                let path = Int(placed.tree.pathOfStack[row])
                own[path] = own[path].addingSaturated(sums.own[row])
            }
            // What was measured without any function is in no path.
            own[0] = 0
            let sum = PathRuns(own: own, parents: placed.tree.parents, ids: placed.places.paths)
            for run in sum.runs { try push(insert, value, [run.last, run.length, run.own, run.total]) }
        }
        try insert.finish()
    }

    /// Writes `line_value`, where frames have lines.
    func writeLines(_ placed: PlacedTree) throws(StoreError) {
        guard let profile = stored.stackProfile else { return }
        var lines: [SourceLine] = [SourceLine(function: 0, file: .none, line: 0)]
        var index: [SourceLine: Int32] = [:]
        var frameGroups = [Int32](repeating: -1, count: profile.frames.count)
        for row in 1..<max(profile.frames.count, 1) {
            let frame = profile.frames[FrameID(row: row)]
            let function = placed.function(frame.function)
            guard frame.line > 0, function > 0 else { continue }
            let line = SourceLine(
                function: function, file: profile.functions[frame.function].file, line: frame.line)
            let next = Int32(truncatingIfNeeded: lines.count)
            let group = index[line] ?? next
            if group == next {
                lines.append(line)
                index[line] = group
            }
            frameGroups[row] = group
        }
        if lines.count == 1 { return }
        let grouping = StackGrouping(profile, frameGroups: frameGroups, groupCount: lines.count)
        let insert = try SQLiteStatement(connection, "INSERT INTO line_value VALUES (?, ?, ?, ?, ?, ?, ?)")
        for value in values {
            guard let selection = selection(of: value, in: profile) else { continue }
            let (own, total) = grouping.sums(StackValues(profile, selection))
            for (row, line) in lines.enumerated() where own[row] != 0 || total[row] != 0 {
                bindKey(insert, value)
                insert.bind(3, line.function)
                insert.bind(4, line.file.isNone ? nil : profile.text(line.file))
                insert.bind(5, Int64(line.line))
                insert.bind(6, own[row])
                insert.bind(7, total[row])
                try insert.insert()
            }
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
                bindKey(insert, value)
                insert.bind(3, modules.bytes(StringID(row: row)))
                insert.bind(4, own[row])
                insert.bind(5, total[row])
                try insert.insert()
            }
        }
    }

    private struct SourceLine: Hashable {
        let function: Int64
        let file: StringID
        let line: Int32
    }

    /// The selection of the same value type in the profile that has the stacks.
    private func selection(of value: StoredValue, in profile: Profile) -> ValueSelection? {
        if !stored.profile.isCallGraph { return value.selection }
        return profile.valueTypes.firstIndex(of: value.type).map { .type(ValueTypeID(row: $0 + 1)) }
    }

    private func bindKey(_ insert: SQLiteStatement, _ value: StoredValue) {
        insert.bind(1, profileID)
        insert.bind(2, value.valueTypeID)
    }

    private func push(_ insert: BulkInsert, _ value: StoredValue, _ rest: [Int64]) throws(StoreError) {
        insert.push(profileID)
        insert.push(value.valueTypeID)
        for value in rest { insert.push(value) }
        try insert.endRow()
    }
}
