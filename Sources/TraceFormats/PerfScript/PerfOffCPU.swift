import StackModel

/// Time that threads spent off the CPU, by the stack that they left it with: what `--off-cpu` makes of
/// `sched:sched_switch` events.
///
/// A thread waits from the switch that takes it off a CPU to the switch that puts it on one again. Where that one was not
/// recorded (perf record without -a sees a program's own threads leave only), the thread's next event of any kind ends
/// the wait, and a note says how often.
struct PerfOffCPU {
    /// What a switch says: who leaves, why, and who comes.
    struct Switch: Equatable {
        var leaving: Int64
        var coming: Int64
        /// `S` sleeps, `D` cannot be interrupted, `R` could still run.
        var state: StringID = .none
    }

    private struct Wait {
        var key: SampleKey
        var since: Int64
    }

    static let valueType = ValueType(name: "off_cpu", unit: "nanoseconds")
    private var waits: [Int64: Wait] = [:]
    private var current: (thread: Int64?, change: Switch?) = (nil, nil)
    private var switches = 0
    private var endedByOtherEvents = 0
    private var outOfOrder = 0

    /// Notes the header of the sample that is being read.
    mutating func open(_ header: PerfHeader, into builder: inout ProfileBuilder) {
        current = (header.identity.threadID, nil)
        if header.event.hasSuffix("sched_switch") {
            current.change = PerfOffCPU.change(header.rest, into: &builder)
        }
    }

    /// Takes the sample whose header was noted last, with its stack: it ends waits and may begin one.
    mutating func close(_ sample: PerfSample, into builder: inout ProfileBuilder) {
        guard let time = sample.time else { return }
        if let thread = current.thread, thread > 0 { end(thread, at: time, isSwitch: false, into: &builder) }
        guard let change = current.change else { return }
        switches += 1
        if change.coming > 0 { end(change.coming, at: time, isSwitch: true, into: &builder) }
        guard change.leaving > 0 else { return }
        var key = sample.key
        let state = Label(key: builder.string("state"), text: change.state)
        if !change.state.isNone, builder.detail != .stacks { key.labels = builder.labelSet([state]) }
        waits[change.leaving] = Wait(key: key, since: time)
    }

    /// Says what could not be known; without a single switch there is nothing to show.
    func finish(at location: SourceLocation, into builder: inout ProfileBuilder) throws(TraceError) {
        guard switches > 0 else {
            throw TraceError(
                code: "perf.offcpu", at: location, expected: "sched:sched_switch events with their text",
                found: "none", advice: "record with: perf record -e sched:sched_switch -g -a; perf script -F +trace")
        }
        if !waits.isEmpty {
            builder.diagnostics.report(
                .note, "perf.offcpu.open", at: location, count: waits.count,
                "a thread was still off the CPU at the end of the recording; its last wait is left out")
        }
        if endedByOtherEvents > 0 {
            builder.diagnostics.report(
                .note, "perf.offcpu.resume", at: location, count: endedByOtherEvents,
                "the end of a wait was not recorded: the thread's next event is taken for it (record with -a)")
        }
        if outOfOrder > 0 {
            builder.diagnostics.report(
                .warning, "perf.offcpu.order", at: location, count: outOfOrder,
                "a wait ends before it begins; it is left out")
        }
    }

    private mutating func end(_ thread: Int64, at time: Int64, isSwitch: Bool, into builder: inout ProfileBuilder) {
        guard let wait = waits.removeValue(forKey: thread) else { return }
        guard time >= wait.since else {
            outOfOrder += 1
            return
        }
        if !isSwitch { endedByOtherEvents += 1 }
        builder.addSample(wait.key, value: time.subtractingSaturated(wait.since), time: wait.since)
    }

    /// Reads `prev_comm=a prev_pid=1 prev_prio=120 prev_state=S ==> next_comm=b next_pid=2 next_prio=120`, or as
    /// perf's plugin has it `a:1 [120] S ==> b:2 [120]`.
    static func change(_ text: ByteView, into builder: inout ProfileBuilder) -> Switch? {
        guard let arrow = text.firstIndex(of: ByteView(literal: " ==> ")) else { return nil }
        let before = text.prefix(arrow).trimmed
        let after = text.dropFirst(arrow + 5).trimmed
        if let leaving = number("prev_pid=", in: before), let coming = number("next_pid=", in: after) {
            let start = before.lastIndex(of: ByteView(literal: "prev_state=")).map { $0 + 11 } ?? before.count
            return Switch(leaving: leaving, coming: coming, state: builder.string(before.dropFirst(start)))
        }
        guard let leaving = plain(before), let coming = plain(after) else { return nil }
        let bracket = before.lastIndex(of: 0x5D) ?? before.count - 1
        return Switch(leaving: leaving, coming: coming, state: builder.string(before.dropFirst(bracket + 1).trimmed))
    }

    /// The number behind the last `key`: a command name may hold the key, too.
    private static func number(_ key: StaticString, in text: ByteView) -> Int64? {
        guard let start = text.lastIndex(of: ByteView(literal: key)) else { return nil }
        let digits = text.dropFirst(start + key.utf8CodeUnitCount)
        return digits.prefix(digits.decimalDigits(from: 0)).signedDecimal
    }

    /// The id in `command:id [priority]`.
    private static func plain(_ text: ByteView) -> Int64? {
        guard let bracket = text.lastIndex(of: 0x5B) else { return nil }
        let name = text.prefix(bracket).trimmed
        return name.lastIndex(of: 0x3A).flatMap { name.dropFirst($0 + 1).signedDecimal }
    }
}

extension PerfScriptParser {
    /// Turns the sample of a header into one that begins and ends waits.
    mutating func openSwitch(_ header: PerfHeader, into builder: inout ProfileBuilder) {
        sample.becomeSwitching()
        sample.key.valueType = builder.valueType(PerfOffCPU.valueType)
        offCPU?.open(header, into: &builder)
    }

    /// Ends such a sample.
    mutating func closeSwitch(into builder: inout ProfileBuilder) {
        sample.key.stack = builder.stack(leafFirst: sample.frames)
        offCPU?.close(sample, into: &builder)
        tally.countGood()
    }
}
