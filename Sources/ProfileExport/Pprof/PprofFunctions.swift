import StackModel

/// pprof's functions; ids follow the order in which locations name them.
struct PprofFunctions {
    private let profile: Profile
    private let places: Ranks
    /// Id by place; 0 where there is none yet. Place by id, the first is none.
    private var ids: [UInt64]
    private var placeOfID: [Int] = [0]

    /// No functions yet.
    init(_ profile: Profile, places: Ranks) {
        self.profile = profile
        self.places = places
        ids = [UInt64](repeating: 0, count: places.count)
    }

    /// The id of a function.
    mutating func id(_ function: FunctionID) -> UInt64 {
        let place = Int(places[function.row])
        if ids[place] == 0 {
            ids[place] = UInt64(placeOfID.count)
            placeOfID.append(place)
        }
        return ids[place]
    }

    /// Writes every function as field 5.
    func write(_ strings: inout PprofStrings, to message: inout ProtobufMessage) {
        for id in 1..<placeOfID.count {
            let function = profile.functions[FunctionID(row: places.rows[placeOfID[id]])]
            let field = message.open(5)
            message.field(1, UInt64(id))
            message.field(2, strings.id(function.name))
            message.field(3, strings.id(function.systemName))
            message.field(4, strings.id(function.file))
            message.field(5, Int64(function.startLine))
            message.close(field)
        }
    }
}
