import StackModel

/// The modules of a perf text and the frames that they have without a symbol.
struct PerfModules {
    /// A module as the frames in it need it.
    struct Entry {
        var id = MappingID.none
        /// What stands in the parentheses.
        var path = StringID.none
        /// The same, but none where it says that perf could not name the module.
        var file = StringID.none
        var flags: FrameFlags = []
        /// The frame of all addresses without a symbol, where addresses are not kept.
        var unresolved = FrameID.none

        static let none = Entry()
    }

    /// Where the frames of most lines find their module: by the last eight bytes of the line.
    private var recent = [Entry](repeating: .none, count: 64)
    private var entries: [StringID: Entry] = [:]

    /// The module at the end of a frame's line, if it was seen not long ago, and where its parenthesis opens.
    ///
    /// The same bytes at the end of a line are the same module, because it is looked for from the end.
    @inline(__always)
    func recent(_ line: ByteView, _ builder: borrowing ProfileBuilder) -> (entry: Entry, open: Int)? {
        let entry = recent[PerfModules.slot(line)]
        let path = builder.strings.bytes(entry.path)
        let open = line.count &- path.count &- 2
        guard !path.isEmpty, open > 1, line[open] == 0x28, line[open &- 1] == 0x20,
            line.slice(open &+ 1, line.count &- 1) == path
        else { return nil }
        return (entry, open)
    }

    @inline(__always)
    private static func slot(_ line: ByteView) -> Int {
        Int(truncatingIfNeeded: mix(line.word(at: line.count &- 9), 0x9E37_79B9_7F4A_7C15) & 63)
    }

    /// Remembers the module of a line. A path whose parentheses do not pair depends on more than itself.
    mutating func remember(_ path: ByteView, _ entry: Entry, for line: ByteView) {
        var depth = 0
        for index in 0..<path.count {
            if path[index] == 0x28 { depth += 1 }
            if path[index] == 0x29 { depth -= 1 }
            if depth < 0 { return }
        }
        if depth == 0 { recent[PerfModules.slot(line)] = entry }
    }

    /// The module with a path; none where perf printed none.
    mutating func find(_ path: ByteView?, into builder: inout ProfileBuilder) -> Entry {
        guard let path else { return .none }
        let file = builder.string(path)
        if let entry = entries[file] { return entry }
        let kind = PerfModule.kind(path)
        // A module that perf could not name is no module: the frame is left without one.
        let isKnown = !(path == "[unknown]")
        var entry = Entry(path: file)
        if isKnown {
            entry.id = builder.mapping(Mapping(file: file, kind: kind))
            entry.file = file
            entry.flags = PerfModule.flags(kind)
        }
        let flags = entry.flags.union(.unresolved)
        entry.unresolved = builder.frame(symbol: ByteView(literal: "[unknown]"), mapping: entry.id, flags: flags)
        entries[file] = entry
        return entry
    }
}
