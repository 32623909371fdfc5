import StackModel

/// How a comparison's findings are put in order for reports.
extension Comparison {
    /// The estimates as they are reported: causes, the strongest first; then by p, then by the size of the change.
    package var ranked: [EntityEstimate] {
        var rank: [Int: Int] = [:]
        for (index, cause) in causes.enumerated() { rank[cause] = index }
        return estimates.sorted { first, second in
            let (left, right) = (rank[first.entity] ?? .max, rank[second.entity] ?? .max)
            if left != right { return left < right }
            if first.test.p != second.test.p { return first.test.p < second.test.p }
            let (leftSize, rightSize) = (abs(first.moments.delta), abs(second.moments.delta))
            return leftSize != rightSize ? leftSize > rightSize : runs.precedes(first.entity, second.entity)
        }
    }

    /// The estimates in the plain comparison's order: functions by the change of their self, then of their total; of
    /// each function self before total.
    package var bySelfChange: [EntityEstimate] {
        func size(_ kind: EntityKind, _ group: Int32) -> Double {
            estimate(Entity(kind, group)).map { abs($0.moments.delta) } ?? 0
        }
        let sizes = Dictionary(
            Set(runs.entities.entities.map(\.group)).map { ($0, (size(.own, $0), size(.total, $0))) },
            uniquingKeysWith: { first, _ in first })
        return estimates.sorted { first, second in
            let (left, right) = (runs.entities.entities[first.entity], runs.entities.entities[second.entity])
            if left.group == right.group { return left.kind == .own && right.kind == .total }
            let (leftSize, rightSize) = (sizes[left.group] ?? (0, 0), sizes[right.group] ?? (0, 0))
            if leftSize != rightSize { return leftSize > rightSize }
            let (leftName, rightName) = (runs.functions.name(left.group), runs.functions.name(right.group))
            return leftName == rightName ? left.group < right.group : leftName < rightName
        }
    }

    /// What an entity took in some runs together, unscaled.
    package func rawSum(_ estimate: EntityEstimate, _ columns: [Int]) -> Double {
        columns.reduce(0) { $0 + runs.entities.sum(estimate.entity, $1) }
    }

    /// The estimates that a cause explains, the largest change first.
    package func explained(by cause: Int) -> [EntityEstimate] {
        estimates.filter { $0.explainedBy == cause && $0.verdict.isChange && !$0.isCause }
            .sorted { abs($0.moments.delta) > abs($1.moments.delta) }
    }

    /// Whether a change matters: a cause, real, and of at least the least impact that is looked for.
    package func isMaterial(_ estimate: EntityEstimate) -> Bool {
        estimate.isCause && estimate.verdict.isChange && abs(estimate.explainedImpact ?? 0) >= options.minImpact
    }
}
