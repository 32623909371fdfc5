import StackModel
import TraceInput

/// A trace as its events tell it: profiles, durations and samples, by thread.
struct ChromeTraceDocument {
    private let file: String
    private var threads = ChromeThreads()
    private var profiles = ChromeProfiles()
    private var durations = ChromeDurations()
    private var samples = ChromeSamples()
    private var async = ChromeAsync()
    private var counters = ChromeCounters()
    /// Events of kinds that tell of no stack: instants, flows, objects.
    private var others = 0
    private var events = 0

    /// A trace of which nothing has been read.
    init(file: String) { self.file = file }

    /// Reads the whole file, an array or an object.
    mutating func read(
        _ json: JSONReader, into builder: inout ProfileBuilder, tally: inout RecordTally
    ) throws(TraceError) {
        var json = json
        if try json.kind() == .array {
            if try readEvents(&json, into: &builder, tally: &tally) { try json.end() }
            return
        }
        var more = try json.open(.object)
        while more {
            let key = try json.key()
            if key == "traceEvents" {
                guard try readEvents(&json, into: &builder, tally: &tally) else { return }
            } else if key == "samples", try json.kind() == .array {
                try samples.readSamples(&json, into: &builder, tally: &tally)
            } else if key == "stackFrames", try json.kind() == .object {
                try samples.readFrames(&json, into: &builder)
            } else {
                try json.skip()
            }
            more = try json.more(.object)
        }
        try json.end()
    }

    /// Reads a list of events; false where the file ended before the list did, which tracers that were killed leave.
    private mutating func readEvents(
        _ json: inout JSONReader, into builder: inout ProfileBuilder, tally: inout RecordTally
    ) throws(TraceError) -> Bool {
        var more = try json.open(.array)
        while more {
            if json.closesAfterComma() { return true }
            if json.isAtEnd() { return isUnterminated(json, into: &builder) }
            let start = json
            let event: ChromeEvent
            do throws(TraceError) {
                event = try ChromeEvent(&json, into: &builder)
            } catch {
                guard error.isCutJSON else { throw error }
                try tally.countBad(error, in: &builder)
                return isUnterminated(start, into: &builder)
            }
            events += 1
            try take(event, at: start, into: &builder, tally: &tally)
            if json.isAtEnd() { return isUnterminated(json, into: &builder) }
            more = try json.more(.array)
        }
        return true
    }

    private func isUnterminated(_ json: JSONReader, into builder: inout ProfileBuilder) -> Bool {
        builder.diagnostics.report(
            .note, "trace.unterminated", at: json.place, "the list of events has no end; what is there is read")
        return false
    }

    private mutating func take(
        _ event: ChromeEvent, at start: JSONReader, into builder: inout ProfileBuilder, tally: inout RecordTally
    ) throws(TraceError) {
        switch event.phase {
        case 0x42, 0x45, 0x58:  // B, E, X
            if let trouble = try durations.take(event, into: &builder) {
                try tally.countBad(
                    start.broken("a time in every duration event", trouble, code: "trace.event"), in: &builder)
            } else {
                tally.countGood()
                try durations.checkLimit(at: start)
            }
        case 0x4D: try threads.note(event, into: &builder)  // M
        case 0x50, 0x49:  // P, I
            var isKnown = try profiles.take(event)
            if !isKnown { isKnown = try counters.takePage(event, into: &builder) }
            if isKnown { tally.countGood() } else { others += 1 }
        case 0x43:  // C
            if try counters.take(event, into: &builder) { tally.countGood() } else { others += 1 }
        case 0x62, 0x53: try async.take(event, begins: true, into: &builder)  // b, S
        case 0x65, 0x46:  // e, F
            try async.take(event, begins: false, into: &builder)
            tally.countGood()
        default: others += 1
        }
    }
}

extension ChromeTraceDocument {
    /// Adds all that was read. V8's profiles are the default, else durations, else samples.
    mutating func addAll(into builder: inout ProfileBuilder, options: ReadOptions) throws(TraceError) {
        var types: [ValueType] = []
        if !profiles.isEmpty { types.append(ChromeProfiles.valueType) }
        if !durations.isEmpty { types.append(ChromeDurations.valueType) }
        types += samples.valueTypes(builder)
        let isAllAsync = types.isEmpty && !async.isEmpty
        if isAllAsync { types.append(ChromeAsync.valueType) }
        if types.count == 1 {
            builder.setWideValueTypes(types)
        } else {
            for type in types { _ = builder.valueType(type) }
        }
        builder.metadata.fileCounts["events"] = events
        try profiles.addSamples(threads, into: &builder, options: options, file: file)
        durations.addSamples(threads, into: &builder, file: file)
        try samples.addSamples(threads, into: &builder, file: file)
        async.add(threads, asSamples: isAllAsync, into: &builder, file: file)
        counters.add(threads, into: &builder)
        if others > 0 {
            builder.diagnostics.report(
                .note, "trace.others", at: SourceLocation(file: file), count: others,
                "an event tells of no stack (an instant, a flow, an object); it is left out")
        }
    }
}

extension ProfileBuilder {
    /// A sample's place in a table that has a column of its own for `type`, or names it in every row.
    mutating func place(_ thread: ThreadID, _ type: ValueType) -> SampleKey {
        var key = SampleKey(stack: .none, thread: thread)
        if case .long = samples.layout { key.valueType = valueType(type) }
        return key
    }
}
