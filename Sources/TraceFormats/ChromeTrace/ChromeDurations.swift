import StackModel
import TraceInput

/// Duration events of all threads: B and E, which begin and end, and X, which do both.
struct ChromeDurations {
    static let valueType = ValueType(name: "time", unit: "nanoseconds")

    /// They are sorted in memory, so their number is limited; a trace with more is a gigabyte of JSON.
    private static let limit = 4 << 20

    private var count = 0
    private var rows: [ChromeThreadDurations] = []
    private var rowOf: [ChromeThreadKey: Int] = [:]
    private var latest: (key: ChromeThreadKey, row: Int)?

    /// Whether the trace has no duration events.
    var isEmpty: Bool { rows.isEmpty }

    /// Takes a B, E or X event; says what is wrong with one that cannot be placed.
    mutating func take(_ event: ChromeEvent, into builder: inout ProfileBuilder) throws(TraceError) -> String? {
        guard let time = event.time else { return "none" }
        count += 1
        let name = try event.nameID(into: &builder)
        let row = row(of: event.thread)
        switch event.phase {
        case 0x45: rows[row].end(name, at: time)
        case 0x42: rows[row].begin(name, try event.arguments.frame(name, into: &builder), at: time)
        default:
            guard let duration = event.duration else { return "no duration" }
            guard duration >= 0 else { return "a duration below 0" }
            let frame = try event.arguments.frame(name, into: &builder)
            rows[row].complete(frame, from: time, to: time.addingSaturated(duration))
        }
        return nil
    }

    /// Refuses more events than are kept in memory.
    func checkLimit(at json: JSONReader) throws(TraceError) {
        guard count > ChromeDurations.limit else { return }
        throw json.broken(
            "at most \(ChromeDurations.limit) duration events", "more", code: "trace.events")
    }

    private mutating func row(of key: ChromeThreadKey) -> Int {
        if let latest, latest.key == key { return latest.row }
        let row = rowOf[key] ?? rows.count
        if row == rows.count {
            rowOf[key] = row
            rows.append(ChromeThreadDurations(key: key))
        }
        latest = (key, row)
        return row
    }

    /// Adds every thread's events as spans, and the time of each that it does not enclose others for as a sample.
    mutating func addSamples(_ threads: ChromeThreads, into builder: inout ProfileBuilder, file: String) {
        for row in rows.indices {
            let thread = threads.thread(rows[row].key, into: &builder)
            let intervals = rows[row].intervals(into: &builder, file: file)
            for interval in intervals {
                builder.addSpan(
                    Span(
                        thread: thread, name: builder.functions[builder.frames[interval.frame].function].name,
                        start: interval.start, duration: interval.end.subtractingSaturated(interval.start)))
            }
            let nested = NestedIntervals(intervals)
            nested.report(into: &builder, file: file)
            nested.addSamples(builder.place(thread, ChromeDurations.valueType), into: &builder)
        }
    }
}
