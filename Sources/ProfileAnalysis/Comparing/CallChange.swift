/// A function's calls on both sides, and what one call takes.
package struct CallChange: Sendable {
    /// Mean calls of a run.
    package let before: Double
    package let after: Double
    /// Whether every run of a side made the same number of calls, on both sides: then a difference is a fact.
    package let isExact: Bool
    /// Self time of a call after over before, with its interval where the calls are exact; nil without calls or time.
    package let perCallRatio: Double?
    package let perCallInterval: Interval?

    /// Whether the runs of the sides make different numbers of calls, for certain.
    package var isFact: Bool { isExact && before != after }
}

extension Comparison {
    /// The calls of the function whose self `estimate` is; nil where calls are not counted.
    package func calls(of estimate: EntityEstimate) -> CallChange? {
        let entity = runs.entities.entities[estimate.entity]
        guard let calls = runs.calls, entity.kind == .own else { return nil }
        func mean(_ columns: [Int]) -> Double { columns.map { Double(calls[entity.group, $0]) }.mean }
        let (before, after) = (mean(sides.before), mean(sides.after))
        let isExact =
            calls.constant(entity.group, sides.before) != nil && calls.constant(entity.group, sides.after) != nil
        let fewer = after > 0 ? before / after : nil
        return CallChange(
            before: before, after: after, isExact: isExact,
            perCallRatio: fewer.flatMap { fewer in estimate.ratio.map { $0 * fewer } },
            perCallInterval: isExact
                ? fewer.flatMap { fewer in
                    estimate.ratioInterval.map { Interval($0.low * fewer, $0.high * fewer) }
                } : nil)
    }

    /// Selves of functions that were called more or less often, for certain; the largest change of calls first.
    package var callFacts: [(estimate: EntityEstimate, calls: CallChange)] {
        estimates.compactMap { estimate in
            calls(of: estimate).flatMap { $0.isFact ? (estimate, $0) : nil }
        }
        .sorted { first, second in
            let (left, right) = (
                abs(first.calls.after - first.calls.before), abs(second.calls.after - second.calls.before)
            )
            return left != right ? left > right : runs.precedes(first.estimate.entity, second.estimate.entity)
        }
    }
}
