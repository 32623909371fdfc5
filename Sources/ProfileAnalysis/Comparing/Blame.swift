/// A change that others are explained by.
struct Cause: Sendable {
    /// Index into the comparison's entities.
    let entity: Int
    /// The change on the stacks that no earlier cause explains.
    let delta: Double
}

/// Finds the causes among rejected entities: the strongest signal first, then what is left of the others.
///
/// The test statistic of a set of stacks is largest for the set whose stacks all changed by one factor. So a slower
/// leaf beats its callers (the same change, less noise), and a function called more often beats its callees (a larger
/// change). Once the strongest is found its stacks are taken away and the others are looked at anew.
struct Blame {
    /// Strongest first.
    private(set) var causes: [Cause] = []
    /// By entity: the cause that took most of its change away.
    private(set) var explainedBy: [Int: Int] = [:]
    /// The stacks of all causes.
    private(set) var explained: [Int32] = []

    private let runs: ComparedRuns
    private let sides: RunSides
    private let estimates: [EntityEstimate]
    private let stacks: ScaledStacks
    private let mostCauses = 25

    /// Looks at the entities in `candidates`, whose tests were rejected.
    init(
        _ runs: ComparedRuns, _ sides: RunSides, _ scale: RunScale, _ estimates: [EntityEstimate], candidates: [Int],
        _ known: inout EntityStacks
    ) {
        self.runs = runs
        self.sides = sides
        self.estimates = estimates
        guard let weakest = candidates.map({ estimates[$0].test.p }).max() else {
            stacks = ScaledStacks()
            return
        }
        stacks = ScaledStacks(runs.stacks, sides, scale)
        // Recomputed from stacks, a p value differs in its last digits.
        explain(candidates, weakest: weakest * (1 + 1e-6) + 1e-300, &known)
    }

    /// What is left of a candidate on the stacks that nothing explains yet.
    private struct Remainder {
        let entity: Int
        let t: Double
        let p: Double
        let mean: Double
        let delta: Double
        let stackCount: Int
    }

    private mutating func explain(_ candidates: [Int], weakest: Double, _ known: inout EntityStacks) {
        let entities = candidates.map { runs.entities.entities[$0] }
        var left = Array(candidates.indices)
        // What is left of each candidate: whole numbers, so that it is the same in whatever order stacks are taken away.
        var rest = runs.stacks.sums(of: entities, stacks)
        var isExplained = [Bool](repeating: false, count: stacks.stacks.count)
        var largest: [Int: Double] = [:]
        for _ in 0..<mostCauses {
            let remainders = left.compactMap { remainder(of: candidates[$0], rest[$0]) }
            guard let cause = choose(remainders, weakest: weakest) else { return }
            causes.append(Cause(entity: cause.entity, delta: cause.delta))
            left.removeAll { candidates[$0] == cause.entity }
            let entity = runs.entities.entities[cause.entity]
            let taken = known.stacks(of: entity, in: runs.stacks) { likely(remainders) }
                .filter { !isExplained[Int($0)] }
            for stack in taken { isExplained[Int(stack)] = true }
            explained += taken
            let overlaps = runs.stacks.sums(of: entities, stacks, among: taken)
            for other in left {
                rest[other] = rest[other] - overlaps[other]
                let overlap = abs(stacks.delta(overlaps[other]))
                guard overlap > largest[other] ?? 0 else { continue }
                largest[other] = overlap
                explainedBy[candidates[other]] = cause.entity
            }
        }
    }

    /// The candidates that are likely to be chosen soon: the strongest, as long as their stacks are not too many to list.
    private func likely(_ remainders: [Remainder]) -> [Entity] {
        var room = 1 << 22
        return remainders.sorted { (abs($0.t), $1.entity) > (abs($1.t), $0.entity) }.prefix { remainder in
            room -= remainder.stackCount
            return room >= 0
        }.map { runs.entities.entities[$0.entity] }
    }

    private func remainder(of entity: Int, _ sums: StackSums) -> Remainder? {
        guard sums.count > 0 else { return nil }
        let noise = estimates[entity].noise
        let (nBefore, nAfter) = (Double(sides.before.count), Double(sides.after.count))
        let mean = (nBefore * stacks.meanBefore(sums) + nAfter * stacks.meanAfter(sums)) / (nBefore + nAfter)
        let counting = stacks.variance(sums) * estimates[entity].samplingDispersion
        let variance = max(noise.dispersion * (counting + noise.runVariance * mean * mean), counting)
        let scale = noise.scaleError * mean
        let error = max(variance * sides.meanFactor + scale * scale, 1e-300).squareRoot()
        let delta = stacks.delta(sums)
        let p = StudentT.twoSidedTail(delta / error, degrees: noise.degrees)
        return Remainder(
            entity: entity, t: delta / error, p: p, mean: mean, delta: delta, stackCount: Int(sums.count))
    }

    /// The strongest, unless it is no stronger than chance; of those as strong within 2 % and of the same sign the
    /// smallest, that is the deepest; then self before total, then by name.
    private func choose(_ remainders: [Remainder], weakest: Double) -> Remainder? {
        guard let top = remainders.max(by: { (abs($0.t), $0.entity) < (abs($1.t), $1.entity) }), top.p <= weakest
        else { return nil }
        return remainders.filter { abs($0.t) >= 0.98 * abs(top.t) && ($0.delta > 0) == (top.delta > 0) }
            .min { left, right in
                left.mean != right.mean ? left.mean < right.mean : runs.precedes(left.entity, right.entity)
            }
    }
}

/// The stacks of entities that were asked for, and of those likely to be: finding them is one walk for all.
struct EntityStacks {
    private var known: [Entity: [Int32]] = [:]

    /// The stacks of `entity`; `likelyNext` are looked for beside it where they have to be.
    mutating func stacks(
        of entity: Entity, in stacks: ComparedStacks, likelyNext: () -> [Entity]
    ) -> [Int32] {
        if let found = known[entity] { return found }
        let asked = [entity] + (stacks.isWalked ? likelyNext().filter { $0 != entity } : [])
        known = Dictionary(uniqueKeysWithValues: zip(asked, stacks.stacks(of: asked)))
        return known[entity] ?? []
    }
}
