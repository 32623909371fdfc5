import StackModel

/// A way to tell changes from noise, held against runs in which nothing changed.
package enum SelfTestMethod: String, Sendable, CaseIterable {
    /// The verdicts of `diff`.
    case verdicts = "stacksift diff"
    /// Whether `check` would fail.
    case gate = "stacksift check"
    /// A share of the total that differs by a point or more.
    case threshold = "1-point threshold"
    /// Two proportions of all samples of a side, by the normal distribution, corrected for the number of functions.
    case zTest = "z-test"
    /// A list by the size of the change, whose first line is blamed.
    case ranking

    /// Whether the runs have what the method needs: exact figures have no samples to count.
    func isUsable(on runs: ComparedRuns) -> Bool {
        self != .zTest || runs.entities.indices(of: .own).contains { runs.entities.squares($0, 0) > 0 }
    }

    /// What the method reports of a comparison: a change for each function, in parts of the total; none is silence.
    func changes(in comparison: Comparison, _ options: SelfTestOptions) -> [Double] {
        switch self {
        case .verdicts: comparison.estimates.filter(\.verdict.isChange).map(\.impact)
        case .gate: gateChanges(comparison, options.gate)
        case .threshold: shareChanges(comparison, .own).filter { abs($0) >= 0.01 }
        case .zTest: zChanges(comparison)
        case .ranking: shareChanges(comparison, .own).max { abs($0) < abs($1) }.map { $0 == 0 ? [] : [$0] } ?? []
        }
    }

    private func gateChanges(_ comparison: Comparison, _ limits: GateLimits) -> [Double] {
        var limits = limits
        // Dealt sides are not those that were recorded.
        limits.allowsBlocks = true
        let gate = Gate(comparison, limits)
        guard gate.status == .fail else { return [] }
        return gate.findings.map { finding in
            switch finding {
            case .function(let entity): comparison.estimates[entity].impact
            case .total(let change), .scale(let change): change.ratio - 1
            case .budget(let verdict): verdict.figure.value
            }
        }
    }

    /// By entity of a kind, how much its share of all that a side measured differs.
    private func shareChanges(_ comparison: Comparison, _ kind: EntityKind) -> [Double] {
        let shares = SideShares(comparison)
        return comparison.runs.entities.indices(of: kind).map { shares.after($0) - shares.before($0) }
    }

    private func zChanges(_ comparison: Comparison) -> [Double] {
        let shares = SideShares(comparison)
        let tested = comparison.estimates.filter { $0.moments.samples >= comparison.options.minSamples }.map(\.entity)
        let pValues = tested.map { entity in
            let pooled = shares.pooled(entity)
            let variance = pooled * (1 - pooled) * (1 / shares.samplesBefore + 1 / shares.samplesAfter)
            guard variance > 0 else { return 1.0 }
            let z = (shares.after(entity) - shares.before(entity)) / variance.squareRoot()
            return StudentT.twoSidedTail(z, degrees: 1e9)
        }
        return zip(tested, FalseDiscovery.qValues(pValues)).filter { $0.1 <= comparison.options.alpha }
            .map { shares.after($0.0) - shares.before($0.0) }
    }
}

/// Each entity's part of all that a side measured, its runs thrown together: what plain diffs compare.
private struct SideShares {
    private let runs: EntityRuns
    private let sides: RunSides
    private let totalBefore: Double
    private let totalAfter: Double
    /// Samples of a side, as many of one weight as say as much.
    let samplesBefore: Double
    let samplesAfter: Double

    init(_ comparison: Comparison) {
        let runs = comparison.runs.entities
        let sides = comparison.sides
        let own = runs.indices(of: .own)
        func total(_ columns: [Int]) -> Double { columns.reduce(0) { $0 + runs.runTotals[$1] } }
        func samples(_ columns: [Int], _ total: Double) -> Double {
            let squares = columns.reduce(0) { sum, run in own.reduce(sum) { $0 + runs.squares($1, run) } }
            return squares > 0 ? total * total / squares : 1
        }
        self.runs = runs
        self.sides = sides
        totalBefore = total(sides.before)
        totalAfter = total(sides.after)
        samplesBefore = samples(sides.before, totalBefore)
        samplesAfter = samples(sides.after, totalAfter)
    }

    func before(_ entity: Int) -> Double { sum(entity, sides.before) / totalBefore }

    func after(_ entity: Int) -> Double { sum(entity, sides.after) / totalAfter }

    func pooled(_ entity: Int) -> Double { sum(entity, sides.all) / (totalBefore + totalAfter) }

    private func sum(_ entity: Int, _ columns: [Int]) -> Double {
        columns.reduce(0) { $0 + runs.sum(entity, $1) }
    }
}
