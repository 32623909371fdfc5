/// What a mapping holds, as far as its name tells.
package enum MappingKind: UInt8, Sendable, BitwiseCopyable {
    case unknown = 0
    case native = 1
    case kernel = 2
    case jit = 3
}

/// One binary, library or other piece of mapped code.
package struct Mapping: Sendable, BitwiseCopyable {
    /// Path as in the trace.
    package var file: StringID = .none
    package var buildID: StringID = .none
    /// First address, and the first address after the end; 0 when the trace does not say.
    package var start: UInt64 = 0
    package var limit: UInt64 = 0
    package var fileOffset: UInt64 = 0
    package var kind: MappingKind = .unknown

    /// A mapping of which only some facts are known.
    package init(file: StringID = .none, kind: MappingKind = .unknown) {
        self.file = file
        self.kind = kind
    }
}

/// The mappings of a profile, each once.
package struct MappingTable: ~Copyable, Sendable {
    private var rows = Column<Mapping>()
    private var index = HashSlots()
    private let seed: UInt64

    /// A table of the absent mapping only.
    package init(seed: UInt64) {
        self.seed = seed
        rows.append(Mapping())
    }

    /// How many mappings there are, the absent one included.
    package var count: Int { rows.count }

    /// The mapping `id`.
    package subscript(id: MappingID) -> Mapping { rows[id.row] }

    /// The id of `mapping`, which is added when it is new.
    package mutating func intern(_ mapping: Mapping) -> MappingID {
        var hash = mix(seed ^ UInt64(mapping.file.raw), UInt64(mapping.buildID.raw) | 1)
        hash = mix(hash ^ mapping.start, 0x9E37_79B9_7F4A_7C15)
        hash = mix(hash ^ mapping.limit ^ mapping.fileOffset, 0xD6E8_FEB8_6659_FD93)
        let row = index.find(hash) { self.rows[$0] == mapping }
        if row != 0 { return MappingID(row: row) }
        let id = MappingID(row: rows.count)
        rows.append(mapping)
        index.insert(hash, row: id.row)
        return id
    }
}

extension Mapping: Equatable {}
