import StackModel

/// The stacks of a profile that were left as lists, each frame by the group that a view gives it.
struct ListedStacks: Sendable {
    let profile: Profile
    /// By frame row: its group, and -1 for what the view leaves off.
    private let groups: [Int32]

    /// The lists of a profile whose functions have the groups `functionGroups`.
    init(_ profile: Profile, groups functionGroups: [Int32]) {
        self.profile = profile
        let steps = FrameSteps(profile, functionGroups)
        groups = zip(steps.groups, steps.flags).map { $1.contains(.root) ? -1 : $0 }
    }

    /// How many lists there are; a sample's stack n is list n - 1.
    var count: Int { profile.looseStacks.count }

    /// Where the frames of a list are, outermost first.
    @inline(__always)
    func places(of list: Int) -> Range<Int> { profile.looseStacks.range(list) }

    /// The first group at `places`, which go on behind it; nil where there is none.
    @inline(__always)
    func next(_ places: inout Range<Int>) -> Int32? {
        while !places.isEmpty {
            let group = groups[profile.looseStacks.frames[places.lowerBound].row]
            places = (places.lowerBound + 1)..<places.upperBound
            if group >= 0 { return group }
        }
        return nil
    }

    /// The group of the innermost frame; nil in a list without frames.
    func leaf(_ list: Int) -> Int32? {
        for place in places(of: list).reversed() {
            let group = groups[profile.looseStacks.frames[place].row]
            if group >= 0 { return group }
        }
        return nil
    }

    /// The groups of a list, outermost first.
    func path(_ list: Int) -> [Int32] {
        var path: [Int32] = []
        var places = places(of: list)
        while let group = next(&places) { path.append(group) }
        return path
    }
}
