import StackModel

/// The functions and paths of a store: gives each its id, and adds those that are new.
///
/// Append-only, and shared by all profiles: a path is its caller's path and one function more. What has been looked
/// up is kept in memory up to a limit; another program's commits, or a rollback, make it all be looked up anew.
final class CodeDirectory {
    /// How many functions and paths are kept in memory: about 100 MB.
    private static let knownLimit = 2_000_000

    private let connection: SQLiteConnection
    private var known = KnownCode()
    /// Whether all that the store has is known: it was empty at the start, and nobody else has written since.
    private var isComplete = false
    private var nextFunction: Int64 = 1
    private var nextStack: Int64 = 1
    private let findFunction: SQLiteStatement
    private let findCallees: SQLiteStatement
    private let insertFunction: SQLiteStatement
    private let insertStack: BulkInsert

    /// Where the functions and paths of one profile are in the store, by row of its `PathTree`; 0 is none.
    struct Places {
        var functions: [Int64]
        var paths: [Int64]
    }

    init(_ connection: SQLiteConnection) throws(StoreError) {
        self.connection = connection
        findFunction = try SQLiteStatement(
            connection, "SELECT function_id FROM function WHERE function = ? AND place = ?")
        findCallees = try SQLiteStatement(
            connection, "SELECT stack_id, function_id FROM stack WHERE parent_id IS ? ORDER BY stack_id")
        insertFunction = try SQLiteStatement(connection, "INSERT INTO function VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        insertStack = try BulkInsert(
            connection, "stack", ["stack_id", "parent_id", "depth", "function_id", "inlined", "outermost"])
    }

    /// Forgets what may have changed: to be called when a transaction has begun in which others may have written
    /// before, or one of ours was rolled back.
    func refresh() throws(StoreError) {
        known = KnownCode()
        nextFunction = try connection.nextID("function_id", of: "function")
        nextStack = try connection.nextID("stack_id", of: "stack")
        isComplete = nextFunction == 1 && nextStack == 1
    }

    /// The ids of a profile's functions and paths; the new ones are written.
    func place(_ tree: PathTree) throws(StoreError) -> Places {
        if known.count > Self.knownLimit {
            known = KnownCode()
            isComplete = false
        }
        var places = Places(functions: [0], paths: [0])
        places.functions.reserveCapacity(tree.functions.count)
        places.paths.reserveCapacity(tree.parents.count)
        for function in tree.functions.dropFirst() { places.functions.append(try id(of: function)) }
        for path in 1..<max(tree.parents.count, 1) {
            let parent = places.paths[Int(tree.parents[path])]
            let function = places.functions[Int(tree.leaves[path])]
            if let id = try find(parent, function) {
                places.paths.append(id)
            } else {
                places.paths.append(try add(path, of: tree, parent, function))
            }
        }
        try insertStack.finish()
        return places
    }

    private func id(of function: PathTree.NamedFunction) throws(StoreError) -> Int64 {
        let held = known.function(function.key)
        if held != 0 { return held }
        if !isComplete {
            findFunction.bind(1, function.name)
            findFunction.bind(2, function.place)
            let found = try findFunction.firstInteger()
            if let found {
                known.add(function: found, key: function.key)
                return found
            }
        }
        let id = nextFunction
        nextFunction += 1
        insertFunction.bind(1, id)
        insertFunction.bind(2, function.name)
        insertFunction.bind(3, function.place)
        insertFunction.bind(4, function.systemName)
        let short = shortName(function.name)
        insertFunction.bind(5, short == function.name ? nil : short)
        insertFunction.bind(6, function.module)
        insertFunction.bind(7, function.file)
        insertFunction.bind(8, function.flags.kind)
        try insertFunction.insert()
        known.add(function: id, key: function.key)
        return id
    }

    private func find(_ parent: Int64, _ function: Int64) throws(StoreError) -> Int64? {
        let held = known.path(parent, function)
        if held != 0 { return held }
        if isComplete || known.isExplored(parent) { return nil }
        // All callees of a path are read at once: one look-up for each path that a profile shares with the store.
        findCallees.bind(1, parent == 0 ? nil : parent)
        while try findCallees.step() {
            guard case .integer(let id) = findCallees.value(0), case .integer(let callee) = findCallees.value(1) else {
                continue
            }
            if known.path(parent, callee) == 0 { known.add(path: id, parent, callee) }
        }
        findCallees.reset()
        known.markExplored(parent)
        let found = known.path(parent, function)
        return found == 0 ? nil : found
    }

    private func add(_ path: Int, of tree: PathTree, _ parent: Int64, _ function: Int64) throws(StoreError) -> Int64 {
        let id = nextStack
        nextStack += 1
        insertStack.push(id)
        insertStack.push(parent == 0 ? nil : parent)
        insertStack.push(tree.depths[path])
        insertStack.push(function)
        insertStack.push(tree.isInlined[path] ? Int64(1) : 0)
        insertStack.push(tree.isOutermost[path] ? Int64(1) : 0)
        try insertStack.endRow()
        known.add(path: id, parent, function)
        if !isComplete { known.markExplored(id) }
        return id
    }
}
