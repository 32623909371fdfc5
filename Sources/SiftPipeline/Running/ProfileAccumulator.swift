import StackModel

/// Adds profiles up as they come, holding few at a time.
///
/// Neighbours of equal size are merged, as a binary counter carries: n profiles take n log n work, and the result
/// depends on their order alone.
struct ProfileAccumulator {
    private var partial: [(profile: Profile, rank: Int)] = []
    private var tally = ValueTypeTally()
    private var hadOverflow = false
    /// How many profiles were added.
    private(set) var count = 0

    /// Adds the next profile.
    mutating func add(_ profile: Profile) throws(MergeError) {
        count += 1
        tally.add(profile)
        hadOverflow = hadOverflow || profile.overflow != nil
        partial.append((profile, 0))
        while partial.count > 1, partial[partial.count - 1].rank == partial[partial.count - 2].rank {
            try mergeLastTwo()
        }
    }

    /// The sum; nil where nothing was added.
    mutating func finish() throws(MergeError) -> Profile? {
        while partial.count > 1 { try mergeLastTwo() }
        return partial.first?.profile
    }

    /// What is to be said of adding up: value types that did not come through as they were, sums that did not fit.
    func notes(for sum: Profile) -> [String] {
        let overflow = hadOverflow ? nil : sum.overflow
        return tally.notes(for: sum) + [overflow?.description].compactMap { $0 }
    }

    private mutating func mergeLastTwo() throws(MergeError) {
        let right = partial.removeLast()
        let left = partial.removeLast()
        partial.append((try mergeProfiles([left.profile, right.profile]), left.rank + 1))
    }
}

extension Profile {
    fileprivate var overflow: Diagnostic? { diagnostics.diagnostics.first { $0.code == "profile.sum.overflow" } }
}
