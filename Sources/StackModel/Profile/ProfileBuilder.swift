/// Makes a profile: readers push names, frames and samples into it, and `finish` gives the profile.
///
/// Concrete and passed `inout`, because an interface here would cost 1.7 times the instructions.
package struct ProfileBuilder: ~Copyable {
    package internal(set) var strings: StringTable
    package internal(set) var mappings: MappingTable
    package var functions: FunctionTable
    package internal(set) var frames: FrameTable
    package internal(set) var stacks: StackTable
    package internal(set) var looseStacks = StackBatch()
    /// Whether stacks that come as lists stay lists; nothing is then added to the tree.
    var keepsLooseStacks = false
    var looseIndex = StackBatchIndex()
    package internal(set) var threads: ThreadTable
    package internal(set) var labels: LabelTable
    package internal(set) var samples: SampleTable
    package var callGraph = CallGraphTable()
    package internal(set) var spans = SpanTable()
    package internal(set) var counters = CounterTable()
    package internal(set) var valueTypes: [ValueType] = []
    package var defaultValueType = ValueTypeID(1)
    package var metadata = ProfileMetadata()
    package var diagnostics = DiagnosticLog()
    /// Whether readers keep the column of a function's definition in its frames' `column`: source maps need it.
    package var keepsDefinitionColumns = false

    private var symbols: SymbolIndex
    private var groups = Column<UInt32>()
    private var pending: [FrameID] = []
    private var firstTime = Int64.max
    private var lastTime = Int64.min
    private let seed: UInt64

    /// A builder of an empty profile that keeps as much of each sample as `detail` says.
    package init(detail: SampleDetail, layout: SampleLayout = .long) {
        let seed = ProcessSeed.value
        self.seed = seed
        strings = StringTable(seed: seed)
        mappings = MappingTable(seed: seed)
        functions = FunctionTable(seed: seed)
        frames = FrameTable(seed: seed)
        stacks = StackTable(seed: seed)
        threads = ThreadTable()
        labels = LabelTable(seed: seed)
        samples = SampleTable(detail: detail, layout: layout, seed: seed)
        symbols = SymbolIndex(seed: seed)
    }

    /// How much of each sample is kept.
    package var detail: SampleDetail { samples.detail }

    /// The finished profile.
    package consuming func finish() -> Profile {
        let isKnown = diagnostics.diagnostics.contains { $0.code == "profile.sum.overflow" }
        if !isKnown, samples.overflowed || samples.sumsOverflow() || callGraph.sumsOverflow() {
            diagnostics.report(
                .warning, "profile.sum.overflow", at: SourceLocation(file: metadata.sources.first ?? ""),
                "a sum went beyond 64 bits and was held at the limit")
        }
        if firstTime <= lastTime {
            metadata.start = metadata.start ?? firstTime
            metadata.duration = metadata.duration ?? lastTime.subtractingSaturated(firstTime)
        }
        return Profile(self)
    }
}

// Names and places.
extension ProfileBuilder {
    /// The id of a name.
    @inline(__always)
    package mutating func string(_ bytes: ByteView) -> StringID { strings.intern(bytes) }

    /// The id of a name.
    package mutating func string(_ text: String) -> StringID { strings.intern(text) }

    /// The id of a mapping.
    package mutating func mapping(_ mapping: Mapping) -> MappingID { mappings.intern(mapping) }

    /// The id of a function.
    package mutating func function(_ function: Function) -> FunctionID { functions.intern(function) }

    /// Gives functions other names, in place; an old name becomes the system name where there is none. False, and nothing
    /// changed, where two functions would become one: what was measured of them would have to be added up.
    package mutating func rename(_ names: [FunctionID: [UInt8]]) -> Bool {
        var renamed: [FunctionID: Function] = [:]
        for (id, name) in names {
            var function = functions[id]
            if function.systemName.isNone { function.systemName = function.name }
            function.name = ByteView.withBytes(of: name) { strings.intern($0) }
            renamed[id] = function
        }
        guard let table = functions.replacing(renamed) else { return false }
        functions = table
        return true
    }

    /// The id of a frame.
    package mutating func frame(_ frame: Frame) -> FrameID { frames.intern(frame) }

    /// The frame of a native symbol in a mapping, without line or address: the hot path of perf text, one look-up.
    ///
    /// `flags` must depend on the symbol and the mapping alone.
    @inline(__always)
    package mutating func frame(symbol: ByteView, mapping: MappingID, flags: FrameFlags) -> FrameID {
        let hash = symbols.hash(symbol, mapping)
        let found = symbols.find(hash, symbol, mapping, strings)
        return found.isNone ? insert(symbol, mapping, flags, hash) : found
    }

    @inline(never)
    private mutating func insert(
        _ symbol: ByteView, _ mapping: MappingID, _ flags: FrameFlags, _ hash: UInt64
    ) -> FrameID {
        let name = strings.intern(symbol)
        let function = functions.intern(Function(name: name, module: mappings[mapping].file))
        let frame = frames.intern(Frame(function: function, mapping: mapping, flags: flags))
        symbols.insert(hash, name: name, mapping: mapping, frame: frame, strings)
        return frame
    }

    /// The stack that `frame` makes when called from `parent`.
    @inline(__always)
    package mutating func stack(parent: StackID, frame: FrameID) -> StackID {
        stacks.intern(parent: parent, frame: frame)
    }

    /// The stack of frames that are listed leaf first.
    package mutating func stack(leafFirst frames: [FrameID]) -> StackID {
        var stack = StackID.none
        for frame in frames.reversed() { stack = stacks.intern(parent: stack, frame: frame) }
        return stack
    }

    /// Adds many stacks at once and gives their ids; nil, and nothing added, beyond `limit` rows of the tree.
    package mutating func stacks(_ batch: consuming StackBatch, limit: Int) -> [StackID]? {
        batch.intern(into: &stacks, limit: limit)
    }

    /// Leaves stacks as lists; stack n of the samples is list n - 1.
    package mutating func setLooseStacks(_ batch: consuming StackBatch) { looseStacks = batch }

    /// The id of a thread.
    package mutating func thread(_ thread: ThreadInfo) -> ThreadID { threads.intern(thread) }

    /// The id of a set of labels.
    package mutating func labelSet(_ labels: [Label]) -> LabelSetID { self.labels.intern(labels) }
}

// Values.
extension ProfileBuilder {
    /// The id of a value type, which is added when it is new.
    package mutating func valueType(_ type: ValueType) -> ValueTypeID {
        if let index = valueTypes.firstIndex(of: type) { return ValueTypeID(row: index + 1) }
        valueTypes.append(type)
        return ValueTypeID(row: valueTypes.count)
    }

    /// Gives a value type another name, for formats that know only at the end what they counted.
    package mutating func rename(_ id: ValueTypeID, to type: ValueType) {
        if !id.isNone, id.row <= valueTypes.count { valueTypes[id.row - 1] = type }
    }

    /// Says what a wide table counts, before its first sample: it has one value of each type in every row.
    package mutating func setWideValueTypes(_ types: [ValueType]) {
        precondition(samples.count == 0)
        valueTypes = types
        samples = SampleTable(detail: detail, layout: .wide(types.count), seed: seed)
    }

    /// Adds a sample with one value; `time` in nanoseconds of the trace's clock.
    @inline(__always)
    package mutating func addSample(_ key: SampleKey, value: Int64, time: Int64? = nil, count: Int64 = 1) {
        note(time)
        samples.add(grouped(key), value: value, time: time, count: count)
    }

    /// Adds a sample with a value of each type; `time` in nanoseconds of the trace's clock.
    package mutating func addSample(_ key: SampleKey, values: [Int64], time: Int64? = nil, count: Int64 = 1) {
        note(time)
        samples.add(grouped(key), values: values, time: time, count: count)
    }

    /// Adds row `row` of a wide table to one; value type n gets the values of column `columns[n - 1]`.
    @inline(__always)
    mutating func addSample(
        _ key: SampleKey, row: Int, of other: borrowing SampleTable, columns: [Int], time: Int64?
    ) {
        note(time)
        samples.add(grouped(key), row: row, of: other, columns: columns, time: time)
    }

    /// Adds a span, where single samples are kept too.
    package mutating func addSpan(_ span: Span) {
        if detail == .everything { spans.append(span) }
    }

    /// Adds a reading of a counter, where single samples are kept too; `time` in nanoseconds of the trace's clock.
    package mutating func addReading(_ counter: ValueType, at time: Int64, value: Int64) {
        guard detail == .everything else { return }
        counters.append(CounterReading(counter: counters.counter(counter), time: time, value: value))
    }

    /// Says that the trace reaches to this time, in nanoseconds of its own clock, beyond the beginning of a sample.
    package mutating func reach(_ time: Int64) { note(time) }

    @inline(__always)
    private mutating func note(_ time: Int64?) {
        guard let time else { return }
        if time < firstTime { firstTime = time }
        if time > lastTime { lastTime = time }
    }

    /// The key without what the profile does not keep.
    @inline(__always)
    private mutating func grouped(_ key: SampleKey) -> SampleKey {
        guard detail == .stacks else { return key }
        var key = key
        key.labels = .none
        if !key.thread.isNone { key.thread = commandThread(key.thread) }
        return key
    }

    /// The thread that stands for all threads with the same command name.
    @inline(__always)
    private mutating func commandThread(_ thread: ThreadID) -> ThreadID {
        if thread.row < groups.count, groups[thread.row] != .max { return ThreadID(groups[thread.row]) }
        let group = threads.intern(ThreadInfo(command: threads[thread].command))
        groups.extend(to: thread.row + 1, with: .max)
        groups[thread.row] = group.raw
        return group
    }
}
