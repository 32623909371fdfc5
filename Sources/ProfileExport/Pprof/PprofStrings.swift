import StackModel

/// pprof's string table: string 0 is empty, ids follow the order of first use.
struct PprofStrings: ~Copyable {
    private let profile: Profile
    private var table = StringTable(seed: ProcessSeed.value)
    /// Id by row of the profile's own strings; 0 where there is none yet.
    private var ids: [UInt32]

    /// The empty string only.
    init(_ profile: Profile) {
        self.profile = profile
        ids = [UInt32](repeating: 0, count: profile.strings.count)
    }

    /// The id of one of the profile's strings, raw bytes as in the trace.
    mutating func id(_ string: StringID) -> UInt64 {
        if string.isNone { return 0 }
        if ids[string.row] == 0 { ids[string.row] = table.intern(profile.strings.bytes(string)).raw }
        return UInt64(ids[string.row])
    }

    /// The id of a text.
    mutating func id(_ text: String) -> UInt64 { UInt64(table.intern(text).raw) }

    /// Writes every string as field 6.
    func write(to message: inout ProtobufMessage) {
        for row in 0..<table.count { message.field(6, table.bytes(StringID(row: row))) }
    }
}
