import StackModel

/// Builds a profile out of another one: names, frames, stacks, threads and labels come over when a sample uses them,
/// each once, and whatever no sample uses stays behind.
struct ProfileRewriter: ~Copyable {
    let profile: Profile
    private let rewriting: Rewriting
    private var builder: ProfileBuilder
    /// The value types that are kept: old ids, and new ids by old row.
    private let types: [ValueTypeID]
    private var newTypes: [ValueTypeID]
    private var values: [Int64]
    private var strings: IDMemo<StringTable>
    private var mappings: IDMemo<MappingTable>
    private var functions: IDMemo<FunctionTable>
    private var frames: IDMemo<FrameTable>
    /// Frames that were inlined into one that is gone.
    private var outlined: IDMemo<FrameTable>
    private var threads: IDMemo<ThreadTable>
    private var labelSets: IDMemo<LabelTable>

    /// A rewriter that has taken over nothing but value types and what is known of the profile as a whole.
    init(_ profile: Profile, _ rewriting: Rewriting) {
        self.profile = profile
        self.rewriting = rewriting
        types = rewriting.valueTypes ?? profile.valueTypeIDs
        builder = ProfileBuilder(detail: profile.samples.detail)
        newTypes = [ValueTypeID](repeating: .none, count: profile.valueTypes.count + 1)
        values = [Int64](repeating: 0, count: types.count)
        strings = IDMemo(count: profile.strings.count)
        mappings = IDMemo(count: profile.mappings.count)
        functions = IDMemo(count: profile.functions.count)
        frames = IDMemo(count: profile.frames.count)
        outlined = IDMemo(count: profile.frames.count)
        threads = IDMemo(count: profile.threads.count)
        labelSets = IDMemo(count: profile.labels.count)
        let kept = types.map { profile.valueType($0) }
        if case .wide = profile.samples.layout { builder.setWideValueTypes(kept) }
        for (index, type) in kept.enumerated() { newTypes[types[index].row] = builder.valueType(type) }
        let preferred = newTypes[profile.defaultValueType.row]
        builder.defaultValueType = preferred.isNone ? ValueTypeID(1) : preferred
        builder.metadata = profile.metadata
        builder.diagnostics = profile.diagnostics
    }

    /// Says something about the change, such as what was left out.
    mutating func note(_ message: String) {
        // The place of a note is the filter, and the trace too where each goes through it by itself.
        let words = (rewriting.trace.map { [$0] } ?? []) + [rewriting.word.description]
        let place = SourceLocation(file: words.joined(separator: ": "))
        builder.diagnostics.report(rewriting.severity, rewriting.code, at: place, message)
    }

    /// The finished profile; spans and readings that are kept, and a call graph, come along as they are, but for names.
    consuming func finish() -> Profile {
        addSpansAndReadings()
        addCallGraph()
        rewriting.metadata?(&builder.metadata)
        return builder.finish()
    }
}

// What stands beside samples.
extension ProfileRewriter {
    private mutating func addSpansAndReadings() {
        for row in 0..<profile.spans.count {
            var span = profile.spans[row]
            guard rewriting.keepsSpan?(span) ?? true else { continue }
            span.thread = thread(span.thread)
            span.name = string(span.name)
            span.labels = labels(span.labels)
            builder.addSpan(span)
        }
        for row in 0..<profile.counters.count {
            let reading = profile.counters[row]
            guard rewriting.keepsReading?(reading) ?? true else { continue }
            builder.addReading(profile.counters.counters[reading.counter], at: reading.time, value: reading.value)
        }
    }

    private mutating func addCallGraph() {
        for row in 0..<profile.callGraph.functionCount {
            let (id, figures) = profile.callGraph.function(row)
            builder.callGraph.add(function(id), figures)
        }
        for row in 0..<profile.callGraph.edgeCount {
            var edge = profile.callGraph.edge(row)
            edge.caller = function(edge.caller)
            edge.callee = function(edge.callee)
            builder.callGraph.add(edge)
        }
    }
}

// Samples.
extension ProfileRewriter {
    /// Adds an old row's values with a new stack and set of labels; a row of a value type that is not kept is dropped.
    mutating func add(_ row: Int, stack: StackID, labels: LabelSetID) {
        let old = profile.samples.key(row)
        var key = SampleKey(stack: stack, thread: thread(old.thread), labels: labels)
        let time = profile.samples.time(row)
        let count = profile.samples.sampleCount(row)
        if case .wide = profile.samples.layout {
            for (index, type) in types.enumerated() { values[index] = profile.samples.value(row, of: type) ?? 0 }
            builder.addSample(key, values: values, time: time, count: count)
        } else {
            key.valueType = newTypes[old.valueType.row]
            guard !key.valueType.isNone, let value = profile.samples.value(row, of: old.valueType) else { return }
            builder.addSample(key, value: value, time: time, count: count)
        }
    }

    /// The new id of a thread.
    mutating func thread(_ id: ThreadID) -> ThreadID {
        if let known = threads[id] { return known }
        var thread = profile.threads[id]
        thread.processName = string(thread.processName)
        thread.threadName = string(thread.threadName)
        thread.command = string(thread.command)
        thread.cgroup = string(thread.cgroup)
        let new = builder.thread(thread)
        threads[id] = new
        return new
    }

    /// The new id of a set of labels, without those that are not kept.
    mutating func labels(_ id: LabelSetID) -> LabelSetID {
        if let known = labelSets[id] { return known }
        var set: [Label] = []
        for label in profile.labels[id] where rewriting.keepsLabel?(label) ?? true {
            var label = label
            label.key = string(label.key)
            label.text = string(label.text)
            label.unit = string(label.unit)
            set.append(label)
        }
        let new = builder.labelSet(set)
        labelSets[id] = new
        return new
    }
}

// Stacks.
extension ProfileRewriter {
    /// The new ids of the old stacks that `isUsed` marks, by old row; the others are none.
    mutating func stacks(_ plan: StackPlan, isUsed: [Bool]) -> [StackID] {
        var needed = [Bool](repeating: false, count: isUsed.count)
        for row in isUsed.indices where isUsed[row] { needed[plan.targets[row].row] = true }
        for row in needed.indices.reversed() where needed[row] {
            needed[profile.stacks.parent(StackID(row: row)).row] = true
        }
        var new = [StackID](repeating: .none, count: isUsed.count)
        // Whether a frame of the physical function that a stack ends in is kept: what is inlined into it may stay so.
        var hasCaller = [Bool](repeating: false, count: isUsed.count)
        let inlined = (0..<profile.frames.count).map { profile.frames[FrameID(row: $0)].flags.contains(.inlined) }
        for row in 1..<max(needed.count, 1) where needed[row] {
            let parent = profile.stacks.parent(StackID(row: row)).row
            let frame = profile.stacks.frame(StackID(row: row))
            let isInlined = inlined[frame.row]
            switch plan.fates[row] {
            case .leave:
                new[row] = new[parent]
                hasCaller[row] = isInlined && hasCaller[parent]
            case .keep:
                let kept = self.frame(frame, hasCaller: !isInlined || hasCaller[parent])
                new[row] = builder.stack(parent: new[parent], frame: kept)
                hasCaller[row] = true
            case .other:
                new[row] = stack(new[parent], calling: ByteView(literal: "[other]"))
            }
        }
        return plan.targets.map { new[$0.row] }
    }

    /// The new id of a whole old stack on top of `root`; `memo` keeps what was found before.
    mutating func stack(_ old: StackID, under root: StackID, _ memo: inout StackPairs) -> StackID {
        var path: [StackID] = []
        var current = old
        var found = root
        while !current.isNone {
            if let known = memo.find(root.raw, current.raw) {
                found = known
                break
            }
            path.append(current)
            current = profile.stacks.parent(current)
        }
        while let step = path.popLast() {
            found = builder.stack(parent: found, frame: frame(profile.stacks.frame(step), hasCaller: true))
            memo.insert(root.raw, step.raw, found)
        }
        return found
    }

    /// A new stack with one frame more, of a function that the old profile does not have.
    mutating func stack(_ parent: StackID, calling name: ByteView, file: ByteView = .empty) -> StackID {
        let function = Function(name: builder.string(name), file: builder.string(file))
        return builder.stack(parent: parent, frame: builder.frame(Frame(function: builder.function(function))))
    }
}

// Names and places.
extension ProfileRewriter {
    /// The new id of a frame; without the function that it was inlined into, it is not inlined any more.
    private mutating func frame(_ id: FrameID, hasCaller: Bool) -> FrameID {
        if hasCaller, let known = frames[id] { return known }
        var frame = profile.frames[id]
        let leavesCaller = frame.flags.contains(.inlined) && !hasCaller
        if let known = leavesCaller ? outlined[id] : frames[id] { return known }
        frame.function = function(frame.function)
        frame.mapping = mapping(frame.mapping)
        if rewriting.names.dropsAddresses { frame.address = 0 }
        if leavesCaller { frame.flags.remove(.inlined) }
        let new = builder.frame(frame)
        if leavesCaller { outlined[id] = new } else { frames[id] = new }
        return new
    }

    private mutating func function(_ id: FunctionID) -> FunctionID {
        if let known = functions[id] { return known }
        var function = profile.functions[id]
        let oldName = function.name
        if let changed = rewriting.names.newNameOfFunction[id] ?? rewriting.names.newName[oldName] {
            function.name = ByteView.withBytes(of: changed) { builder.string($0) }
        } else {
            function.name = string(oldName)
        }
        let isDemangled = function.systemName.isNone && rewriting.names.newNameOfFunction[id] != nil
        function.systemName = string(isDemangled ? oldName : function.systemName)
        function.module = string(function.module)
        function.file = string(function.file)
        let new = builder.function(function)
        functions[id] = new
        return new
    }

    private mutating func mapping(_ id: MappingID) -> MappingID {
        if let known = mappings[id] { return known }
        var mapping = profile.mappings[id]
        mapping.file = string(mapping.file)
        mapping.buildID = string(mapping.buildID)
        let new = builder.mapping(mapping)
        mappings[id] = new
        return new
    }

    private mutating func string(_ id: StringID) -> StringID {
        if let known = strings[id] { return known }
        let new = builder.string(profile.strings.bytes(id))
        strings[id] = new
        return new
    }
}
