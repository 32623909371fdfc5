import StackModel

/// The runs of two sides, added up by function and by stack, ready to be compared.
package struct ComparedRuns: Sendable {
    package let valueType: ValueType
    /// The functions of all runs, by what two builds have in common of their names.
    package let functions: ComparedFunctions
    package let stacks: RunStacks
    package private(set) var entities: EntityRuns
    package let sides: RunSides
    /// What is known of each run, those before first.
    package let facts: [RunFacts]
    /// Calls of each function in each run, where the traces count them.
    package let calls: CallCounts?

    init(
        valueType: ValueType, groups: consuming FrameGroups, stacks: RunStacks, entities: EntityRuns, sides: RunSides,
        facts: [RunFacts], calls: CallCounts? = nil
    ) {
        self.valueType = valueType
        functions = ComparedFunctions(groups)
        self.stacks = stacks
        self.entities = entities
        self.sides = sides
        self.facts = facts
        self.calls = calls
    }

    /// Reads the runs of both sides for a comparison by the value type that `value` names, by default the first
    /// run's own where all have it.
    package init(
        before: [Profile], after: [Profile], value: String? = nil
    ) throws(DiffError) {
        let profiles = before + after
        let common = try CommonSelection(profiles, value: value)
        var groups = FrameGroups(identity: .stableKey)
        let byProfile = profiles.map { groups.add($0) }
        let stacked = profiles.map { $0.withStacks(.estimate) }
        let byStacked = zip(profiles, stacked).enumerated().map { index, pair in
            pair.0 === pair.1 ? byProfile[index] : groups.add(pair.1)
        }
        let moved = MovedFunctions(
            before: byProfile.prefix(before.count).flatMap { $0 },
            after: byProfile.dropFirst(before.count).flatMap { $0 }, groups: groups)
        func matched(_ list: [[Int32]], _ run: Int) -> [Int32] {
            run < before.count ? list[run] : moved.applied(to: list[run])
        }
        var tree = RunTree(width: profiles.count)
        for (run, profile) in stacked.enumerated() {
            tree.add(profile, common.selections[run], groups: matched(byStacked, run), to: run)
        }
        let groupCount = groups.count
        let stacks = RunStacks(tree, groupCount: groupCount)
        let graphs = profiles.indices.map { run in
            CallGraphRun(
                profile: profiles[run], selection: common.selections[run], groups: matched(byProfile, run))
        }
        let isCallGraph = profiles.allSatisfy(\.isCallGraph)
        self.init(
            valueType: common.valueType, groups: groups, stacks: stacks,
            entities: isCallGraph
                ? EntityRuns(graphs, groupCount: groupCount) : EntityRuns(stacks, groupCount: groupCount),
            sides: RunSides(before: before.count, after: after.count), facts: profiles.map(RunFacts.init),
            calls: isCallGraph ? CallCounts(graphs, groupCount: groupCount) : nil)
    }

    /// The order in which equals are named: self before total, then by name and place.
    func precedes(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (entities.entities[left], entities.entities[right])
        if (first.kind == .own) != (second.kind == .own) { return first.kind == .own }
        let (firstName, secondName) = (functions.name(first.group), functions.name(second.group))
        return firstName == secondName ? first.group < second.group : firstName < secondName
    }

    /// Without entities that say nothing in these runs: a total that is the self there, or nothing at all.
    func narrowed(to sides: RunSides) -> ComparedRuns {
        var rest = self
        rest.entities = entities.narrowed(to: sides.all)
        return rest
    }
}

/// The functions of a comparison by their group numbers.
package final class ComparedFunctions: Sendable {
    private let groups: FrameGroups

    init(_ groups: consuming FrameGroups) { self.groups = groups }

    /// How many there are.
    package var count: Int { groups.count }

    /// A function's name as raw bytes, without the marks of compilers.
    package func name(_ group: Int32) -> ByteView { groups.name(group) }

    /// The path of its module, and of its source file; nil where it is not known.
    package func module(_ group: Int32) -> String? { text(groups[group].module) }

    package func file(_ group: Int32) -> String? { text(groups[group].file) }

    /// The path that tells it from others of its name: the module, else the source file.
    package func place(_ group: Int32) -> String? { module(group) ?? file(group) }

    private func text(_ id: StringID) -> String? { id.isNone ? nil : groups.strings.text(id) }
}

/// What is known of a run besides its samples.
package struct RunFacts: Sendable {
    /// The file, as the user named it.
    package let source: String
    /// Wall-clock time of the recording in nanoseconds since 1970, and its start by the trace's own clock.
    package let recordedAt: Int64?
    package let start: Int64?

    /// What a profile knows of itself.
    package init(_ profile: Profile) {
        source = profile.metadata.sources.first ?? ""
        recordedAt = profile.metadata.recordedAt
        start = profile.metadata.start
    }
}
