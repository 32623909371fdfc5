import StackModel
import TraceInput

/// Reads perf text line by line: a header opens a sample, frames follow, a blank line or the next header closes it.
///
/// It does not rely on blank lines, so prints without call chains (`-G`) and files cut short are read too.
struct PerfScriptParser {
    private let options: ReadOptions
    private var tally: RecordTally
    private var events = PerfEvents()
    private var threads = PerfThreads()
    private var modules = PerfModules()
    private var metadata = PerfMetadata()

    private var hasSample = false
    private var key = SampleKey(stack: .none)
    private var value: Int64 = 0
    private var time: Int64?
    /// Frames of the open sample, leaf first; inlined ones wait for the frame that they are inlined into.
    private var frames: [FrameID] = []
    private var inlined: [FrameID] = []
    private var inlinedNames: [StringID] = []

    init(options: ReadOptions) {
        self.options = options
        tally = RecordTally(isStrict: options.isStrict)
        frames.reserveCapacity(256)
    }

    /// Takes the next line.
    @inline(__always)
    mutating func take(
        _ line: ByteView, from reader: ByteReader, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        guard let first = line.first else {
            closeSample(into: &builder)
            return
        }
        if first == 0x09 || first == 0x20 {
            if hasSample, reader.lineIsWhole, let frame = PerfFrame(line) {
                add(frame, into: &builder)
                return
            }
        }
        try takeOther(line, from: reader, into: &builder)
    }

    /// Ends the file: the last sample counts when its last line is whole.
    mutating func finish(_ reader: ByteReader, into builder: inout ProfileBuilder) throws(TraceError) {
        closeSample(into: &builder)
        metadata.apply(to: &builder)
        try tally.judge(reader, builder, what: "sample")
        builder.metadata.derivesSampleCounts = events.havePeriods
    }

    @inline(__always)
    private mutating func add(_ frame: PerfFrame, into builder: inout ProfileBuilder) {
        if frame.isInlined {
            inlinedNames.append(builder.string(frame.symbol))
            return
        }
        let module = modules.find(frame.module, into: &builder)
        if !inlinedNames.isEmpty { flushInlined(module, into: &builder) }
        let isUnknown = frame.symbol.isEmpty || frame.symbol == "[unknown]"
        if isUnknown {
            frames.append(unresolved(frame, module, into: &builder))
        } else {
            frames.append(builder.frame(symbol: frame.symbol, mapping: module.id, flags: module.flags))
        }
    }

    @inline(never)
    private func unresolved(
        _ frame: PerfFrame, _ module: PerfModules.Entry, into builder: inout ProfileBuilder
    ) -> FrameID {
        let flags = module.flags.union(.unresolved)
        guard options.keepsAddresses else {
            return builder.frame(symbol: ByteView(literal: "[unknown]"), mapping: module.id, flags: flags)
        }
        let function = builder.function(Function(name: builder.string("[unknown]"), module: module.file))
        return builder.frame(
            Frame(function: function, mapping: module.id, address: frame.address, flags: flags))
    }

    /// Gives waiting inlined frames the module of the frame that they are inlined into.
    private mutating func flushInlined(_ module: PerfModules.Entry, into builder: inout ProfileBuilder) {
        for name in inlinedNames {
            let function = builder.function(Function(name: name, module: module.file))
            frames.append(
                builder.frame(
                    Frame(function: function, mapping: module.id, flags: module.flags.union(.inlined))))
        }
        inlinedNames.removeAll(keepingCapacity: true)
    }

    private mutating func closeSample(into builder: inout ProfileBuilder) {
        guard hasSample else { return }
        if !inlinedNames.isEmpty { flushInlined(PerfModules.Entry.none, into: &builder) }
        var stack = StackID.none
        var index = frames.count
        while index > 0 {
            index &-= 1
            stack = builder.stack(parent: stack, frame: frames[index])
        }
        key.stack = stack
        builder.addSample(key, value: value, time: time)
        tally.countGood()
        hasSample = false
        frames.removeAll(keepingCapacity: true)
    }

    /// A line that is no frame of an open sample.
    @inline(never)
    private mutating func takeOther(
        _ line: ByteView, from reader: ByteReader, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        let text = line.trimmed
        if text.isEmpty {
            closeSample(into: &builder)
            return
        }
        if text.first == 0x23 {
            metadata.take(text)
            return
        }
        if !reader.lineIsWhole, !isWholeLastLine(line) {
            hasSample = false
            frames.removeAll()
            inlinedNames.removeAll()
            builder.diagnostics.report(
                .warning, "perf.truncated", at: reader.location(),
                "the file ends inside a sample: the last sample is left out")
            return
        }
        if hasSample, line.first == 0x09 || line.first == 0x20, let frame = PerfFrame(line) {
            add(frame, into: &builder)
            return
        }
        if let header = PerfHeader(line) {
            closeSample(into: &builder)
            try open(header, from: reader, into: &builder)
            return
        }
        if text.firstIndex(of: ByteView(literal: "PERF_RECORD_")) != nil {
            closeSample(into: &builder)
            return
        }
        if PerfFrame(line)?.module != nil {
            let error = TraceError(
                code: "perf.frame.orphan", at: reader.location(column: 0), expected: "a sample's first line",
                found: "a frame: \(text.quoted)")
            try tally.countBad(error, in: &builder)
            return
        }
        // Inside a sample: source lines, registers, branch stacks and the like are not frames.
        if hasSample, line.first == 0x09 || line.first == 0x20 { return }
        let error = TraceError(
            code: "perf.line", at: reader.location(column: 0),
            expected: "a sample's first line (command, thread, time, event)", found: text.quoted)
        try tally.countBad(error, in: &builder)
    }

    /// Whether a last line without a newline is a whole header or a whole frame.
    private func isWholeLastLine(_ line: ByteView) -> Bool {
        if hasSample, line.first == 0x09 || line.first == 0x20, let frame = PerfFrame(line) {
            return frame.module != nil || frame.isInlined
        }
        guard let header = PerfHeader(line) else { return false }
        return !header.event.isEmpty && line.trimmed.last == 0x3A
    }

    private mutating func open(
        _ header: PerfHeader, from reader: ByteReader, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        if header.periodIsTooLarge || header.period.map({ $0 > UInt64(Int64.max) }) == true {
            let error = TraceError(
                code: "perf.period", at: reader.location(column: 0), expected: "a period of at most 63 bits",
                found: "a larger one")
            try tally.countBad(error, in: &builder)
            return
        }
        hasSample = true
        time = header.time
        value = header.period.map { Int64(clamping: $0) } ?? 1
        key = SampleKey(stack: .none)
        key.thread = threads.find(header, into: &builder)
        key.valueType = events.find(header, into: &builder)
        if !header.rest.isEmpty, let frame = PerfFrame(header.rest), frame.module != nil {
            add(frame, into: &builder)
        }
    }
}
