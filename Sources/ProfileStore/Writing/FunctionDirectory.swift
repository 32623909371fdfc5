/// The functions of a store and their origins: gives each its id, and adds those that are new.
///
/// There is no index by name, which would hold every name a second time: the names that the store has are read once,
/// and kept in memory.
final class FunctionDirectory {
    private let connection: SQLiteConnection
    private let insertFunction: SQLiteStatement
    private let insertOrigin: SQLiteStatement
    private var origins: [Origin: Int64] = [:]
    private var nextFunction: Int64 = 1
    private var nextOrigin: Int64 = 1

    private struct Origin: Hashable {
        var place: String
        var module: String?
        var file: String?
        var kind: String?
    }

    init(_ connection: SQLiteConnection) throws(StoreError) {
        self.connection = connection
        insertFunction = try SQLiteStatement(connection, "INSERT INTO function_name VALUES (?, ?, ?, ?)")
        insertOrigin = try SQLiteStatement(connection, "INSERT INTO origin VALUES (?, ?, ?, ?, ?)")
    }

    /// Reads what the store has into `known`, which is empty.
    func load(into known: inout KnownCode) throws(StoreError) {
        nextFunction = try connection.nextID("function_id", of: "function_name")
        nextOrigin = try connection.nextID("origin_id", of: "origin")
        origins = [:]
        let rows = try SQLiteStatement(connection, "SELECT origin_id, place, module, source_file, kind FROM origin")
        while try rows.step() {
            guard let id = rows.integer(0), let place = rows.text(1) else { continue }
            origins[Origin(place: place, module: rows.text(2), file: rows.text(3), kind: rows.text(4))] = id
        }
        let functions = try SQLiteStatement(connection, "SELECT function_id, function, place FROM function")
        while try functions.step() {
            guard let id = functions.integer(0), let name = functions.text(1), let place = functions.text(2) else {
                continue
            }
            known.add(function: id, key: PathTree.NamedFunction(name: name, place: place).key)
        }
    }

    /// Writes a function that is new to the store; gives its number.
    func add(_ function: PathTree.NamedFunction) throws(StoreError) -> Int64 {
        let id = nextFunction
        nextFunction += 1
        insertFunction.bind(1, id)
        insertFunction.bind(2, function.name)
        insertFunction.bind(3, try origin(of: function))
        insertFunction.bind(4, function.systemName)
        try insertFunction.insert()
        return id
    }

    private func origin(of function: PathTree.NamedFunction) throws(StoreError) -> Int64 {
        let origin = Origin(
            place: function.place, module: function.module, file: function.file, kind: function.flags.kind)
        if let id = origins[origin] { return id }
        let id = nextOrigin
        nextOrigin += 1
        origins[origin] = id
        insertOrigin.bind(1, id)
        insertOrigin.bind(2, origin.place)
        insertOrigin.bind(3, origin.module)
        insertOrigin.bind(4, origin.file)
        insertOrigin.bind(5, origin.kind)
        try insertOrigin.insert()
        return id
    }
}
