/// Merging: all profiles given, in their order, become one.
///
/// Associative, with the empty profile as identity, and it keeps totals. Value types meet by name, units are unified
/// (`CommonValueTypes`); a type that not all profiles have is left out, and none in common is an error. Stacks that are
/// lists in all profiles stay lists.
package func mergeProfiles(_ profiles: [Profile]) throws(MergeError) -> Profile {
    var merger = ProfileMerger()
    for profile in profiles { try merger.add(profile) }
    return merger.finish()
}

/// Adds profiles up as they come: each is put into one growing sum, so that the work is that of reading them, and none
/// but the first is held.
package struct ProfileMerger: ~Copyable {
    /// The only profile so far.
    private var first: Profile?
    /// The sum, once there are two.
    private var sum = ProfileBuilder(detail: .stacks)
    private var isSumming = false

    /// A merger of nothing yet.
    package init() {}

    /// Adds the next profile; where that cannot be, the sum stays as it was.
    package mutating func add(_ profile: Profile) throws(MergeError) {
        if profile.isNothing { return }
        if isSumming {
            try addToSum(profile)
        } else if let first {
            try begin(first, profile)
            self.first = nil
        } else {
            first = profile
        }
    }

    /// The sum of all, which is the profile itself where there is only one; the merger is then empty again.
    package mutating func finish() -> Profile {
        if let first {
            self.first = nil
            return first
        }
        isSumming = false
        return takeSum()
    }

    private mutating func addToSum(_ profile: Profile) throws(MergeError) {
        let allDerive = sum.metadata.derivesSampleCounts && profile.metadata.derivesSampleCounts
        let common = CommonValueTypes([sum.offer, ValueOffer(profile)], allDerive: allDerive)
        let name = sum.metadata.sources.first ?? ""
        try ProfileMerger.check(common, [(name, sum.valueTypes), profile.named(profile.valueTypes)])
        try ProfileMerger.check([(name, !sum.callGraph.isEmpty), profile.named(profile.isCallGraph)])
        guard common.types == sum.valueTypes, common.sources[0] == sum.offer.stored, sum.canTake(profile) else {
            // The sum as it stands cannot hold what is to come: it is put into another form, which is seldom.
            return try begin(takeSum(), profile)
        }
        sum.absorb(profile, taking: common.sources[1], keepsZeros: false)
    }

    private mutating func begin(_ first: Profile, _ second: Profile) throws(MergeError) {
        let profiles = [first, second]
        let common = CommonValueTypes(profiles)
        try ProfileMerger.check(common, profiles.map { $0.named($0.valueTypes) })
        try ProfileMerger.check(profiles.map { $0.named($0.isCallGraph) })
        sum = ProfileBuilder(detail: min(first.samples.detail, second.samples.detail))
        if profiles.allSatisfy({ $0.samples.layout != .long }) {
            sum.setWideValueTypes(common.types)
        } else {
            for type in common.types { _ = sum.valueType(type) }
        }
        sum.defaultValueType = ProfileMerger.defaultType(profiles, common)
        sum.keepsLooseStacks = profiles.allSatisfy { !$0.hasStackTree }
        if sum.keepsLooseStacks {
            sum.looseStacks.reserve(following: profiles.map { $0.looseStacks.frames.count }.max() ?? 0)
        }
        isSumming = true
        for (profile, sources) in zip(profiles, common.sources) {
            sum.absorb(profile, taking: sources, keepsZeros: false)
        }
    }

    private mutating func takeSum() -> Profile {
        var finished = ProfileBuilder(detail: .stacks)
        swap(&finished, &sum)
        return finished.finish()
    }

    /// The first profile's default where all have it, else the next one's, else the first type that all have.
    private static func defaultType(_ profiles: [Profile], _ common: CommonValueTypes) -> ValueTypeID {
        for (profile, sources) in zip(profiles, common.sources) where !profile.defaultValueType.isNone {
            let index = sources.firstIndex { $0.type == profile.defaultValueType && !$0.countsSamples }
            if let index { return ValueTypeID(row: index + 1) }
        }
        return ValueTypeID(1)
    }

    private static func check(
        _ common: CommonValueTypes, _ types: [(name: String, types: [ValueType])]
    ) throws(MergeError) {
        guard common.types.isEmpty else { return }
        let found = types.map { "\($0.name): \($0.types.map { "\($0.name)/\($0.unit)" }.joined(separator: ", "))" }
        throw MergeError(expected: "a value type that all traces have", found: found)
    }

    private static func check(_ kinds: [(name: String, isCallGraph: Bool)]) throws(MergeError) {
        if kinds.allSatisfy({ $0.isCallGraph == kinds[0].isCallGraph }) { return }
        let found = kinds.map { "\($0.name): \($0.isCallGraph ? "a call graph" : "stacks")" }
        throw MergeError(expected: "traces that are all of stacks or all of calls", found: found)
    }
}

/// Profiles that cannot be added up.
package struct MergeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What all of them should have been or had.
    package let expected: String
    /// What each file is or has instead.
    package let found: [String]

    package var description: String {
        "error: expected \(expected), found none [merge.types]\n" + found.map { "  \($0)" }.joined(separator: "\n")
    }
}

extension Profile {
    /// Whether it is the empty profile, which merging leaves out: nothing was measured, and nothing was read.
    fileprivate var isNothing: Bool {
        valueTypes.isEmpty && samples.count == 0 && !isCallGraph && metadata.sources.isEmpty
    }

    fileprivate var hasStackTree: Bool { stacks.count > 1 }

    /// Something of the profile beside the file that it was read from.
    fileprivate func named<Fact>(_ fact: Fact) -> (String, Fact) { (metadata.sources.first ?? "", fact) }
}

extension ProfileBuilder {
    /// What the profile so far has to offer.
    fileprivate var offer: ValueOffer {
        ValueOffer(
            types: valueTypes, defaultType: defaultValueType, derivesSampleCounts: metadata.derivesSampleCounts)
    }

    /// Whether the samples and stacks of `profile` can be added to these as they are.
    fileprivate func canTake(_ profile: Profile) -> Bool {
        profile.samples.detail >= detail && !(keepsLooseStacks && profile.hasStackTree)
            && (samples.layout == .long || profile.samples.layout != .long)
    }
}
