import StackModel

/// The functions and paths that are known to be in a store, with their ids there: what saves asking the database.
struct KnownCode: ~Copyable {
    private var keys = StringTable(seed: ProcessSeed.value)
    /// By row of `keys`.
    private var functionIDs: [Int64] = [0]
    private var paths = HashSlots(expecting: 1024)
    private var parents: [Int64] = [0]
    private var functions: [Int64] = [0]
    private var stackIDs: [Int64] = [0]
    /// Paths of the store whose callees are all known; 0 is the top.
    private var explored: Set<Int64> = []

    /// How many functions and paths are held.
    var count: Int { functionIDs.count + stackIDs.count }

    /// The id of the function with this key; 0 where it is not known.
    func function(_ key: String) -> Int64 {
        ByteView.withBytes(of: key) { bytes in
            guard let row = keys.find(bytes)?.row, row < functionIDs.count else { return 0 }
            return functionIDs[row]
        }
    }

    /// Remembers a function that was not known.
    mutating func add(function id: Int64, key: String) {
        if keys.intern(key).row == functionIDs.count { functionIDs.append(id) }
    }

    /// The path that calls `function` from `parent`; 0 where it is not known.
    func path(_ parent: Int64, _ function: Int64) -> Int64 {
        stackIDs[paths.find(hash(parent, function)) { parents[$0] == parent && functions[$0] == function }]
    }

    /// Remembers a path that was not known.
    mutating func add(path id: Int64, _ parent: Int64, _ function: Int64) {
        paths.insert(hash(parent, function), row: stackIDs.count)
        parents.append(parent)
        functions.append(function)
        stackIDs.append(id)
    }

    /// Whether all callees of a path are known.
    func isExplored(_ path: Int64) -> Bool { explored.contains(path) }

    /// Remembers that all callees of a path are known.
    mutating func markExplored(_ path: Int64) { explored.insert(path) }

    private func hash(_ parent: Int64, _ function: Int64) -> UInt64 {
        mix(ProcessSeed.value ^ UInt64(bitPattern: parent), 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: function))
    }
}
