import StackModel

/// The stacks of all runs of a comparison as they were read, one list after the other: what `RunStacks` is for trees.
///
/// Where nearly every stack is its own, their tree is many times as large as the lists, and most of it is never looked
/// at. Sums over a function's stacks are a walk along the lists here. One path may be several stacks.
package struct RunLists: Sendable {
    /// How many runs there are.
    let width: Int
    /// By run: what was measured without any frame.
    private(set) var frameless: [Int64]
    /// By stack: what was measured with it, and the squared weights of those samples; 0 where it is none.
    private(set) var values: [Int64] = []
    private(set) var squares: [Double] = []
    /// By run: its lists, and the number of its first one among the stacks of all runs.
    private var lists: [ListedStacks] = []
    private var firsts: [Int] = [0]
    private let groupCount: Int

    /// The stacks of some profiles; `groups` has the group of each of their functions.
    init(_ profiles: [Profile], _ selections: [ValueSelection], groups: [[Int32]], groupCount: Int) {
        width = profiles.count
        frameless = [Int64](repeating: 0, count: width)
        self.groupCount = groupCount
        for run in profiles.indices { add(profiles[run], selections[run], groups[run], run) }
    }

    /// Whether stacks may be compared as lists: values below 0 could make a path nothing that several stacks are, and
    /// times are for pseudo-runs, which are trees.
    static func suit(_ profiles: [Profile], _ selections: [ValueSelection]) -> Bool {
        zip(profiles, selections).allSatisfy { profile, selection in
            guard profile.hasLooseStacks else { return false }
            var isPlain = true
            profile.forEachValue(selection) { row, value in
                if value < 0 || profile.samples.time(row) != nil { isPlain = false }
            }
            return isPlain
        }
    }

    private mutating func add(_ profile: Profile, _ selection: ValueSelection, _ groups: [Int32], _ run: Int) {
        let first = values.count
        let listed = ListedStacks(profile, groups: groups)
        values += repeatElement(0, count: listed.count)
        squares += repeatElement(0, count: listed.count)
        lists.append(listed)
        firsts.append(values.count)
        let weight = SampleWeight(profile, selection)
        profile.forEachValue(selection) { row, value in
            let stack = first + profile.samples.key(row).stack.row - 1
            if stack < first { return frameless[run] = frameless[run].addingSaturated(value) }
            guard value != 0 else { return }
            values[stack] = values[stack].addingSaturated(value)
            squares[stack] += weight.squares(profile, row, value)
        }
        for list in 0..<listed.count where listed.leaf(list) == nil {
            frameless[run] = frameless[run].addingSaturated(values[first + list])
            values[first + list] = 0
        }
    }

    /// How many stacks there are, those without a value included.
    var count: Int { values.count }

    /// The stacks of a run.
    func stacks(of run: Int) -> Range<Int> { firsts[run]..<firsts[run + 1] }

    /// The run of a stack.
    private func run(of stack: Int) -> Int {
        var (low, high) = (0, width - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if firsts[middle] <= stack { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// What was measured with a stack in a run.
    func value(_ stack: Int, _ run: Int) -> Int64 { stacks(of: run).contains(stack) ? values[stack] : 0 }

    /// The function that runs in a stack.
    func leaf(_ stack: Int) -> Int32? {
        let run = run(of: stack)
        return lists[run].leaf(stack - firsts[run])
    }

    /// The functions of a stack, outermost first.
    func path(_ stack: Int) -> [Int32] {
        let run = run(of: stack)
        return lists[run].path(stack - firsts[run])
    }
}

// Which stacks an entity has.
extension RunLists {
    /// Calls `body` with each stack of each entity, and the caller of the function's outermost place in it, -1 at the
    /// top: entity by its place in `entities`, stacks in order. `chosen` are the stacks that are looked at, all for nil.
    @inline(__always)
    func forEachStack(
        of entities: [Entity], among chosen: [Int32]? = nil,
        _ body: (_ entity: Int, _ stack: Int, _ caller: Int32) -> Void
    ) {
        guard let chosen else {
            for run in 0..<width { forEachStack(of: entities, in: run, body) }
            return
        }
        var marks = EntityMarks(entities, groupCount: groupCount)
        for stack in chosen where values[Int(stack)] != 0 {
            let run = run(of: Int(stack))
            marks.walk(lists[run], Int(stack) - firsts[run], stack: Int(stack), body)
        }
    }

    /// The same for the stacks of one run.
    @inline(__always)
    func forEachStack(
        of entities: [Entity], in run: Int, _ body: (_ entity: Int, _ stack: Int, _ caller: Int32) -> Void
    ) {
        var marks = EntityMarks(entities, groupCount: groupCount)
        let (listed, first) = (lists[run], firsts[run])
        for stack in stacks(of: run) where values[stack] != 0 {
            marks.walk(listed, stack - first, stack: stack, body)
        }
    }
}

// What each function's stacks add up to.
extension RunLists {
    /// What the stacks of one function add up to in one run.
    struct Sums: BitwiseCopyable {
        private(set) var value: Int64 = 0
        private(set) var square = 0.0
        /// How many stacks there are.
        private(set) var count: UInt32 = 0
        /// The last of them, counted from 1.
        private(set) var last: UInt32 = 0

        @inline(__always)
        mutating func add(_ value: Int64, _ square: Double, stack: UInt32) {
            self.value = self.value &+ value
            self.square += square
            count &+= 1
            last = stack
        }
    }

    /// By function, the sums over the stacks of one run that end in it and over those that it is in.
    func sums(of run: Int) -> (own: [Sums], total: [Sums]) {
        var own = Column(repeating: Sums(), count: groupCount)
        var total = Column(repeating: Sums(), count: groupCount)
        let (listed, first) = (lists[run], firsts[run])
        for stack in stacks(of: run) where values[stack] != 0 {
            let (value, square) = (values[stack], squares[stack])
            let number = UInt32(truncatingIfNeeded: stack &+ 1)
            var leaf: Int32 = -1
            var places = listed.places(of: stack - first)
            while let group = listed.next(&places) {
                leaf = group
                if total[Int(group)].last != number { total[Int(group)].add(value, square, stack: number) }
            }
            if leaf >= 0 { own[Int(leaf)].add(value, square, stack: number) }
        }
        return (own.withMemory { Array($0) }, total.withMemory { Array($0) })
    }
}

/// What is known of a comparison's functions while stacks are walked, side by side in memory.
private struct EntityMarks: ~Copyable {
    private struct Mark: BitwiseCopyable {
        /// Where the function's self and total are among the entities that are looked for; -1 where they are not.
        var own: Int32 = -1
        var total: Int32 = -1
        /// The last stack that it was seen in, counted from 1, and what called it there.
        var stack: UInt32 = 0
        var caller: Int32 = -1
    }

    private var marks: Column<Mark>

    init(_ entities: [Entity], groupCount: Int) {
        marks = Column(repeating: Mark(), count: groupCount)
        for (index, entity) in entities.enumerated() {
            switch entity.kind {
            case .own: marks[Int(entity.group)].own = Int32(truncatingIfNeeded: index)
            case .total: marks[Int(entity.group)].total = Int32(truncatingIfNeeded: index)
            }
        }
    }

    @inline(__always)
    mutating func walk(
        _ lists: borrowing ListedStacks, _ list: Int, stack: Int,
        _ body: (_ entity: Int, _ stack: Int, _ caller: Int32) -> Void
    ) {
        let number = UInt32(truncatingIfNeeded: stack &+ 1)
        var last: Int32 = -1
        var places = lists.places(of: list)
        while let group = lists.next(&places) {
            let mark = marks[Int(group)]
            if mark.own & mark.total != -1, mark.stack != number {
                marks[Int(group)].stack = number
                marks[Int(group)].caller = last
                if mark.total >= 0 { body(Int(mark.total), stack, last) }
            }
            last = group
        }
        guard last >= 0, marks[Int(last)].own >= 0 else { return }
        body(Int(marks[Int(last)].own), stack, marks[Int(last)].caller)
    }
}
