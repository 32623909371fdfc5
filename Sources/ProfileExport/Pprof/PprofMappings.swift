import StackModel

/// pprof's mappings in the order of their ids: the main binary first, which is where tools look for its name.
struct PprofMappings {
    /// What is known of the locations of a mapping.
    struct Facts: OptionSet {
        let rawValue: UInt8
        static let addresses = Facts(rawValue: 1)
        static let functions = Facts(rawValue: 2)
        static let files = Facts(rawValue: 4)
        static let lines = Facts(rawValue: 8)
        static let inlines = Facts(rawValue: 16)
    }

    private let profile: Profile
    /// Places of the mappings, by id - 1; and the id of each place.
    private let order: [Int]
    private let ids: [UInt64]
    private let places: Ranks
    private var facts: [Facts]

    /// Gives ids; `weights` has what was measured in each mapping itself, by place.
    init(_ profile: Profile, places: Ranks, weights: [Int64]) {
        self.profile = profile
        self.places = places
        let isMain = places.rows.map { PprofMappings.isProgram(profile.mappings[MappingID(row: $0)], profile) }
        order = (1..<max(places.count, 1)).sorted { left, right in
            if isMain[left] != isMain[right] { return isMain[left] }
            return weights[left] == weights[right] ? left < right : weights[left] > weights[right]
        }
        var ids = [UInt64](repeating: 0, count: places.count)
        for (index, place) in order.enumerated() { ids[place] = UInt64(index + 1) }
        self.ids = ids
        facts = [Facts](repeating: [], count: places.count)
    }

    /// The id of a mapping; 0 for none.
    func id(_ mapping: MappingID) -> UInt64 { ids[Int(places[mapping.row])] }

    /// Remembers what a location knows.
    mutating func note(_ more: Facts, of mapping: MappingID) { facts[Int(places[mapping.row])].formUnion(more) }

    /// Writes every mapping as field 3.
    func write(_ strings: inout PprofStrings, to message: inout ProtobufMessage) {
        for place in order {
            let mapping = profile.mappings[MappingID(row: places.rows[place])]
            let known = facts[place]
            let field = message.open(3)
            message.field(1, ids[place])
            message.field(2, mapping.start)
            message.field(3, mapping.limit)
            message.field(4, mapping.fileOffset)
            message.field(5, strings.id(mapping.file))
            message.field(6, strings.id(mapping.buildID))
            // Set also where no address was kept: there is nothing left that a symbolizer could look up.
            message.field(7, known.contains(.functions) || !known.isEmpty && !known.contains(.addresses))
            message.field(8, known.contains(.files))
            message.field(9, known.contains(.lines))
            message.field(10, known.contains(.inlines))
            message.close(field)
        }
    }

    /// Whether a mapping can be the program itself: no library, and nothing that every process has.
    private static func isProgram(_ mapping: Mapping, _ profile: Profile) -> Bool {
        let file = profile.strings.bytes(mapping.file)
        guard let first = file.first, first != 0x5B, !file.hasPrefix("//") else { return false }
        guard mapping.kind == .native || mapping.kind == .unknown else { return false }
        return file.baseName.firstIndex(of: ByteView(literal: ".so")) == nil
    }
}
