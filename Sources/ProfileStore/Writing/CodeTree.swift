import ProfileAnalysis
import StackModel

/// The functions and paths of all profiles of a store, each once, keyed by content.
///
/// Ids are those of the store and count from 1; 0 is none. Parents come before children.
struct CodeTree: ~Copyable {
    private var groups = FrameGroups(identity: .functionKey)
    /// The id of each key is the function's id.
    private var keys = StringTable(seed: ProcessSeed.value)
    private var functions: [StoredFunction] = [StoredFunction(group: -1)]
    private(set) var parents: [Int32] = [0]
    private(set) var stackFunctions: [Int32] = [0]
    private(set) var depths: [Int32] = [0]
    private(set) var inlined: [Bool] = [false]
    private var index = HashSlots(expecting: 1024)

    private struct StoredFunction {
        var group: Int32
        var systemName: String?
        var flags: FrameFlags = []
    }

    /// Where the functions and stacks of one profile are in the store, by row of the profile's own tables.
    struct Places {
        var functions: [Int32] = []
        var stacks: [Int32] = []
    }

    /// How many functions there are, none included.
    var functionCount: Int { functions.count }

    /// How many paths there are, none included.
    var stackCount: Int { parents.count }

    /// Adds a profile's functions and stacks.
    mutating func add(_ profile: Profile) -> Places {
        var places = Places()
        let groupOf = groups.add(profile)
        places.functions = [Int32](repeating: 0, count: profile.functions.count)
        for row in 1..<max(profile.functions.count, 1) where groupOf[row] >= 0 {
            let id = function(groupOf[row])
            places.functions[row] = id
            let systemName = profile.functions[FunctionID(row: row)].systemName
            if functions[Int(id)].systemName == nil, !systemName.isNone {
                functions[Int(id)].systemName = profile.text(systemName)
            }
        }
        for row in 1..<max(profile.frames.count, 1) {
            let frame = profile.frames[FrameID(row: row)]
            functions[Int(places.functions[frame.function.row])].flags.formUnion(frame.flags)
        }
        places.stacks = [Int32](repeating: 0, count: profile.stacks.count)
        for row in 1..<max(profile.stacks.count, 1) {
            let frame = profile.frames[profile.stacks.frame(StackID(row: row))]
            let parent = places.stacks[profile.stacks.parent(StackID(row: row)).row]
            let function = places.functions[frame.function.row]
            // A frame that tells no function adds nothing to a path of functions.
            places.stacks[row] =
                function == 0 ? parent : stack(parent, function, isInlined: frame.flags.contains(.inlined))
        }
        return places
    }

    private mutating func function(_ group: Int32) -> Int32 {
        let key = self.key(group)
        let id = keys.intern(key)
        if id.row == functions.count { functions.append(StoredFunction(group: group)) }
        return Int32(truncatingIfNeeded: id.row)
    }

    /// `name@place`, as text, so that the key is the same wherever it is written.
    private func key(_ group: Int32) -> String {
        let place = groups[group].module.isNone ? groups[group].file : groups[group].module
        let base = groups.strings.bytes(place).baseName
        let name = groups.name(group).text
        return base.isEmpty && !name.isEmpty ? name : "\(name)@\(base.text)"
    }

    private mutating func stack(_ parent: Int32, _ function: Int32, isInlined: Bool) -> Int32 {
        let packed = UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: function))
        let hash = mix(ProcessSeed.value ^ packed, 0x9E37_79B9_7F4A_7C15)
        let found = index.find(hash) { parents[$0] == parent && stackFunctions[$0] == function }
        if found != 0 { return Int32(truncatingIfNeeded: found) }
        let row = parents.count
        parents.append(parent)
        stackFunctions.append(function)
        depths.append(depths[Int(parent)] &+ 1)
        inlined.append(isInlined)
        index.insert(hash, row: row)
        return Int32(truncatingIfNeeded: row)
    }
}

// Rows of the tables `function` and `stack`.
extension CodeTree {
    /// Writes all functions.
    borrowing func writeFunctions(to connection: SQLiteConnection) throws(StoreError) {
        let insert = try SQLiteStatement(connection, "INSERT INTO function VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for id in 1..<max(functionCount, 1) {
            let function = functions[id]
            let group = groups[function.group]
            let name = groups.name(function.group).text
            insert.bind(1, Int64(id))
            insert.bind(2, keys.text(StringID(row: id)))
            insert.bind(3, name)
            insert.bind(4, function.systemName)
            insert.bind(5, shortName(name))
            insert.bind(6, text(groups.strings.bytes(group.module).baseName))
            insert.bind(7, text(groups.strings.bytes(group.file)))
            insert.bind(8, function.flags.kind)
            try insert.insert()
        }
    }

    /// Writes all paths.
    borrowing func writeStacks(to connection: SQLiteConnection) throws(StoreError) {
        let insert = try BulkInsert(
            connection, "stack", ["stack_id", "parent_id", "depth", "function_id", "inlined", "outermost"])
        let outermost = outermostRows(parents: parents, groups: stackFunctions, groupCount: functionCount)
        for id in 1..<max(stackCount, 1) {
            insert.push(Int64(id))
            insert.push(parents[id] == 0 ? nil : Int64(parents[id]))
            insert.push(Int64(depths[id]))
            insert.push(Int64(stackFunctions[id]))
            insert.push(inlined[id] ? Int64(1) : 0)
            insert.push(outermost[id] ? Int64(1) : 0)
            try insert.endRow()
        }
        try insert.finish()
    }

    private func text(_ bytes: ByteView) -> String? { bytes.isEmpty ? nil : bytes.text }
}
