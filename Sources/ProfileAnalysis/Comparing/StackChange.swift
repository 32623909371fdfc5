/// One path in the runs of both sides, by what was measured with this very stack.
package struct StackChange: Sendable {
    /// Index into the runs' stacks.
    package let stack: Int
    /// Scaled means of a run.
    package let before: Double
    package let after: Double

    package var delta: Double { after - before }

    package var status: DiffStatus { DiffStatus(before: before, after: after) }
}

extension DiffStatus {
    /// What became of something that took `before` and takes `after`.
    package init(before: Double, after: Double) {
        if before == 0, after != 0 {
            self = .new
        } else if after == 0, before != 0 {
            self = .removed
        } else {
            self = after > before ? .grew : after < before ? .shrank : .same
        }
    }
}

extension Comparison {
    /// Every path that has a value in the compared runs, largest change first.
    package func stackChanges() -> [StackChange] {
        let factors = Dictionary(uniqueKeysWithValues: zip(sides.all, meta.scale))
        func mean(_ stack: Int, _ columns: [Int]) -> Double {
            columns.reduce(0) { sum, run in
                sum + Double(runs.stacks.value(stack, run)) / (factors[run] ?? 1)
            } / Double(columns.count)
        }
        return (0..<runs.stacks.count)
            .map { StackChange(stack: $0, before: mean($0, sides.before), after: mean($0, sides.after)) }
            .filter { $0.before != 0 || $0.after != 0 }
            .sorted { (abs($0.delta), $1.stack) > (abs($1.delta), $0.stack) }
    }

    /// What became of an entity: new or removed where its function is absent on one side, else whether it grew.
    package func status(_ estimate: EntityEstimate) -> DiffStatus {
        let entity = runs.entities.entities[estimate.entity]
        let whole = self.estimate(Entity(.total, entity.group)) ?? estimate
        let presence = DiffStatus(before: whole.moments.meanBefore, after: whole.moments.meanAfter)
        if presence == .new || presence == .removed { return presence }
        return estimate.moments.delta > 0 ? .grew : estimate.moments.delta < 0 ? .shrank : .same
    }
}
