import StackModel

/// The modules of a perf text; the last one is mostly the next one.
struct PerfModules {
    struct Entry {
        var id: MappingID
        var file: StringID
        var flags: FrameFlags

        static let none = Entry(id: .none, file: .none, flags: [])
    }

    private var last = Entry.none
    private var entries: [StringID: Entry] = [:]

    /// The mapping of a path; none where perf printed none.
    @inline(__always)
    mutating func find(_ path: ByteView?, into builder: inout ProfileBuilder) -> Entry {
        guard let path else { return .none }
        if !last.file.isNone, builder.strings.bytes(last.file) == path { return last }
        return slowFind(path, into: &builder)
    }

    @inline(never)
    private mutating func slowFind(_ path: ByteView, into builder: inout ProfileBuilder) -> Entry {
        let file = builder.string(path)
        if let entry = entries[file] {
            last = entry
            return entry
        }
        let kind = PerfModule.kind(path)
        // A module that perf could not name is no module: the frame is left without one.
        let entry =
            path == "[unknown]"
            ? Entry.none
            : Entry(id: builder.mapping(Mapping(file: file, kind: kind)), file: file, flags: PerfModule.flags(kind))
        entries[file] = entry
        if !entry.file.isNone { last = entry }
        return entry
    }
}

/// The threads of a perf text.
struct PerfThreads {
    private var last: (id: ThreadID, thread: ThreadInfo)?

    /// The thread that a header names.
    @inline(__always)
    mutating func find(_ header: PerfHeader, into builder: inout ProfileBuilder) -> ThreadID {
        if let last, last.thread.threadID == header.threadID, last.thread.processID == header.processID,
            builder.strings.bytes(last.thread.command) == header.command
        {
            return last.id
        }
        let thread = ThreadInfo(
            processID: header.processID, threadID: header.threadID, command: builder.string(header.command))
        let id = builder.thread(thread)
        last = (id, thread)
        return id
    }
}

/// The events of a perf text: each is a value type of its own.
struct PerfEvents {
    private var ids: [(name: [UInt8], id: ValueTypeID)] = []
    /// Whether the print has periods; false makes the number of samples the only value.
    private(set) var havePeriods = true

    /// The value type of a header's event.
    mutating func find(_ header: PerfHeader, into builder: inout ProfileBuilder) -> ValueTypeID {
        for known in ids where ByteView.withBytes(of: known.name, { $0 == header.event }) { return known.id }
        if ids.isEmpty { havePeriods = header.period != nil }
        let event = header.event.text
        let type: ValueType
        if havePeriods {
            type = ValueType(name: event.isEmpty ? "samples" : event, unit: PerfEvents.unit(event))
        } else {
            type = ValueType(name: ids.isEmpty ? "samples" : "samples:\(event)", unit: "count")
        }
        let id = builder.valueType(type)
        ids.append((header.event.bytes, id))
        return id
    }

    /// cpu-clock and task-clock count nanoseconds, whatever their modifiers; all other events count.
    private static func unit(_ event: String) -> String {
        let base = event.split(separator: ":", maxSplits: 1).first.map(String.init) ?? event
        return base == "cpu-clock" || base == "task-clock" ? "nanoseconds" : "count"
    }
}
