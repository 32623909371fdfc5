/// Merging: all profiles given, in their order, become one.
///
/// Associative, with the empty profile as identity, and it keeps totals. Value types meet by name and unit; one that
/// not all profiles have is dropped with a note; none in common is an error.
package func mergeProfiles(_ profiles: [Profile]) throws(MergeError) -> Profile {
    guard let first = profiles.first else { return ProfileBuilder(detail: .stacks).finish() }
    if profiles.count == 1 { return first }
    var common = first.valueTypes
    for profile in profiles.dropFirst() {
        common.removeAll { !profile.valueTypes.contains($0) }
    }
    if common.isEmpty {
        throw MergeError(
            files: profiles.map { $0.metadata.sources.first ?? "" },
            valueTypes: profiles.map { profile in profile.valueTypes.map { "\($0.name)/\($0.unit)" } })
    }
    if profiles.contains(where: { $0.isCallGraph != first.isCallGraph }) {
        throw MergeError(
            files: profiles.map { $0.metadata.sources.first ?? "" },
            valueTypes: profiles.map { [$0.isCallGraph ? "a call graph" : "stacks"] })
    }
    let detail = profiles.map { $0.samples.detail }.min() ?? .stacks
    let isWide = profiles.allSatisfy { $0.samples.layout != .long }
    var builder = ProfileBuilder(detail: detail)
    if isWide { builder.setWideValueTypes(common) } else { for type in common { _ = builder.valueType(type) } }
    builder.defaultValueType = defaultType(profiles, common)
    for profile in profiles { builder.absorb(profile, keeping: common) }
    return builder.finish()
}

/// Profiles that cannot be added up.
package struct MergeError: Error, Hashable, Sendable, CustomStringConvertible {
    package let files: [String]
    package let valueTypes: [[String]]

    package var description: String {
        let lists = zip(files, valueTypes).map { "  \($0): \($1.joined(separator: ", "))" }
        return "error: expected a value type that all traces have, found none [merge.types]\n"
            + lists.joined(separator: "\n")
    }
}

/// The first profile's default where all have it, else the first type that all have.
private func defaultType(_ profiles: [Profile], _ common: [ValueType]) -> ValueTypeID {
    for profile in profiles where !profile.defaultValueType.isNone {
        if let index = common.firstIndex(of: profile.valueType(profile.defaultValueType)) {
            return ValueTypeID(row: index + 1)
        }
    }
    return ValueTypeID(1)
}

extension ProfileBuilder {
    /// Adds a finished profile; of its value types only those in `common` are taken. `changing` may give a frame, by its
    /// old id, another shape in the new profile.
    mutating func absorb(_ profile: Profile, keeping common: [ValueType], changing: FrameChange? = nil) {
        let strings = remapStrings(profile)
        let mappings = remapMappings(profile, strings)
        let functions = remapFunctions(profile, strings)
        let frames = remapFrames(profile, functions, mappings, changing)
        let stacks = remapStacks(profile, frames)
        let threads = remapThreads(profile, strings)
        let labels = remapLabels(profile, strings)
        let kept = profile.valueTypeIDs.filter { common.contains(profile.valueType($0)) }
        let targets = kept.map { self.valueType(profile.valueType($0)) }
        var values = [Int64](repeating: 0, count: common.count)
        for row in 0..<profile.samples.count {
            let old = profile.samples.key(row)
            var key = SampleKey(stack: stacks[old.stack.row], thread: threads[old.thread.row])
            key.labels = labels[old.labels.row]
            let time = profile.samples.time(row)
            let count = profile.samples.sampleCount(row)
            if case .wide = samples.layout {
                for (source, target) in zip(kept, targets) {
                    values[target.row - 1] = profile.samples.value(row, of: source) ?? 0
                }
                addSample(key, values: values, time: time, count: count)
            } else {
                for (source, target) in zip(kept, targets) {
                    guard let value = profile.samples.value(row, of: source) else { continue }
                    key.valueType = target
                    addSample(key, value: value, time: time, count: count)
                }
            }
        }
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
        for type in profile.valueTypes where !common.contains(type) {
            diagnostics.report(
                .note, "merge.type.dropped", at: SourceLocation(file: profile.metadata.sources.first ?? ""),
                "value type \(type.name)/\(type.unit) is left out: not all traces have it")
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
            if metadata.commandLine != other.commandLine { metadata.commandLine = nil }
            metadata.recordedAt = [metadata.recordedAt, other.recordedAt].compactMap { $0 }.min()
            metadata.start = [metadata.start, other.start].compactMap { $0 }.min()
            metadata.duration = added(metadata.duration, other.duration)
            metadata.period = [metadata.period, other.period].compactMap { $0 }.max()
            metadata.comments += other.comments.filter { !metadata.comments.contains($0) }
            metadata.lostSamples = metadata.lostSamples.addingSaturated(other.lostSamples)
            metadata.linesIdentifyFunctions = metadata.linesIdentifyFunctions || other.linesIdentifyFunctions
            metadata.modulesIdentifyFunctions = metadata.modulesIdentifyFunctions && other.modulesIdentifyFunctions
            metadata.derivesSampleCounts = metadata.derivesSampleCounts && other.derivesSampleCounts
            if metadata.stackFidelity != other.stackFidelity { metadata.stackFidelity = .estimated }
        }
        diagnostics.absorb(profile.diagnostics)
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
        var ids = [StackID](repeating: .none, count: profile.stacks.count)
        for row in 1..<max(profile.stacks.count, 1) {
            let old = StackID(row: row)
            ids[row] = stacks.intern(
                parent: ids[profile.stacks.parent(old).row], frame: frames[profile.stacks.frame(old).row])
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
