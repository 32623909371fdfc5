/// The stacks of all runs of a comparison, whichever way they were read.
package enum ComparedStacks: Sendable {
    /// In the order of their tree; each path is one stack.
    case tree(RunStacks)
    /// As lists, where nothing asked for a tree; one path may be several stacks.
    case lists(RunLists)

    /// Whether finding the stacks of an entity is a walk along all stacks.
    var isWalked: Bool {
        if case .lists = self { true } else { false }
    }

    /// How many runs there are.
    package var width: Int {
        switch self {
        case .tree(let stacks): stacks.width
        case .lists(let stacks): stacks.width
        }
    }

    /// How many stacks there are.
    package var count: Int {
        switch self {
        case .tree(let stacks): stacks.count
        case .lists(let stacks): stacks.count
        }
    }

    /// What was measured with a stack in a run.
    package func value(_ stack: Int, _ run: Int) -> Int64 {
        switch self {
        case .tree(let stacks): stacks.values[stack * stacks.width + run]
        case .lists(let stacks): stacks.value(stack, run)
        }
    }

    /// The functions of a stack, outermost first.
    package func path(_ stack: Int) -> [Int32] {
        switch self {
        case .tree(let stacks): stacks.path(stack)
        case .lists(let stacks): stacks.path(stack)
        }
    }

    /// The stacks of each entity, in order.
    func stacks(of entities: [Entity]) -> [[Int32]] {
        var found = [[Int32]](repeating: [], count: entities.count)
        switch self {
        case .tree(let stacks):
            for (index, entity) in entities.enumerated() {
                stacks.forEachStack(of: entity) { found[index].append(Int32(truncatingIfNeeded: $0)) }
            }
        case .lists(let stacks):
            stacks.forEachStack(of: entities) { entity, stack, _ in
                found[entity].append(Int32(truncatingIfNeeded: stack))
            }
        }
        return found
    }

    /// The functions that each entity is called by directly, where it is not inside itself. `chosen` are stacks that the
    /// entities have no others than; nil where they may be any.
    package func callers(of entities: [Entity], among chosen: [Int32]? = nil) -> [Set<Int32>] {
        switch self {
        case .tree(let stacks): return entities.map(stacks.callers)
        case .lists(let stacks):
            var found = [Set<Int32>](repeating: [], count: entities.count)
            var last = [Int32](repeating: -1, count: entities.count)
            stacks.forEachStack(of: entities, among: chosen) { entity, _, caller in
                if caller == last[entity] { return }
                last[entity] = caller
                if caller >= 0 { found[entity].insert(caller) }
            }
            return found
        }
    }

    /// The function that runs in a stack; nil in one without frames.
    func leaf(_ stack: Int) -> Int32? {
        switch self {
        case .tree(let stacks): stacks.leaves[stack]
        case .lists(let stacks): stacks.leaf(stack)
        }
    }

    /// The sum of the figures of each entity's stacks, of those in `chosen` where it is given.
    func sums(of entities: [Entity], _ figures: ScaledStacks, among chosen: [Int32]? = nil) -> [StackSums] {
        switch self {
        case .tree(let stacks):
            var isChosen = [Bool](repeating: chosen == nil, count: stacks.count)
            for stack in chosen ?? [] { isChosen[Int(stack)] = true }
            let running = RunningStackSums(figures) { isChosen[$0] }
            return entities.map { running.sum(of: $0, in: stacks) }
        case .lists(let stacks):
            var sums = [StackSums](repeating: StackSums(), count: entities.count)
            stacks.forEachStack(of: entities, among: chosen) { entity, stack, _ in
                sums[entity] = sums[entity] + figures.stacks[stack]
            }
            return sums
        }
    }
}
