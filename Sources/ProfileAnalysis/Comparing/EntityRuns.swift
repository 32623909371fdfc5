import StackModel

/// What of a function is compared.
package enum EntityKind: String, Sendable {
    /// Measured in the function itself.
    case own = "self"
    /// Measured in it or in anything it called, recursion counted once.
    case total
}

/// One thing that is compared: a function's self or its total.
package struct Entity: Hashable, Sendable {
    package let kind: EntityKind
    /// Index into the comparison's groups of functions.
    package let group: Int32

    /// A function's self or total.
    package init(_ kind: EntityKind, _ group: Int32) {
        self.kind = kind
        self.group = group
    }
}

/// Every function's self and total in every run. A function that calls nothing has its self only.
package struct EntityRuns: Sendable {
    package let width: Int
    package private(set) var entities: [Entity] = []
    /// By run: the whole run, samples without frames included.
    package private(set) var runTotals: [Double]
    private var sums: [Double] = []
    private var squares: [Double] = []

    /// Figures of no function yet; `runTotals` has the sum of each run.
    package init(runTotals: [Double]) {
        width = runTotals.count
        self.runTotals = runTotals
    }

    /// How many entities there are.
    package var count: Int { entities.count }

    /// The sum of an entity's sample weights in a run.
    package func sum(_ entity: Int, _ run: Int) -> Double { sums[entity * width + run] }

    /// The sum of their squares: the variance that counting alone gives.
    package func squares(_ entity: Int, _ run: Int) -> Double { squares[entity * width + run] }

    /// How many samples of one weight would say as much; so many that they never matter where figures are exact.
    package func samples(_ entity: Int, _ run: Int) -> Double {
        let sum = sum(entity, run)
        let square = squares(entity, run)
        return square > 0 ? sum * sum / square : sum > 0 ? 1e9 : 0
    }

    /// The entities of one kind, by index.
    package func indices(of kind: EntityKind) -> [Int] { entities.indices.filter { entities[$0].kind == kind } }

    /// Adds an entity with its sum and squares in each run.
    package mutating func append(_ entity: Entity, sums: [Double], squares: [Double]) {
        precondition(sums.count == width && squares.count == width)
        entities.append(entity)
        self.sums += sums
        self.squares += squares
    }
}

extension EntityRuns {
    /// Without what says nothing in the runs `columns`: nothing there, or a total that is always the self.
    func narrowed(to columns: [Int]) -> EntityRuns {
        var own: [Int32: Int] = [:]
        for index in indices(of: .own) { own[entities[index].group] = index }
        var rest = EntityRuns(runTotals: runTotals)
        for (index, entity) in entities.enumerated() {
            if columns.allSatisfy({ sum(index, $0) == 0 && squares(index, $0) == 0 }) { continue }
            if entity.kind == .total, let own = own[entity.group],
                columns.allSatisfy({ sum(index, $0) == sum(own, $0) })
            {
                continue
            }
            let row = index * width..<(index + 1) * width
            rest.append(entity, sums: Array(sums[row]), squares: Array(squares[row]))
        }
        return rest
    }

    /// Adds up the stacks of a comparison.
    package init(_ stacks: ComparedStacks, groupCount: Int) {
        switch stacks {
        case .tree(let stacks): self.init(stacks, groupCount: groupCount)
        case .lists(let stacks): self.init(stacks, groupCount: groupCount)
        }
    }

    /// Adds up stacks that are lists.
    private init(_ stacks: RunLists, groupCount: Int) {
        // By run and function.
        var own: [[RunLists.Sums]] = []
        var total: [[RunLists.Sums]] = []
        for run in 0..<stacks.width {
            let sums = stacks.sums(of: run)
            own.append(sums.own)
            total.append(sums.total)
        }
        self.init(
            runTotals: (0..<stacks.width).map { run in
                let total = stacks.stacks(of: run).reduce(Int64(0)) { $0 &+ stacks.values[$1] }
                return Double(total.addingSaturated(stacks.frameless[run]))
            })
        for group in 0..<groupCount {
            let endings = own.reduce(0) { $0 + Int($1[group].count) }
            if endings > 0 { append(Entity(.own, Int32(group)), own.map { $0[group] }) }
            let covered = total.reduce(0) { $0 + Int($1[group].count) }
            if covered > endings { append(Entity(.total, Int32(group)), total.map { $0[group] }) }
        }
    }

    private mutating func append(_ entity: Entity, _ sums: [RunLists.Sums]) {
        append(entity, sums: sums.map { Double($0.value) }, squares: sums.map(\.square))
    }

    /// Adds up stacks of a tree. A function in whose stacks it always was the one running is compared by its self alone.
    package init(_ stacks: RunStacks, groupCount: Int) {
        let width = stacks.width
        var entities: [Entity] = []
        for group in 0..<Int32(groupCount) {
            let covered = stacks.coverage[group].reduce(0) { $0 + Int($1.end - $1.first) }
            let endings = stacks.endings[group].count
            if endings > 0 { entities.append(Entity(.own, group)) }
            if covered > endings { entities.append(Entity(.total, group)) }
        }
        self.init(runTotals: [Double](repeating: 0, count: width))
        self.entities = entities
        sums = [Double](repeating: 0, count: entities.count * width)
        squares = sums
        for run in 0..<width {
            let running = RunningSums(stacks, run)
            runTotals[run] = Double(running.total.addingSaturated(stacks.frameless[run]))
            for (index, entity) in entities.enumerated() {
                let (value, square) = running.sum(of: entity, in: stacks)
                sums[index * width + run] = Double(value)
                squares[index * width + run] = square
            }
        }
    }
}

/// The sums of one run over the first stacks, for every number of them.
private struct RunningSums {
    private var values: [Int64] = [0]
    private var squares: [Double] = [0]

    init(_ stacks: RunStacks, _ run: Int) {
        values.reserveCapacity(stacks.count + 1)
        squares.reserveCapacity(stacks.count + 1)
        for stack in 0..<stacks.count {
            // Wraps where a hostile file's values go beyond 64 bits; differences stay right as long as they fit.
            values.append(values[stack] &+ stacks.values[stack * stacks.width + run])
            squares.append(squares[stack] + stacks.squares[stack * stacks.width + run])
        }
    }

    var total: Int64 { values[values.count - 1] }

    func sum(of entity: Entity, in stacks: RunStacks) -> (value: Int64, square: Double) {
        var value: Int64 = 0
        var square = 0.0
        func add(_ first: Int, _ end: Int) {
            value = value &+ (values[end] &- values[first])
            square += squares[end] - squares[first]
        }
        switch entity.kind {
        case .own: for stack in stacks.endings[entity.group] { add(Int(stack), Int(stack) + 1) }
        case .total: for range in stacks.coverage[entity.group] { add(Int(range.first), Int(range.end)) }
        }
        return (value, square)
    }
}
