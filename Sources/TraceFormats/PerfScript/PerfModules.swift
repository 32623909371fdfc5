import StackModel

/// The modules of a perf text and the frames that they have without a symbol.
struct PerfModules {
    /// A module as the frames in it need it.
    struct Entry {
        var id = MappingID.none
        /// What stands in the parentheses; none where it says that perf could not name the module.
        var file = StringID.none
        var flags: FrameFlags = []
        /// The frame of all addresses without a symbol, where addresses are not kept.
        var unresolved = FrameID.none

        static let none = Entry()
    }

    /// Where the frames of most lines find their module: by the last eight bytes of the line. The texts are what the line
    /// ends in, ` (PATH)`.
    private var recent = [Entry](repeating: .none, count: 64)
    private var endings = ShortTexts(slots: 64)
    private var entries: [StringID: Entry] = [:]

    /// The module at the end of a frame's line, if it was seen not long ago, and where its parenthesis opens.
    ///
    /// The same bytes at the end of a line are the same module, because it is looked for from the end.
    @inline(__always)
    func recent(_ line: ByteView) -> (entry: Entry, open: Int)? {
        let slot = endings.slot(of: line)
        guard endings.ends(line, in: slot) else { return nil }
        return (recent[slot], line.count &- endings.count(slot) &+ 1)
    }

    /// Remembers the module of a line. A path whose parentheses do not pair depends on more than itself.
    mutating func remember(_ path: ByteView, _ entry: Entry, for line: ByteView) {
        var depth = 0
        for index in 0..<path.count {
            if path[index] == 0x28 { depth += 1 }
            if path[index] == 0x29 { depth -= 1 }
            if depth < 0 { return }
        }
        let start = line.count - path.count - 3
        guard depth == 0, !path.isEmpty, start > 0, line[start] == 0x20, line[start + 1] == 0x28 else { return }
        let slot = endings.slot(of: line)
        if endings.put(line.dropFirst(start), into: slot) { recent[slot] = entry }
    }

    /// The module with a path; none where perf printed none.
    mutating func find(_ path: ByteView?, into builder: inout ProfileBuilder) -> Entry {
        guard let path else { return .none }
        let file = builder.string(path)
        if let entry = entries[file] { return entry }
        let kind = PerfModule.kind(path)
        // A module that perf could not name is no module: the frame is left without one.
        let isKnown = !(path == "[unknown]")
        var entry = Entry()
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
