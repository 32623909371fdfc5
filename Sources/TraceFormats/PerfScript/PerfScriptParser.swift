import StackModel
import TraceInput

/// Reads perf text line by line: a header opens a sample, frames follow, a blank line or the next header closes it.
///
/// It does not rely on blank lines, so prints without call chains (`-G`) and files cut short are read too. The lines of
/// an ordinary print take the short ways in this file; all other shapes are in PerfScriptParser+Other.swift.
struct PerfScriptParser: Sendable {
    let options: ReadOptions
    let detail: SampleDetail
    var tally: RecordTally
    var events = PerfEvents()
    var threads = PerfThreads()
    var headers = PerfHeaderMemo()
    var modules = PerfModules()
    var metadata = PerfMetadata()
    var cpus = PerfCPULabels()
    var deferred = PerfDeferredStacks()
    var sample = PerfSample()
    /// Makes samples of waits; nil where samples are what they are.
    var offCPU: PerfOffCPU?
    /// The first stack without a header: a sample only if the whole file has no headers.
    var heldSample: HeldSample?
    var headlessSamples = 0
    var sawHeader = false
    /// Lines that might have been headers, had frames followed.
    var framelessLines = 0
    var firstFramelessLine: SourceLocation?
    /// Whether a new record may begin here: behind a blank line, a comment or a line that stands for itself.
    var isBetweenRecords = true
    /// Whether every line so far meant what it would mean in any place of any text: nothing of it changes later lines.
    var isPlain = true
    /// Whether frames may take the short way: addresses are not kept.
    let dropsAddresses: Bool

    /// A sample that is whole but may turn out to be none.
    struct HeldSample {
        var key: SampleKey
        var location: SourceLocation
    }

    init(options: ReadOptions, detail: SampleDetail) {
        self.options = options
        self.detail = detail
        tally = RecordTally(isStrict: options.isStrict)
        dropsAddresses = !options.keepsAddresses && detail == .stacks
        if options.isOffCPU { offCPU = PerfOffCPU() }
    }

    /// Takes a line if it is an ordinary frame of an open sample, or empty; false for all others.
    @inline(__always)
    mutating func takeOrdinary(_ line: ByteView, into builder: inout ProfileBuilder) -> Bool {
        if line.first == 0x09 { return sample.isCounted && takeFrame(line, into: &builder) }
        guard line.isEmpty else { return false }
        closeSample(into: &builder)
        isBetweenRecords = true
        return true
    }

    /// The short way of a frame as perf prints it: `\t%16x SYMBOL+0xOFFSET (MODULE)`, in a module seen not long ago.
    @inline(__always)
    private mutating func takeFrame(_ line: ByteView, into builder: inout ProfileBuilder) -> Bool {
        let count = line.count
        guard count > 22, line[17] == 0x20, line[count &- 1] == 0x29, line.isPaddedHexadecimal(at: 1),
            let (module, open) = modules.recent(line), open > 19
        else { return false }
        let symbol = PerfFrame.withoutOffset(line.slice(18, open &- 1))
        guard let last = symbol.last else { return false }
        if last == 0x5D {
            guard dropsAddresses, symbol == "[unknown]" else { return false }
            sample.frames.append(module.unresolved)
            return true
        }
        let first = symbol[0]
        guard !options.keepsAddresses, first != 0x28, first != 0x20, last != 0x20 else { return false }
        sample.frames.append(builder.frame(symbol: symbol, mapping: module.id, flags: module.flags))
        return true
    }

    /// Ends the open sample.
    @inline(__always)
    mutating func closeSample(into builder: inout ProfileBuilder) {
        if sample.isCounted, sample.odd.isEmpty, sample.cookie == nil, !sample.frames.isEmpty {
            sample.key.stack = builder.stack(leafFirst: sample.frames)
            builder.addSample(sample.key, value: sample.value, time: sample.time)
            tally.countGood()
            sample.clear()
        } else if sample.kind != .none {
            closeOddSample(into: &builder)
        }
    }

    /// The short way of a header that differs from an earlier one in time and period alone.
    @inline(__always)
    mutating func takeKnownHeader(_ line: ByteView, into builder: inout ProfileBuilder) -> Bool {
        guard let known = headers.find(line) else { return false }
        closeSample(into: &builder)
        begin(.counted)
        sample.key = known.key
        sample.time = known.time
        sample.value = known.period
        return true
    }

    /// Begins a sample that has a first line.
    @inline(__always)
    mutating func begin(_ kind: PerfSample.Kind) {
        sample.open(kind)
        sawHeader = true
        isBetweenRecords = false
    }

    /// Opens the sample of a header.
    mutating func open(_ header: PerfHeader, as kind: PerfSample.Kind, into builder: inout ProfileBuilder) {
        begin(kind)
        sample.time = header.time
        if let period = header.period { sample.value = Int64(clamping: period) }
        if offCPU == nil { sample.key.valueType = events.find(header, into: &builder) }
        let inline = PerfInline(header.rest)
        let cgroup = inline.cgroup.map { builder.string($0) } ?? .none
        sample.key.thread = threads.find(header.identity, cgroup: cgroup, into: &builder)
        if detail == .everything, let cpu = header.identity.cpu {
            sample.key.labels = cpus.labels(cpu, into: &builder)
        }
        if offCPU != nil { openSwitch(header, into: &builder) }
        if let frame = inline.frame { takeHeaderFrame(frame, into: &builder) }
    }

    /// Ends the file.
    mutating func finish(_ reader: ByteReader, into builder: inout ProfileBuilder) throws(TraceError) {
        closeSample(into: &builder)
        try settleHeldSample(into: &builder)
        deferred.finish(at: SourceLocation(file: reader.name), into: &builder, tally: &tally)
        try reportFramelessLines(into: &builder)
        metadata.apply(to: &builder)
        try offCPU?.finish(at: SourceLocation(file: reader.name), into: &builder)
        try tally.judge(reader, builder, what: "sample")
        events.finish(&builder)
    }
}
