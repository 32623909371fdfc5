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
    private let functions: FunctionDirectory
    private var chains: ChainWriter
    /// Whether all paths that the store has are known: it was empty at the start, and nobody else has written since.
    private var isComplete = false
    private var nextStack: Int64 = 1
    private let findCallees: SQLiteStatement

    /// Where the functions and paths of one profile are in the store, by row of its `PathTree`; 0 is none.
    struct Places {
        var functions: [Int64]
        var paths: [Int64]
    }

    init(_ connection: SQLiteConnection) throws(StoreError) {
        self.connection = connection
        functions = try FunctionDirectory(connection)
        chains = try ChainWriter(connection)
        findCallees = try SQLiteStatement(
            connection,
            "SELECT first_stack_id, functions FROM stack_chain WHERE parent_id IS ? ORDER BY first_stack_id")
    }

    /// Forgets what may have changed: to be called when a transaction has begun in which others may have written
    /// before, or one of ours was rolled back.
    func refresh() throws(StoreError) {
        chains.discard()
        try forget()
        nextStack =
            try connection.firstInteger(
                """
                SELECT first_stack_id + length(functions) FROM stack_chain ORDER BY first_stack_id DESC LIMIT 1
                """) ?? 1
        isComplete = nextStack == 1
    }

    private func forget() throws(StoreError) {
        known = KnownCode()
        try functions.load(into: &known)
        isComplete = false
    }

    /// The ids of a profile's functions and paths; the new ones are written.
    func place(_ tree: PathTree) throws(StoreError) -> Places {
        if known.count > Self.knownLimit { try forget() }
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
        try chains.flush()
        return places
    }

    private func id(of function: PathTree.NamedFunction) throws(StoreError) -> Int64 {
        let key = function.key
        let held = known.function(key)
        if held != 0 { return held }
        let id = try functions.add(function)
        known.add(function: id, key: key)
        return id
    }

    private func find(_ parent: Int64, _ function: Int64) throws(StoreError) -> Int64? {
        let held = known.path(parent, function)
        if held != 0 { return held }
        if isComplete || known.isExplored(parent) { return nil }
        // All chains that go on from a path are read at once; the rest of its own chain is known since that was read.
        findCallees.bind(1, parent == 0 ? nil : parent)
        while try findCallees.step() {
            guard let first = findCallees.integer(0), let text = findCallees.text(1) else { continue }
            remember(text, first, after: parent)
        }
        findCallees.reset()
        known.markExplored(parent)
        let found = known.path(parent, function)
        return found == 0 ? nil : found
    }

    private func remember(_ chain: String, _ first: Int64, after parent: Int64) {
        var caller = parent
        for (path, character) in zip(first..., chain.unicodeScalars) {
            let callee = ChainText.function(character)
            if known.path(caller, callee) == 0 { known.add(path: path, caller, callee) }
            caller = path
        }
    }

    private func add(_ path: Int, of tree: PathTree, _ parent: Int64, _ function: Int64) throws(StoreError) -> Int64 {
        let id = nextStack
        nextStack += 1
        try chains.add(
            ChainWriter.Path(
                id: id, parent: parent, depth: tree.depths[path], function: function,
                isInlined: tree.isInlined[path], isOutermost: tree.isOutermost[path]))
        known.add(path: id, parent, function)
        if !isComplete { known.markExplored(id) }
        return id
    }
}
