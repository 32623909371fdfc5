import StackModel

/// A run of consecutive stacks: a place in the tree and everything below it.
package struct StackRange: Sendable {
    package var first: Int32
    package var end: Int32
    /// The function that called this place; -1 at the top.
    package var caller: Int32
}

/// The stacks of all runs, in the tree's own order, so that whatever stands below a place is one range of them.
///
/// A function's total covers the ranges of its outermost places, and its self a list of single stacks. Sums over
/// either are differences of running sums: the work grows with the tree, never with depth times stacks.
package struct RunStacks: Sendable {
    /// How many runs there are.
    package let width: Int
    /// By stack and run: what was measured with this very stack.
    package private(set) var values: [Int64] = []
    /// By stack and run: the squared weights of those samples.
    package private(set) var squares: [Double] = []
    /// By stack: the function that was running.
    package private(set) var leaves: [Int32] = []
    /// By stack: the caller of its leaf's outermost occurrence; -1 at the top.
    package private(set) var outermostCallers: [Int32] = []
    /// By run: what was measured without any frame.
    package private(set) var frameless: [Int64]
    /// By function: the ranges of stacks that its outermost places cover.
    package private(set) var coverage = GroupLists<StackRange>()
    /// By function: the stacks that end in it.
    package private(set) var endings = GroupLists<Int32>()
    private var places: [Int32] = []
    private var parents: [Int32] = []
    private var groups: [Int32] = []

    /// How many stacks have a value in some run.
    package var count: Int { leaves.count }

    /// Puts a finished tree in order; functions are numbered below `groupCount`.
    package init(_ tree: consuming RunTree, groupCount: Int) {
        width = tree.width
        frameless = (0..<tree.width).map { tree.values[$0] }
        parents = (0..<tree.count).map { tree.parents[$0] }
        groups = (0..<tree.count).map { tree.groups[$0] }
        let order = TreeOrder(tree)
        var walk = OutermostWalk(order: order, groupCount: groupCount)
        var ranges: [(group: Int32, element: StackRange)] = []
        var ends: [(group: Int32, element: Int32)] = []
        ranges.reserveCapacity(tree.count)
        let stackCount = Int(order.stacksBelow[0])
        ends.reserveCapacity(stackCount)
        leaves.reserveCapacity(stackCount)
        outermostCallers.reserveCapacity(stackCount)
        places.reserveCapacity(stackCount)
        values.reserveCapacity(stackCount * width)
        squares.reserveCapacity(stackCount * width)
        for place in order.places.dropFirst() {
            let place = Int(place)
            let group = groups[place]
            let outermost = walk.outermost(place, group)
            let caller = groups[Int(parents[outermost])]
            if outermost == place, order.stacksBelow[place] > 0 {
                let first = order.firstStack[place]
                ranges.append((group, StackRange(first: first, end: first + order.stacksBelow[place], caller: caller)))
            }
            guard order.isStack[place] else { continue }
            ends.append((group, Int32(leaves.count)))
            leaves.append(group)
            outermostCallers.append(caller)
            places.append(Int32(place))
            let row = Int(tree.rows[place]) * width
            for slot in row..<(row + width) {
                values.append(tree.values[slot])
                squares.append(tree.squares[slot])
            }
        }
        coverage = GroupLists(ranges, groupCount: groupCount)
        endings = GroupLists(ends, groupCount: groupCount)
    }

    /// Calls `body` with every stack of an entity.
    package func forEachStack(of entity: Entity, _ body: (Int) -> Void) {
        switch entity.kind {
        case .own: for stack in endings[entity.group] { body(Int(stack)) }
        case .total: for range in coverage[entity.group] { for stack in range.first..<range.end { body(Int(stack)) } }
        }
    }

    /// The functions that an entity is called by directly, where it is not inside itself.
    package func callers(of entity: Entity) -> Set<Int32> {
        let callers =
            switch entity.kind {
            case .own: Set(endings[entity.group].map { outermostCallers[Int($0)] })
            case .total: Set(coverage[entity.group].map(\.caller))
            }
        return callers.subtracting([-1])
    }

    /// The functions of a stack, outermost first.
    package func path(_ stack: Int) -> [Int32] {
        var path: [Int32] = []
        var place = places[stack]
        while place > 0 {
            path.append(groups[Int(place)])
            place = parents[Int(place)]
        }
        path.reverse()
        return path
    }
}

/// Lists by function, one after the other in one array.
package struct GroupLists<Element: Sendable>: Sendable {
    private var starts: [Int] = [0]
    private var elements: [Element] = []

    /// No lists.
    init() {}

    /// The elements by group, in the order given.
    init(_ pairs: [(group: Int32, element: Element)], groupCount: Int) {
        starts = [Int](repeating: 0, count: groupCount + 1)
        for pair in pairs { starts[Int(pair.group) + 1] += 1 }
        for group in 0..<groupCount { starts[group + 1] += starts[group] }
        var next = starts
        var order = [UInt32](repeating: 0, count: pairs.count)
        for (index, pair) in pairs.enumerated() {
            order[next[Int(pair.group)]] = UInt32(truncatingIfNeeded: index)
            next[Int(pair.group)] += 1
        }
        elements = order.map { pairs[Int($0)].element }
    }

    /// The list of a group.
    package subscript(group: Int32) -> ArraySlice<Element> {
        let row = Int(group)
        guard row >= 0, row + 1 < starts.count else { return [] }
        return elements[starts[row]..<starts[row + 1]]
    }
}

/// The order of a tree in which a place comes before all below it and these come together.
private struct TreeOrder {
    /// All places in that order; the root is first.
    var places: [Int32]
    /// By place: its position, how many places are there and below, and the same for stacks with values.
    var position: [Int32]
    var placesBelow: [Int32]
    var firstStack: [Int32]
    var stacksBelow: [Int32]
    var isStack: [Bool]

    /// Two loops, since a parent's number is smaller than its children's: sizes from the end, positions from the start.
    init(_ tree: borrowing RunTree) {
        let count = tree.count
        isStack = (0..<count).map { place in
            let row = Int(tree.rows[place]) * tree.width
            return row > 0 && (row..<row + tree.width).contains { tree.values[$0] != 0 }
        }
        placesBelow = [Int32](repeating: 1, count: count)
        stacksBelow = isStack.map { $0 ? 1 : 0 }
        var place = count - 1
        while place > 0 {
            placesBelow[Int(tree.parents[place])] += placesBelow[place]
            stacksBelow[Int(tree.parents[place])] += stacksBelow[place]
            place -= 1
        }
        position = [Int32](repeating: 0, count: count)
        firstStack = [Int32](repeating: 0, count: count)
        var nextPlace = [Int32](repeating: 1, count: count)
        var nextStack = [Int32](repeating: 0, count: count)
        places = [Int32](repeating: 0, count: count)
        for place in 1..<max(count, 1) {
            let parent = Int(tree.parents[place])
            position[place] = nextPlace[parent]
            firstStack[place] = nextStack[parent]
            nextPlace[parent] += placesBelow[place]
            nextStack[parent] += stacksBelow[place]
            nextPlace[place] = position[place] + 1
            nextStack[place] = firstStack[place] + (isStack[place] ? 1 : 0)
            places[Int(position[place])] = Int32(place)
        }
    }
}

/// Goes through the places in tree order and knows, for each, the outermost place of the same function above it.
private struct OutermostWalk {
    private let order: TreeOrder
    private var open: [Int32]

    init(order: TreeOrder, groupCount: Int) {
        self.order = order
        open = [Int32](repeating: 0, count: groupCount)
    }

    /// The place itself, or the outermost one that it recurs in.
    mutating func outermost(_ place: Int, _ group: Int32) -> Int {
        let known = Int(open[Int(group)])
        if known > 0, order.position[place] < order.position[known] + order.placesBelow[known] { return known }
        open[Int(group)] = Int32(place)
        return place
    }
}
