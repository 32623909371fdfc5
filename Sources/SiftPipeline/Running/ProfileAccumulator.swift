import StackModel

/// Adds profiles up as they come, and takes note of what is to be said of that.
struct ProfileAccumulator: ~Copyable {
    private var merger = ProfileMerger()
    private var tally = ValueTypeTally()
    private var hadOverflow = false
    /// How many profiles were added.
    private(set) var count = 0

    /// Adds the next profile.
    mutating func add(_ profile: Profile) throws(MergeError) {
        count += 1
        tally.add(profile)
        hadOverflow = hadOverflow || profile.overflow != nil
        try merger.add(profile)
    }

    /// The sum; nil where nothing was added.
    mutating func finish() -> Profile? { count == 0 ? nil : merger.finish() }

    /// What is to be said of adding up: value types that did not come through as they were, sums that did not fit.
    func notes(for sum: Profile) -> [String] {
        let overflow = hadOverflow ? nil : sum.overflow
        return tally.notes(for: sum) + [overflow?.description].compactMap { $0 }
    }
}

extension Profile {
    fileprivate var overflow: Diagnostic? { diagnostics.diagnostics.first { $0.code == "profile.sum.overflow" } }
}
