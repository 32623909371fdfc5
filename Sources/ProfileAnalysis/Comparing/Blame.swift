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

    private let runs: ComparedRuns
    private let sides: RunSides
    private let estimates: [EntityEstimate]
    private let stacks: ScaledStacks
    private let mostCauses = 25

    /// Looks at the entities in `candidates`, whose tests were rejected.
    init(_ runs: ComparedRuns, _ sides: RunSides, _ scale: RunScale, _ estimates: [EntityEstimate], candidates: [Int]) {
        self.runs = runs
        self.sides = sides
        self.estimates = estimates
        guard let weakest = candidates.map({ estimates[$0].test.p }).max() else {
            stacks = ScaledStacks()
            return
        }
        stacks = ScaledStacks(runs.stacks, sides, scale)
        // Recomputed from stacks, a p value differs in its last digits.
        explain(candidates, weakest: weakest * (1 + 1e-6) + 1e-300)
    }

    /// What is left of a candidate on the stacks that nothing explains yet.
    private struct Remainder {
        let entity: Int
        let t: Double
        let p: Double
        let mean: Double
        let delta: Double
    }

    private mutating func explain(_ candidates: [Int], weakest: Double) {
        var left = candidates
        var isExplained = [Bool](repeating: false, count: stacks.stacks.count)
        var largest: [Int: Double] = [:]
        for _ in 0..<mostCauses {
            let running = RunningStackSums(stacks) { !isExplained[$0] }
            let remainders = left.compactMap { remainder(of: $0, running) }
            guard let cause = choose(remainders, weakest: weakest) else { return }
            causes.append(Cause(entity: cause.entity, delta: cause.delta))
            left.removeAll { $0 == cause.entity }
            let taken = take(cause.entity, &isExplained)
            let takenSums = RunningStackSums(stacks) { taken[$0] }
            for other in left {
                let overlap = abs(stacks.delta(takenSums.sum(of: runs.entities.entities[other], in: runs.stacks)))
                guard overlap > largest[other] ?? 0 else { continue }
                largest[other] = overlap
                explainedBy[other] = cause.entity
            }
        }
    }

    private func remainder(of entity: Int, _ running: RunningStackSums) -> Remainder? {
        let sums = running.sum(of: runs.entities.entities[entity], in: runs.stacks)
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
        return Remainder(entity: entity, t: delta / error, p: p, mean: mean, delta: delta)
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

    /// Marks an entity's stacks as explained; those that were not yet are returned.
    private func take(_ entity: Int, _ isExplained: inout [Bool]) -> [Bool] {
        var taken = [Bool](repeating: false, count: isExplained.count)
        runs.stacks.forEachStack(of: runs.entities.entities[entity]) { stack in
            taken[stack] = !isExplained[stack]
            isExplained[stack] = true
        }
        return taken
    }
}
