// Adding up finished profiles (`ProfileMerger` says which, and in what).
extension ProfileBuilder {
    /// Adds a finished profile. Value type i of the builder gets the values of `sources[i]`; `changing` may give a
    /// frame, by its old id, another shape in the new profile. Samples that are 0 in everything say nothing, unless
    /// their number counts; without `keepsZeros` they are left out.
    mutating func absorb(
        _ profile: Profile, taking sources: [ValueSource], keepsZeros: Bool = true, changing: FrameChange? = nil
    ) {
        let keepsZeros = keepsZeros || profile.metadata.derivesSampleCounts
        let tables = remapTables(profile, changing: changing)
        addSamples(of: profile, tables, taking: sources, keepsZeros: keepsZeros)
        absorbCallGraph(profile, tables.functions)
        for row in 0..<profile.spans.count {
            var span = profile.spans[row]
            span.thread = tables.threads[span.thread.row]
            span.name = tables.strings[span.name.row]
            span.labels = tables.labels[span.labels.row]
            addSpan(span)
        }
        for row in 0..<profile.counters.count {
            let reading = profile.counters[row]
            addReading(profile.counters.counters[reading.counter], at: reading.time, value: reading.value)
        }
        absorbMetadata(profile)
        reportScaling(profile, sources)
    }

    /// Adds the samples of a profile whose tables were taken over as `tables` say; the rest is as in `absorb`.
    mutating func addSamples(
        of profile: Profile, _ tables: RemappedTables, taking sources: [ValueSource], keepsZeros: Bool
    ) {
        let isWide = samples.layout != .long
        let columns = isWide ? profile.plainColumns(of: sources) : nil
        var values = [Int64](repeating: 0, count: sources.count)
        for row in 0..<profile.samples.count {
            var key = tables.key(profile.samples.key(row))
            let time = profile.samples.time(row)
            if let columns {
                if !keepsZeros, profile.samples.isZero(row, in: columns) { continue }
                addSample(key, row: row, of: profile.samples, columns: columns, time: time)
                continue
            }
            let count = profile.samples.sampleCount(row)
            if isWide {
                for (index, source) in sources.enumerated() { values[index] = source.value(profile.samples, row) ?? 0 }
                if !keepsZeros, values.allSatisfy({ $0 == 0 }) { continue }
                addSample(key, values: values, time: time, count: count)
            } else {
                for (index, source) in sources.enumerated() {
                    guard let value = source.value(profile.samples, row), keepsZeros || value != 0 else { continue }
                    key.valueType = ValueTypeID(row: index + 1)
                    addSample(key, value: value, time: time, count: count)
                }
            }
        }
    }

    private mutating func absorbCallGraph(_ profile: Profile, _ functions: [FunctionID]) {
        for row in 0..<profile.callGraph.functionCount {
            let (id, figures) = profile.callGraph.function(row)
            callGraph.add(functions[id.row], figures)
        }
        for row in 0..<profile.callGraph.edgeCount {
            var edge = profile.callGraph.edge(row)
            edge.caller = functions[edge.caller.row]
            edge.callee = functions[edge.callee.row]
            callGraph.add(edge)
        }
    }

    /// Says where a value was too large for the common unit, and so held at the limit.
    private mutating func reportScaling(_ profile: Profile, _ sources: [ValueSource]) {
        for source in sources where source.factor > 1 {
            let largest = Int64.max / source.factor
            let isTooLarge = (0..<profile.samples.count).contains { row in
                (profile.samples.value(row, of: source.type) ?? 0).magnitude > largest.magnitude
            }
            guard isTooLarge else { continue }
            diagnostics.report(
                .warning, "profile.sum.overflow", at: SourceLocation(file: profile.metadata.sources.first ?? ""),
                "a value in \(profile.valueType(source.type).unit) is beyond 64 bits in the common unit and was held at"
                    + " the limit")
        }
    }

    private mutating func absorbMetadata(_ profile: Profile) {
        let other = profile.metadata
        let isFirst = metadata.sources.isEmpty
        metadata.sources += other.sources
        if isFirst {
            let sources = metadata.sources
            metadata = other
            metadata.sources = sources
        } else {
            if !metadata.format.split(separator: "+").contains(Substring(other.format)) {
                metadata.format += "+" + other.format
            }
            if metadata.host != other.host { metadata.host = nil }
            metadata.runLabels = metadata.runLabels.filter { other.runLabels[$0.key] == $0.value }
            if metadata.commandLine != other.commandLine { metadata.commandLine = nil }
            metadata.recordedAt = [metadata.recordedAt, other.recordedAt].compactMap { $0 }.min()
            metadata.start = [metadata.start, other.start].compactMap { $0 }.min()
            metadata.duration = added(metadata.duration, other.duration)
            absorbPeriod(other)
            metadata.comments += other.comments.filter { !metadata.comments.contains($0) }
            metadata.lostSamples = metadata.lostSamples.addingSaturated(other.lostSamples)
            metadata.linesIdentifyFunctions = metadata.linesIdentifyFunctions || other.linesIdentifyFunctions
            metadata.modulesIdentifyFunctions = metadata.modulesIdentifyFunctions && other.modulesIdentifyFunctions
            metadata.derivesSampleCounts = metadata.derivesSampleCounts && other.derivesSampleCounts
            metadata.isMeasured = metadata.isMeasured && other.isMeasured
            if metadata.stackFidelity != other.stackFidelity { metadata.stackFidelity = .estimated }
        }
        diagnostics.absorb(profile.diagnostics)
    }

    /// The larger period in the finer unit, as pprof has it; none where periods are of different things.
    private mutating func absorbPeriod(_ other: ProfileMetadata) {
        guard let mine = metadata.periodType, let theirs = other.periodType else {
            metadata.period = [metadata.period, other.period].compactMap { $0 }.max()
            metadata.periodType = metadata.periodType ?? other.periodType
            return
        }
        let finer = mine.finer(theirs)
        guard let left = mine.factor(to: finer), let right = theirs.factor(to: finer) else {
            metadata.period = nil
            metadata.periodType = nil
            return
        }
        let periods = [metadata.period?.multipliedSaturated(by: left), other.period?.multipliedSaturated(by: right)]
        metadata.period = periods.compactMap { $0 }.max()
        metadata.periodType = finer
    }

    private func added(_ left: Int64?, _ right: Int64?) -> Int64? {
        guard let left else { return right }
        guard let right else { return left }
        return left.addingSaturated(right)
    }
}

/// New ids by the rows of a profile that was added.
struct RemappedTables {
    let strings: [StringID]
    let functions: [FunctionID]
    let stacks: [StackID]
    let threads: [ThreadID]
    let labels: [LabelSetID]

    /// A sample's key in new ids; its value type stays.
    func key(_ old: SampleKey) -> SampleKey {
        SampleKey(
            stack: stacks[old.stack.row], thread: threads[old.thread.row], labels: labels[old.labels.row],
            valueType: old.valueType)
    }
}

// Old rows to new ids, table by table.
extension ProfileBuilder {
    /// Adds the names, places, stacks, threads and labels of a profile.
    mutating func remapTables(_ profile: Profile, changing: FrameChange? = nil) -> RemappedTables {
        let strings = remapStrings(profile)
        let functions = remapFunctions(profile, strings)
        let frames = remapFrames(profile, functions, remapMappings(profile, strings), changing)
        return RemappedTables(
            strings: strings, functions: functions, stacks: remapStacks(profile, frames),
            threads: remapThreads(profile, strings), labels: remapLabels(profile, strings))
    }

    private mutating func remapStrings(_ profile: Profile) -> [StringID] {
        (0..<profile.strings.count).map { strings.intern(profile.strings.bytes(StringID(row: $0))) }
    }

    private mutating func remapMappings(_ profile: Profile, _ strings: [StringID]) -> [MappingID] {
        (0..<profile.mappings.count).map { row in
            if row == 0 { return .none }
            var mapping = profile.mappings[MappingID(row: row)]
            mapping.file = strings[mapping.file.row]
            mapping.buildID = strings[mapping.buildID.row]
            return mappings.intern(mapping)
        }
    }

    private mutating func remapFunctions(_ profile: Profile, _ strings: [StringID]) -> [FunctionID] {
        (0..<profile.functions.count).map { row in
            if row == 0 { return .none }
            var function = profile.functions[FunctionID(row: row)]
            function.name = strings[function.name.row]
            function.systemName = strings[function.systemName.row]
            function.module = strings[function.module.row]
            function.file = strings[function.file.row]
            return functions.intern(function)
        }
    }

    private mutating func remapFrames(
        _ profile: Profile, _ functions: [FunctionID], _ mappings: [MappingID], _ changing: FrameChange?
    ) -> [FrameID] {
        (0..<profile.frames.count).map { row in
            if row == 0 { return .none }
            if let changed = changing?(FrameID(row: row), &self) { return frames.intern(changed) }
            var frame = profile.frames[FrameID(row: row)]
            frame.function = functions[frame.function.row]
            frame.mapping = mappings[frame.mapping.row]
            return frames.intern(frame)
        }
    }

    private mutating func remapStacks(_ profile: Profile, _ frames: [FrameID]) -> [StackID] {
        if profile.hasLooseStacks {
            return keepsLooseStacks
                ? addLooseStacks(profile.looseStacks, frames) : plantStacks(profile.looseStacks, frames)
        }
        var ids = [StackID](repeating: .none, count: profile.stacks.count)
        for row in 1..<max(profile.stacks.count, 1) {
            let old = StackID(row: row)
            ids[row] = stacks.intern(
                parent: ids[profile.stacks.parent(old).row], frame: frames[profile.stacks.frame(old).row])
        }
        return ids
    }

    /// Adds stacks that are lists to those that are here.
    private mutating func addLooseStacks(_ batch: borrowing StackBatch, _ frames: [FrameID]) -> [StackID] {
        var ids: [StackID] = [.none]
        ids.reserveCapacity(batch.count + 1)
        for stack in 0..<batch.count {
            ids.append(StackID(row: looseStacks.intern(stack, of: batch, through: frames, &looseIndex) + 1))
        }
        return ids
    }

    /// Makes a tree of stacks that were lists.
    private mutating func plantStacks(_ batch: borrowing StackBatch, _ frames: [FrameID]) -> [StackID] {
        var ids: [StackID] = [.none]
        for stack in 0..<batch.count {
            var id = StackID.none
            for place in batch.range(stack) { id = stacks.intern(parent: id, frame: frames[batch.frames[place].row]) }
            ids.append(id)
        }
        return ids
    }

    private mutating func remapThreads(_ profile: Profile, _ strings: [StringID]) -> [ThreadID] {
        (0..<profile.threads.count).map { row in
            if row == 0 { return .none }
            var thread = profile.threads[ThreadID(row: row)]
            thread.processName = strings[thread.processName.row]
            thread.threadName = strings[thread.threadName.row]
            thread.command = strings[thread.command.row]
            thread.cgroup = strings[thread.cgroup.row]
            return threads.intern(thread)
        }
    }

    private mutating func remapLabels(_ profile: Profile, _ strings: [StringID]) -> [LabelSetID] {
        (0..<profile.labels.count).map { row in
            let labels = profile.labels[LabelSetID(row: row)].map { label in
                var label = label
                label.key = strings[label.key.row]
                label.text = strings[label.text.row]
                label.unit = strings[label.unit.row]
                return label
            }
            return self.labels.intern(labels)
        }
    }
}
