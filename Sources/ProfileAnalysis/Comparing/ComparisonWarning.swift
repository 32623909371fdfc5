/// Something that a reader of a comparison should know before believing it.
package enum ComparisonWarning: Sendable {
    /// Fewer than three runs on a side; the noise was measured on other runs, where these are given.
    case provisional(before: Int, after: Int, noiseRuns: Int?)
    /// Runs of the sides were recorded one side after the other.
    case recordedInBlocks
    /// Runs get larger or smaller as time goes by: this part of a run, from each to the next.
    case drift(Double)
    /// Runs that are unlike the others of their side, by their file names.
    case droppedRuns([String])
    /// Too few functions are in all runs to scale by: shares were used.
    case fewStableFunctions
    /// One function takes so much that a relative norm takes its change for a change of all others.
    case dominantFunction(name: String, share: Double)
    /// cProfile measures wall time unless told otherwise.
    case wallClock
    /// Causes rest on stacks that were estimated from a call graph.
    case estimatedStacks

    /// A word for programs.
    package var code: String {
        switch self {
        case .provisional: "provisional"
        case .recordedInBlocks: "drift-confounded"
        case .drift: "drift"
        case .droppedRuns: "dropped-runs"
        case .fewStableFunctions: "few-stable-functions"
        case .dominantFunction: "dominant-function"
        case .wallClock: "wall-clock"
        case .estimatedStacks: "estimated-stacks"
        }
    }
}

extension Comparison {
    /// What to say about this comparison, most important first.
    package var warnings: [ComparisonWarning] {
        var warnings: [ComparisonWarning] = []
        if sides.isProvisional {
            warnings.append(
                .provisional(
                    before: sides.before.count, after: sides.after.count,
                    noiseRuns: options.runVariation.measured?.runCount))
        }
        if order.kind == .blocks { warnings.append(.recordedInBlocks) }
        if let drift = order.drift { warnings.append(.drift(drift)) }
        if !droppedRuns.isEmpty { warnings.append(.droppedRuns(droppedRuns.map { runs.facts[$0].source })) }
        if options.norm == .stable, meta.norm != DiffNorm.stable.rawValue { warnings.append(.fewStableFunctions) }
        if let dominant = dominantFunction { warnings.append(dominant) }
        if runs.calls != nil {
            if runs.valueType.unit == "nanoseconds" { warnings.append(.wallClock) }
            if !causes.isEmpty { warnings.append(.estimatedStacks) }
        }
        return warnings
    }

    /// A changed function whose self is more than a quarter of everything, under a norm that it can move.
    private var dominantFunction: ComparisonWarning? {
        guard options.norm == .stable || options.norm == .share else { return nil }
        let largest = estimates.filter { runs.entities.entities[$0.entity].kind == .own && $0.verdict.isChange }
            .max { $0.moments.mean < $1.moments.mean }
        guard let largest else { return nil }
        let share = max(largest.moments.meanBefore / meta.baseline, largest.moments.meanAfter / meta.scaledAfter)
        guard share > 0.25 else { return nil }
        return .dominantFunction(
            name: runs.functions.name(runs.entities.entities[largest.entity].group).text, share: share)
    }
}
