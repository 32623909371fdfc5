import Glibc

/// Finds causes that cancel: cost that moved from one function to another beside, above or below it.
///
/// A renamed function is one that is gone and one that is new; a loop that was extracted costs the old function what
/// it costs the new one. Such pairs share a caller, or one calls the other, and their changes add up to about nothing.
enum Shifts {
    /// Two causes of a shift, as indices into the entities.
    struct Pair {
        let first: Int
        let second: Int
        /// The sum of both changes: what is left.
        let net: Double
    }

    /// The pairs among `causes`, each cause in at most one; `stacks` are all those that the causes have.
    static func pairs(
        _ causes: [Cause], in stacks: [Int32], _ runs: ComparedRuns, _ estimates: [EntityEstimate]
    ) -> [Pair] {
        var pairs: [Pair] = []
        var used: Set<Int> = []
        let entities = causes.map { runs.entities.entities[$0.entity] }
        let callers = causes.count > 1 ? runs.stacks.callers(of: entities, among: stacks) : []
        func areNeighbours(_ first: Int, _ second: Int) -> Bool {
            !callers[first].isDisjoint(with: callers[second])
                || callers[first].contains(entities[second].group) || callers[second].contains(entities[first].group)
        }
        for (index, first) in causes.enumerated() {
            for (other, second) in causes.enumerated().dropFirst(index + 1) {
                if used.contains(first.entity) || used.contains(second.entity) { continue }
                guard cancel(first, second, estimates), areNeighbours(index, other) else { continue }
                used.formUnion([first.entity, second.entity])
                pairs.append(Pair(first: first.entity, second: second.entity, net: first.delta + second.delta))
            }
        }
        return pairs
    }

    /// Whether two changes of opposite sign leave little: a quarter of the larger, or up to half where noise allows.
    private static func cancel(_ first: Cause, _ second: Cause, _ estimates: [EntityEstimate]) -> Bool {
        guard (first.delta > 0) != (second.delta > 0) else { return false }
        let larger = max(abs(first.delta), abs(second.delta))
        let noise = 2 * hypot(estimates[first.entity].test.error, estimates[second.entity].test.error)
        return abs(first.delta + second.delta) <= max(0.25 * larger, min(noise, 0.5 * larger))
    }
}
