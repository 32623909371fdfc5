/// Merging: all profiles given, in their order, become one.
///
/// Associative, with the empty profile as identity, and it keeps totals. Value types meet by name, units are unified
/// (`CommonValueTypes`); a type that not all profiles have is left out, and none in common is an error.
package func mergeProfiles(_ profiles: [Profile]) throws(MergeError) -> Profile {
    let profiles = profiles.filter { !$0.isNothing }
    guard let first = profiles.first else { return ProfileBuilder(detail: .stacks).finish() }
    if profiles.count == 1 { return first }
    let common = CommonValueTypes(profiles)
    if common.types.isEmpty {
        throw MergeError(profiles, lacking: "a value type that all traces have") { profile in
            profile.valueTypes.map { "\($0.name)/\($0.unit)" }.joined(separator: ", ")
        }
    }
    if profiles.contains(where: { $0.isCallGraph != first.isCallGraph }) {
        throw MergeError(profiles, lacking: "traces that are all of stacks or all of calls") { profile in
            profile.isCallGraph ? "a call graph" : "stacks"
        }
    }
    let detail = profiles.map { $0.samples.detail }.min() ?? .stacks
    let isWide = profiles.allSatisfy { $0.samples.layout != .long }
    var builder = ProfileBuilder(detail: detail)
    if isWide {
        builder.setWideValueTypes(common.types)
    } else {
        for type in common.types { _ = builder.valueType(type) }
    }
    builder.defaultValueType = defaultType(profiles, common)
    for (profile, sources) in zip(profiles, common.sources) {
        builder.absorb(profile, taking: sources, keepsZeros: false)
    }
    return builder.finish()
}

extension Profile {
    /// Whether it is the empty profile, which merging leaves out: nothing was measured, and nothing was read.
    fileprivate var isNothing: Bool {
        valueTypes.isEmpty && samples.count == 0 && !isCallGraph && metadata.sources.isEmpty
    }
}

/// Profiles that cannot be added up.
package struct MergeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What all of them should have been or had.
    package let expected: String
    /// What each file is or has instead.
    package let found: [String]

    fileprivate init(_ profiles: [Profile], lacking expected: String, _ words: (Profile) -> String) {
        self.expected = expected
        found = profiles.map { "\($0.metadata.sources.first ?? ""): \(words($0))" }
    }

    package var description: String {
        "error: expected \(expected), found none [merge.types]\n" + found.map { "  \($0)" }.joined(separator: "\n")
    }
}

/// The first profile's default where all have it, else the next one's, else the first type that all have.
private func defaultType(_ profiles: [Profile], _ common: CommonValueTypes) -> ValueTypeID {
    for (profile, sources) in zip(profiles, common.sources) where !profile.defaultValueType.isNone {
        let index = sources.firstIndex { $0.type == profile.defaultValueType && !$0.countsSamples }
        if let index { return ValueTypeID(row: index + 1) }
    }
    return ValueTypeID(1)
}

extension ProfileBuilder {
    /// Adds a finished profile. Value type i of the builder gets the values of `sources[i]`; `changing` may give a
    /// frame, by its old id, another shape in the new profile. Samples that are 0 in everything say nothing, unless
    /// their number counts; without `keepsZeros` they are left out.
    mutating func absorb(
        _ profile: Profile, taking sources: [ValueSource], keepsZeros: Bool = true, changing: FrameChange? = nil
    ) {
        let keepsZeros = keepsZeros || profile.metadata.derivesSampleCounts
        let strings = remapStrings(profile)
        let mappings = remapMappings(profile, strings)
        let functions = remapFunctions(profile, strings)
        let frames = remapFrames(profile, functions, mappings, changing)
        let stacks = remapStacks(profile, frames)
        let threads = remapThreads(profile, strings)
        let labels = remapLabels(profile, strings)
        var values = [Int64](repeating: 0, count: sources.count)
        for row in 0..<profile.samples.count {
            let old = profile.samples.key(row)
            var key = SampleKey(stack: stacks[old.stack.row], thread: threads[old.thread.row])
            key.labels = labels[old.labels.row]
            let time = profile.samples.time(row)
            let count = profile.samples.sampleCount(row)
            if case .wide = samples.layout {
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
        absorbCallGraph(profile, functions)
        for row in 0..<profile.spans.count {
            var span = profile.spans[row]
            span.thread = threads[span.thread.row]
            span.name = strings[span.name.row]
            span.labels = labels[span.labels.row]
            addSpan(span)
        }
        for row in 0..<profile.counters.count {
            let reading = profile.counters[row]
            addReading(profile.counters.counters[reading.counter], at: reading.time, value: reading.value)
        }
        absorbMetadata(profile)
        reportScaling(profile, sources)
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

// Old rows to new ids, table by table.
extension ProfileBuilder {
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
        if profile.hasLooseStacks { return plantStacks(profile.looseStacks, frames) }
        var ids = [StackID](repeating: .none, count: profile.stacks.count)
        for row in 1..<max(profile.stacks.count, 1) {
            let old = StackID(row: row)
            ids[row] = stacks.intern(
                parent: ids[profile.stacks.parent(old).row], frame: frames[profile.stacks.frame(old).row])
        }
        return ids
    }

    /// Makes a tree of stacks that were lists.
    private mutating func plantStacks(_ batch: borrowing StackBatch, _ frames: [FrameID]) -> [StackID] {
        var ids: [StackID] = [.none]
        for stack in 0..<batch.count {
            var id = StackID.none
            for place in batch.range(stack) { id = stacks.intern(parent: id, frame: frames[batch.frame(place).row]) }
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
