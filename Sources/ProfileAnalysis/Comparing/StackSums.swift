/// Sums over stacks, in whole numbers, so that equal sets of stacks have equal sums whatever order they are added in.
struct StackSums {
    /// How many stacks, and their means before and after and their counting variance, in the scale's quanta.
    var count: Int64 = 0
    var before: Int64 = 0
    var after: Int64 = 0
    var variance: Int64 = 0

    static func + (left: StackSums, right: StackSums) -> StackSums {
        StackSums(
            count: left.count &+ right.count, before: left.before &+ right.before, after: left.after &+ right.after,
            variance: left.variance &+ right.variance)
    }

    static func - (left: StackSums, right: StackSums) -> StackSums {
        StackSums(
            count: left.count &- right.count, before: left.before &- right.before, after: left.after &- right.after,
            variance: left.variance &- right.variance)
    }
}

/// Every stack's means and variance, as whole numbers of quanta so small that 2^61 of them are the whole.
struct ScaledStacks {
    private(set) var stacks: [StackSums] = []
    private let meanQuantum: Double
    private let varianceQuantum: Double

    /// No stacks.
    init() {
        meanQuantum = 1
        varianceQuantum = 1
    }

    /// The stacks of some runs, scaled.
    init(_ stacks: ComparedStacks, _ sides: RunSides, _ scale: RunScale) {
        let figures =
            switch stacks {
            case .tree(let stacks): ScaledStacks.figures(stacks, sides, scale)
            case .lists(let stacks): ScaledStacks.figures(stacks, sides, scale)
            }
        let meanSum = figures.reduce(0) { $0 + abs($1.before) + abs($1.after) }
        let varianceSum = figures.reduce(0) { $0 + $1.variance }
        let means = ScaledStacks.quantum(meanSum)
        let variances = ScaledStacks.quantum(varianceSum)
        self.stacks = figures.map { figure in
            StackSums(
                count: 1, before: ScaledStacks.quanta(figure.before, means),
                after: ScaledStacks.quanta(figure.after, means),
                variance: ScaledStacks.quanta(figure.variance, variances))
        }
        meanQuantum = means
        varianceQuantum = variances
    }

    /// Means before and after, and the mean counting variance.
    private typealias Figures = (before: Double, after: Double, variance: Double)

    private static func figures(_ stacks: RunStacks, _ sides: RunSides, _ scale: RunScale) -> [Figures] {
        (0..<stacks.count).map { stack in
            let row = stack * stacks.width
            func mean(_ columns: [Int], _ value: (Int) -> Double) -> Double {
                columns.reduce(0) { $0 + value($1) } / Double(columns.count)
            }
            let scaled = { (run: Int) in Double(stacks.values[row + run]) / scale.factors[run] }
            let counted = { (run: Int) in stacks.squares[row + run] / (scale.factors[run] * scale.factors[run]) }
            return (mean(sides.before, scaled), mean(sides.after, scaled), mean(sides.all, counted))
        }
    }

    /// A stack that is a list has a value in one run, so that the others add nothing to its means.
    private static func figures(_ stacks: RunLists, _ sides: RunSides, _ scale: RunScale) -> [Figures] {
        var figures = [Figures](repeating: (0, 0, 0), count: stacks.count)
        for (runs, isBefore) in [(sides.before, true), (sides.after, false)] {
            for run in runs {
                let factor = scale.factors[run]
                for stack in stacks.stacks(of: run) {
                    let mean = Double(stacks.values[stack]) / factor / Double(runs.count)
                    let variance = stacks.squares[stack] / (factor * factor) / Double(sides.all.count)
                    figures[stack] = isBefore ? (mean, 0, variance) : (0, mean, variance)
                }
            }
        }
        return figures
    }

    private static func quantum(_ sum: Double) -> Double {
        sum > 0 && sum.isFinite ? sum * 0x1p-61 : 1
    }

    private static func quanta(_ value: Double, _ quantum: Double) -> Int64 {
        Int64(exactly: (value / quantum).rounded()) ?? 0
    }

    func meanBefore(_ sums: StackSums) -> Double { Double(sums.before) * meanQuantum }

    func meanAfter(_ sums: StackSums) -> Double { Double(sums.after) * meanQuantum }

    func delta(_ sums: StackSums) -> Double { Double(sums.after &- sums.before) * meanQuantum }

    func variance(_ sums: StackSums) -> Double { Double(sums.variance) * varianceQuantum }
}

/// Sums of the first stacks that still count, for every number of them.
struct RunningStackSums {
    private let sums: [StackSums]

    /// Running sums over the stacks for which `isIncluded` holds.
    init(_ stacks: ScaledStacks, where isIncluded: (Int) -> Bool) {
        var sums = [StackSums()]
        sums.reserveCapacity(stacks.stacks.count + 1)
        var sum = StackSums()
        for (stack, figures) in stacks.stacks.enumerated() {
            if isIncluded(stack) { sum = sum + figures }
            sums.append(sum)
        }
        self.sums = sums
    }

    /// The sum over an entity's stacks.
    func sum(of entity: Entity, in stacks: RunStacks) -> StackSums {
        var sum = StackSums()
        switch entity.kind {
        case .own: for stack in stacks.endings[entity.group] { sum = sum + (sums[Int(stack) + 1] - sums[Int(stack)]) }
        case .total:
            for range in stacks.coverage[entity.group] { sum = sum + (sums[Int(range.end)] - sums[Int(range.first)]) }
        }
        return sum
    }
}
