import StackModel
import TraceInput

/// A recording while it is read: readings go into the model at once, calls when all of them are known.
struct MprofRecording {
    /// What is counted: bytes that were kept and that were given back by a function itself, its time, its calls.
    static let valueTypes = [
        ValueType(name: "growth", unit: "bytes"), ValueType(name: "freed", unit: "bytes"),
        ValueType(name: "time", unit: "nanoseconds"), ValueType(name: "calls", unit: "count"),
    ]

    private var calls: [Call] = []
    private var tally: RecordTally
    private var first: MprofReading?
    private var last: MprofReading?
    private var peak: Int64 = 0

    /// A call, as it is nested.
    private struct Call {
        var frame: FrameID
        var growth: Int64
        var start: Int64
        var end: Int64
        var level: Int64?
        var caller = -1
    }

    /// An empty recording.
    init(isStrict: Bool) { tally = RecordTally(isStrict: isStrict) }

    /// Reads all lines.
    mutating func read(_ reader: ByteReader, into builder: inout ProfileBuilder) throws(TraceError) {
        while let line = try reader.nextLine() {
            if line.trimmed.isEmpty { continue }
            if line.hasPrefix("CMDLINE ") {
                builder.metadata.commandLine = line.dropFirst(8).trimmed.text
            } else if let reading = MprofReading(line) {
                add(reading, into: &builder)
                tally.countGood()
            } else if let call = MprofCall(line) {
                add(call, into: &builder)
                tally.countGood()
            } else {
                let error = TraceError(
                    code: "mprof.line", at: reader.location(column: 0), expected: "a line MEM, CHLD, FUNC or CMDLINE",
                    found: line.quoted)
                try tally.countBad(error, in: &builder)
            }
        }
        try tally.judge(reader, builder, what: "line")
        builder.metadata.recordedAt = first?.time
        builder.metadata.start = first?.time
        builder.metadata.fileCounts = ["calls": calls.count, "readings": tally.good - calls.count]
        if let first, let last { builder.metadata.duration = max(last.time.subtractingSaturated(first.time), 0) }
    }

    private mutating func add(_ reading: MprofReading, into builder: inout ProfileBuilder) {
        let name = reading.child.map { "memory of child \($0)" } ?? "memory"
        builder.addReading(ValueType(name: name, unit: "bytes"), at: reading.time, value: reading.memory)
        guard reading.child == nil else { return }
        first = first ?? reading
        last = reading
        peak = max(peak, reading.memory)
    }

    private mutating func add(_ call: MprofCall, into builder: inout ProfileBuilder) {
        let function = builder.function(Function(name: builder.string(call.name)))
        let growth = call.memory.end.subtractingSaturated(call.memory.start)
        let duration = max(call.time.end.subtractingSaturated(call.time.start), 0)
        calls.append(
            Call(
                frame: builder.frame(Frame(function: function, flags: .interpreted)), growth: growth,
                start: call.time.start, end: call.time.start.addingSaturated(duration), level: call.level))
        let label = Label(key: builder.string("growth"), number: growth, unit: builder.string("bytes"))
        builder.addSpan(
            Span(
                thread: .none, name: builder.string(call.name), start: call.time.start, duration: duration,
                labels: builder.labelSet([label])))
    }
}

// Calls within calls.
extension MprofRecording {
    /// Adds what each call did itself. A recording without marked functions is one call: the process, which grew from
    /// its first reading to its peak.
    mutating func addCalls(into builder: inout ProfileBuilder) {
        if calls.isEmpty, let first, let last {
            let function = builder.function(Function(name: builder.string("(process)")))
            calls.append(
                Call(
                    frame: builder.frame(Frame(function: function)), growth: peak.subtractingSaturated(first.memory),
                    start: first.time, end: last.time))
        }
        nest()
        let order = CallOrder(calls.map(\.caller))
        var stacks = [StackID](repeating: .none, count: calls.count)
        for row in order.order {
            let call = calls[row]
            var growth = call.growth
            var time = call.end.subtractingSaturated(call.start)
            for callee in order.callees(of: row) {
                growth = growth.subtractingSaturated(calls[callee].growth)
                time = time.subtractingSaturated(calls[callee].end.subtractingSaturated(calls[callee].start))
            }
            let below = call.caller < 0 ? StackID.none : stacks[call.caller]
            stacks[row] = builder.stack(parent: below, frame: call.frame)
            let freed = growth < 0 ? Int64(0).subtractingSaturated(growth) : 0
            builder.addSample(
                SampleKey(stack: stacks[row]), values: [max(growth, 0), freed, max(time, 0), 1], time: call.start)
        }
    }

    /// A call is within the shortest one that lasted from before it until after it, and is nested less deep.
    private mutating func nest() {
        let order = calls.indices.sorted { left, right in
            let (first, second) = (calls[left], calls[right])
            if first.start != second.start { return first.start < second.start }
            if first.end != second.end { return first.end > second.end }
            return (first.level ?? 0, left) < (second.level ?? 0, right)
        }
        var open: [Int] = []
        for row in order {
            while let outer = open.last, !holds(calls[outer], calls[row]) { open.removeLast() }
            calls[row].caller = open.last ?? -1
            open.append(row)
        }
    }

    /// Whether `inner` ran within `outer`; times are rounded to a tenth of a millisecond.
    private func holds(_ outer: Call, _ inner: Call) -> Bool {
        if let level = outer.level, let deeper = inner.level, deeper <= level { return false }
        return outer.end.addingSaturated(100_000) >= inner.end
    }
}
