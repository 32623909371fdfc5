/// One function, as its trace names it.
package struct Function: Hashable, Sendable, BitwiseCopyable {
    /// Name as in the trace.
    package var name: StringID
    /// Mangled name, where the trace has one of its own.
    package var systemName: StringID = .none
    /// Path of the binary or library it was found in.
    package var module: StringID = .none
    /// Source file or URL.
    package var file: StringID = .none
    /// Line of its definition, 1-based; 0 when unknown.
    package var startLine: Int32 = 0

    /// A function of which at least the name is known.
    package init(
        name: StringID, systemName: StringID = .none, module: StringID = .none, file: StringID = .none,
        startLine: Int32 = 0
    ) {
        self.name = name
        self.systemName = systemName
        self.module = module
        self.file = file
        self.startLine = startLine
    }
}

/// The functions of a profile, each once.
package struct FunctionTable: ~Copyable, Sendable {
    private var rows = Column<Function>()
    private var index = HashSlots(expecting: 1024)
    private let seed: UInt64

    /// A table of the absent function only.
    package init(seed: UInt64) {
        self.seed = seed
        rows.append(Function(name: .none))
    }

    /// How many functions there are, the absent one included.
    package var count: Int { rows.count }

    /// The function `id`.
    package subscript(id: FunctionID) -> Function { rows[id.row] }

    /// The id of `function`, which is added when it is new.
    package mutating func intern(_ function: Function) -> FunctionID {
        let names = UInt64(function.name.raw) << 32 | UInt64(function.module.raw)
        let place = UInt64(function.file.raw) << 32 | UInt64(UInt32(bitPattern: function.startLine))
        let system = 0xD6E8_FEB8_6659_FD93 ^ UInt64(function.systemName.raw)
        let hash = mix(mix(seed ^ names, 0x9E37_79B9_7F4A_7C15) ^ place, system)
        let row = index.find(hash) { self.rows[$0] == function }
        if row != 0 { return FunctionID(row: row) }
        let id = FunctionID(row: rows.count)
        rows.append(function)
        index.insert(hash, row: id.row)
        return id
    }

    /// The table with other functions in the same rows; nil where two of them would be one.
    func replacing(_ replacements: [FunctionID: Function]) -> FunctionTable? {
        var replaced = FunctionTable(seed: seed)
        for row in 1..<max(rows.count, 1) {
            let id = FunctionID(row: row)
            guard replaced.intern(replacements[id] ?? rows[row]) == id else { return nil }
        }
        return replaced
    }

    /// Says in which module a function stands, for formats that tell this only where the function is used.
    package mutating func setModule(_ module: StringID, of id: FunctionID) {
        rows[id.row].module = module
    }
}
