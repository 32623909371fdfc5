import Glibc

/// In which order the runs of both sides were recorded, as far as the traces tell.
///
/// A machine warms up, gets company, changes its clock. Where all runs of one side came before all of the other, any
/// such drift looks like a change; where they alternate, it is noise on both sides.
package struct RecordingOrder: Sendable {
    /// How the sides lie in time.
    package enum Kind: String, Sendable {
        case interleaved
        /// One side was recorded as a whole before the other.
        case blocks
        /// Not all traces have a time, or there are too few of them.
        case unknown
    }

    package let kind: Kind
    /// Change of a run's total from one run to the next, as a part of it, where it is more than chance; else nil.
    package let drift: Double?

    init(_ runs: ComparedRuns, _ sides: RunSides) {
        guard !sides.isProvisional, let times = RecordingOrder.times(runs.facts, sides.all) else {
            kind = .unknown
            drift = nil
            return
        }
        let before = sides.before.compactMap { times[$0] }.sorted()
        let after = sides.after.compactMap { times[$0] }.sorted()
        guard let firstBefore = before.first, let lastBefore = before.last, let firstAfter = after.first,
            let lastAfter = after.last
        else {
            kind = .unknown
            drift = nil
            return
        }
        let inBlocks = lastBefore < firstAfter || lastAfter < firstBefore
        kind = inBlocks ? .blocks : .interleaved
        drift = RecordingOrder.drift(runs.entities, sides, times)
    }

    /// The time of each run by one clock that all have: the wall's, or else the traces' own.
    private static func times(_ facts: [RunFacts], _ columns: [Int]) -> [Int: Int64]? {
        for clock in [\RunFacts.recordedAt, \RunFacts.start] {
            let times = columns.compactMap { run in facts[run][keyPath: clock].map { (run, $0) } }
            let isTold = times.count == columns.count && Set(times.map(\.1)).count > 1
            if isTold { return Dictionary(uniqueKeysWithValues: times) }
        }
        return nil
    }

    /// The slope of the runs' sizes over their order, the sides' difference apart; nil unless p is below 1 %.
    private static func drift(_ runs: EntityRuns, _ sides: RunSides, _ times: [Int: Int64]) -> Double? {
        let count = sides.all.count
        guard count >= 6 else { return nil }
        let ranked = sides.all.sorted { (times[$0] ?? 0, $0) < (times[$1] ?? 0, $1) }
        var xx = 0.0
        var xy = 0.0
        var yy = 0.0
        for side in [sides.before, sides.after] {
            let x = side.map { Double(ranked.firstIndex(of: $0) ?? 0) }
            let y = side.map { log(runs.runTotals[$0]) }
            for (position, size) in zip(x, y) {
                xx += (position - x.mean) * (position - x.mean)
                xy += (position - x.mean) * (size - y.mean)
                yy += (size - y.mean) * (size - y.mean)
            }
        }
        guard xx > 0 else { return nil }
        let slope = xy / xx
        let residual = max(yy - slope * xy, 0) / Double(count - 3)
        let error = (residual / xx).squareRoot()
        guard error > 0, StudentT.twoSidedTail(slope / error, degrees: Double(count - 3)) < 0.01 else { return nil }
        return expm1(slope)
    }
}
