import StackModel

/// The events of a perf text: each is a value type of its own.
///
/// An event's value is the sum of its periods; one without periods counts its samples. Where no event of the file has a
/// period, `samples` is all that is counted.
struct PerfEvents {
    private struct Event {
        var name: StringID
        var id: ValueTypeID
    }

    private var events: [Event] = []
    private var index: [StringID: ValueTypeID] = [:]
    private var last = Event(name: .none, id: .none)
    /// Whether any line had a period; false makes the number of samples the only value.
    private(set) var havePeriods = false

    /// The value type of a header's event; none where a file has more events than anybody can want.
    @inline(__always)
    mutating func find(_ header: PerfHeader, into builder: inout ProfileBuilder) -> ValueTypeID {
        if header.period != nil { havePeriods = true }
        if !last.id.isNone, builder.strings.bytes(last.name) == header.event { return last.id }
        return slowFind(header.event, into: &builder)
    }

    /// The value type of samples whose event is not told.
    mutating func findUnnamed(into builder: inout ProfileBuilder) -> ValueTypeID { slowFind(.empty, into: &builder) }

    @inline(never)
    private mutating func slowFind(_ event: ByteView, into builder: inout ProfileBuilder) -> ValueTypeID {
        let name = builder.string(event)
        last = Event(name: name, id: index[name] ?? .none)
        if !last.id.isNone { return last.id }
        guard events.count < PerfEvents.mostEvents else { return .none }
        last.id = builder.valueType(PerfEvents.valueType(event.text))
        index[name] = last.id
        events.append(last)
        return last.id
    }

    /// Takes over the events of a piece and gives the value type here of each value type there; nil, and nothing done,
    /// where they are too many.
    mutating func join(_ events: PerfEvents, _ piece: Profile, into builder: inout ProfileBuilder) -> [ValueTypeID]? {
        guard self.events.count + events.events.count <= PerfEvents.mostEvents else { return nil }
        var types = [ValueTypeID](repeating: .none, count: piece.valueTypes.count)
        for event in events.events {
            types[event.id.row - 1] = slowFind(piece.strings.bytes(event.name), into: &builder)
        }
        havePeriods = havePeriods || events.havePeriods
        return types
    }

    /// perf itself opens a file for each event; a text with more of them is damaged or made to do damage.
    static let mostEvents = 4096

    /// Names the value types of a file without periods; called once all samples are read.
    func finish(_ builder: inout ProfileBuilder) {
        builder.metadata.derivesSampleCounts = havePeriods
        guard !havePeriods else { return }
        for (index, event) in events.enumerated() {
            let name = index == 0 ? "samples" : "samples:" + builder.strings.text(event.name)
            builder.rename(event.id, to: ValueType(name: name, unit: "count"))
        }
    }

    /// cpu-clock and task-clock count nanoseconds, whatever their modifiers; all other events count.
    static func valueType(_ event: String) -> ValueType {
        let isClock = event.split { $0 == ":" || $0 == "/" }.contains { $0 == "cpu-clock" || $0 == "task-clock" }
        return ValueType(name: event.isEmpty ? "period" : event, unit: isClock ? "nanoseconds" : "count")
    }
}
