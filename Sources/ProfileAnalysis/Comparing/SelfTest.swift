import StackModel

/// How a self-test deals runs.
package struct SelfTestOptions: Sendable {
    /// How many comparisons are made.
    package var deals = 200
    /// Runs a side; nil is half of them, up to ten.
    package var runsPerSide: Int?
    package var seed: UInt64 = 1
    /// The value type; nil is the default that all runs have.
    package var value: String?
    /// How each deal is compared.
    package var comparison = ComparisonOptions()
    /// What a check of each deal may find.
    package var gate = GateLimits()

    /// 200 deals of half of the runs a side.
    package init() {}
}

/// Repeats of one unchanged program, dealt to two sides again and again: whatever is reported is a false alarm.
package struct SelfTest: Sendable {
    /// How a method did over all deals.
    package struct Outcome: Sendable {
        package let method: SelfTestMethod
        /// Deals in which it reported a change; nil where it cannot be used on such runs.
        package internal(set) var alarms: Int?
        /// Functions that it reported, over all deals.
        package internal(set) var reported = 0
        /// How large the largest change was that it reported, by deal, in parts of the total.
        package internal(set) var largest: [Double] = []
    }

    package let outcomes: [Outcome]
    package let options: SelfTestOptions
    package let runCount: Int
    package let runsPerSide: Int
    /// How many deals were made: all that there are, where these are fewer than were asked for.
    package let deals: Int
    package let valueType: ValueType
    /// By deal, the coefficient of variation between runs that the comparison found.
    package let runVariations: [Double]

    private static let fewestRuns = 6

    /// Deals the runs that `profiles` are.
    package init(_ profiles: [Profile], _ options: SelfTestOptions) throws(DiffError) {
        guard profiles.count >= SelfTest.fewestRuns else {
            throw DiffError(
                description: "error: expected \(SelfTest.fewestRuns) runs of one program or more, found"
                    + " \(profiles.count) [self-test.runs]")
        }
        let perSide = options.runsPerSide ?? min(10, profiles.count / 2)
        guard perSide >= 1, perSide * 2 <= profiles.count else {
            throw DiffError(
                description: "error: expected runs a side between 1 and half of the \(profiles.count) runs, found"
                    + " \(perSide) [self-test.runs]")
        }
        guard options.comparison.norm != .units else {
            throw DiffError(description: "error: expected --norm stable, share or none, found units [self-test.norm]")
        }
        let runs = try ComparedRuns(before: profiles, after: [], value: options.value)
        var outcomes = SelfTestMethod.allCases.map { Outcome(method: $0, alarms: $0.isUsable(on: runs) ? 0 : nil) }
        var variations: [Double] = []
        let hands = SelfTest.hands(runCount: profiles.count, runsPerSide: perSide, options)
        for sides in hands {
            let dealt = runs.dealt(to: sides)
            let comparison = try Comparison(dealt, options.comparison)
            variations.append(comparison.meta.runVariation)
            for index in outcomes.indices where outcomes[index].alarms != nil {
                outcomes[index].add(outcomes[index].method.changes(in: comparison, options))
            }
        }
        self.outcomes = outcomes
        self.options = options
        runCount = profiles.count
        runsPerSide = perSide
        deals = hands.count
        valueType = runs.valueType
        runVariations = variations
    }

    /// Different ways to deal the runs, in random order.
    private static func hands(runCount: Int, runsPerSide: Int, _ options: SelfTestOptions) -> [RunSides] {
        var random = SplitMix64(seed: options.seed)
        var seen = Set<[Int]>()
        var hands: [RunSides] = []
        var columns = Array(0..<runCount)
        // With few runs there are few ways; all of them have turned up long before so many tries.
        for _ in 0..<(options.deals * 50 + 1000) where hands.count < options.deals {
            random.shuffle(&columns, first: 2 * runsPerSide)
            var sides = RunSides(before: 0, after: 0)
            sides.before = columns.prefix(runsPerSide).sorted()
            sides.after = columns[runsPerSide..<2 * runsPerSide].sorted()
            if seen.insert(sides.all).inserted { hands.append(sides) }
        }
        return hands
    }
}

extension SelfTest.Outcome {
    fileprivate mutating func add(_ changes: [Double]) {
        guard !changes.isEmpty else { return }
        alarms = (alarms ?? 0) + 1
        reported += changes.count
        largest.append(changes.map(abs).max() ?? 0)
    }
}
