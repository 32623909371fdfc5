import StackModel

/// The runs of two sides, added up by function and by stack, ready to be compared.
package struct ComparedRuns: Sendable {
    package let valueType: ValueType
    /// The functions of all runs, by what two builds have in common of their names.
    package let functions: ComparedFunctions
    package let stacks: ComparedStacks
    package private(set) var entities: EntityRuns
    package private(set) var sides: RunSides
    /// What is known of each run, those before first.
    package let facts: [RunFacts]
    /// Calls of each function in each run, where the traces count them.
    package let calls: CallCounts?
    /// What runs are divided by unless asked otherwise. Measured values, and memory in use, are what they are however
    /// much a run did; samples grow with its length.
    package let usualNorm: DiffNorm
    /// With one run a side: how much more its samples vary than counting says, by entity, where times tell.
    let samplingDispersion: [Entity: Double]

    /// Reads the runs of both sides for a comparison by the value type that `value` names, by default the first
    /// run's own where all have it.
    package init(
        before: [Profile], after: [Profile], value: String? = nil
    ) throws(DiffError) {
        let matched = try MatchedRuns(before: before, after: after, value: value)
        let stacks = matched.stacks
        let graphs = matched.isCallGraph ? matched.graphs : []
        let groupCount = matched.groups.count
        entities =
            graphs.isEmpty ? EntityRuns(stacks, groupCount: groupCount) : EntityRuns(graphs, groupCount: groupCount)
        calls = graphs.isEmpty ? nil : CallCounts(graphs, groupCount: groupCount)
        samplingDispersion = BlockRuns.dispersion(matched)
        valueType = matched.common.valueType
        let isMeasured = matched.profiles.allSatisfy { $0.metadata.isMeasured }
        usualNorm = isMeasured || ComparedRuns.isInUse(valueType) ? .asIs : .stable
        sides = RunSides(before: before.count, after: after.count)
        facts = matched.profiles.map(RunFacts.init)
        self.stacks = stacks
        functions = ComparedFunctions(matched.groups)
    }

    /// Whether values of a type say how much memory is there, not how much was asked for since the start.
    private static func isInUse(_ type: ValueType) -> Bool {
        let isMemory = MeasureUnit(type.unit)?.dimension == .memory
        return type.name.hasPrefix("inuse_") || isMemory && !type.name.hasPrefix("alloc")
    }

    /// The order in which equals are named: self before total, then by name and place.
    func precedes(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (entities.entities[left], entities.entities[right])
        if (first.kind == .own) != (second.kind == .own) { return first.kind == .own }
        let (firstName, secondName) = (functions.name(first.group), functions.name(second.group))
        return firstName == secondName ? first.group < second.group : firstName < secondName
    }

    /// How much more the samples of one run vary than counting says; 1 where nothing is known.
    func samplingDispersion(_ entity: Int) -> Double { samplingDispersion[entities.entities[entity]] ?? 1 }

    /// The same runs, some of them put on sides anew.
    func dealt(to sides: RunSides) -> ComparedRuns {
        var dealt = narrowed(to: sides)
        dealt.sides = sides
        return dealt
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

    /// The base name of that path; empty where it is not known.
    func baseName(_ group: Int32) -> String {
        place(group).map { ByteView.withBytes(of: $0) { $0.baseName.text } } ?? ""
    }

    private func text(_ id: StringID) -> String? { id.isNone ? nil : groups.strings.text(id) }
}

/// What is known of a run besides its samples.
package struct RunFacts: Sendable {
    /// The file, as the user named it.
    package let source: String
    /// Wall-clock time of the recording in nanoseconds since 1970, and its start by the trace's own clock.
    package let recordedAt: Int64?
    package let start: Int64?
    /// Commit, branch and so on.
    package let labels: [String: String]

    /// What a profile knows of itself.
    package init(_ profile: Profile) {
        source = profile.metadata.sources.first ?? ""
        recordedAt = profile.metadata.recordedAt
        start = profile.metadata.start
        labels = profile.metadata.runLabels
    }
}
