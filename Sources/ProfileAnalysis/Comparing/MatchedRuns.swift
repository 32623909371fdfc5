import StackModel

/// The profiles of a comparison with their functions matched across all of them.
struct MatchedRuns: ~Copyable {
    let profiles: [Profile]
    /// How many of them are before.
    let beforeCount: Int
    let common: CommonSelection
    let groups: FrameGroups
    /// Whether the stacks of all profiles are lists, and stay lists.
    private let areLists: Bool
    /// Each profile with stacks: itself, or what is estimated from its call graph.
    private let stacked: [Profile]
    /// The group of each function row, by profile: as it was read, and with stacks.
    private let functionGroups: [[Int32]]
    private let stackedGroups: [[Int32]]

    init(before: [Profile], after: [Profile], value: String?) throws(DiffError) {
        common = try CommonSelection(before + after, value: value)
        areLists = RunLists.suit(before + after, common.selections)
        let profiles = areLists ? before + after : (before + after).map { $0.withStackTree() }
        var groups = FrameGroups(identity: .stableKey)
        let read = profiles.map { groups.add($0) }
        let stacked = profiles.map { $0.withStacks(.estimate) }
        let withStacks = profiles.indices.map { profiles[$0] === stacked[$0] ? read[$0] : groups.add(stacked[$0]) }
        let moved = MovedFunctions(
            before: read.prefix(before.count).flatMap { $0 }, after: read.dropFirst(before.count).flatMap { $0 },
            groups: groups)
        let matched = { (list: [[Int32]]) in
            list.indices.map { $0 < before.count ? list[$0] : moved.applied(to: list[$0]) }
        }
        functionGroups = matched(read)
        stackedGroups = matched(withStacks)
        self.profiles = profiles
        self.stacked = stacked
        self.groups = groups
        beforeCount = before.count
    }

    /// Whether all runs are call graphs, whose figures are exact.
    var isCallGraph: Bool { profiles.allSatisfy(\.isCallGraph) }

    /// The stacks of all runs.
    var stacks: ComparedStacks {
        if areLists {
            return .lists(
                RunLists(profiles, common.selections, groups: functionGroups, groupCount: groups.count))
        }
        var tree = RunTree(width: profiles.count)
        for run in profiles.indices {
            tree.add(stacked[run], common.selections[run], groups: stackedGroups[run], to: run)
        }
        return .tree(RunStacks(tree, groupCount: groups.count))
    }

    /// The call graphs of all runs.
    var graphs: [CallGraphRun] {
        profiles.indices.map { run in
            CallGraphRun(profile: profiles[run], selection: common.selections[run], groups: functionGroups[run])
        }
    }

    /// The stacks of pseudo-runs: `run` says for each run and row which one it belongs to.
    func stacks(width: Int, run: (_ profile: Int, _ row: Int) -> Int?) -> RunStacks {
        var tree = RunTree(width: width)
        for index in profiles.indices {
            tree.add(profiles[index], common.selections[index], groups: functionGroups[index]) { run(index, $0) }
        }
        return RunStacks(tree, groupCount: groups.count)
    }
}
