import ProfileAnalysis
import StackModel

/// Writes folded stacks: `frame;frame;leaf VALUE`, root first, a line for each path, lines sorted by bytes.
///
/// A tree of two profiles gives two values a line, `before` and `after`, in difffolded.pl's form. The tree is walked from
/// the root with one path that grows and shrinks, without recursion; siblings alone are sorted.
package struct FoldedWriter: ~Copyable {
    /// One thing that has to be written below a path: a line, or all lines that go on with a frame and `;`.
    private struct Step {
        /// The place among its siblings, even for a line, and the node.
        var order: UInt64
        /// How much of the path stands in front.
        var start: Int

        var place: UInt64 { order >> 32 }
        var node: Int { Int(truncatingIfNeeded: order & 0xFFFF_FFFF) }
        var isLine: Bool { place & 1 == 0 }
    }

    private let tree: CallTree
    private let names: FoldedNames
    private let children: TreeChildren
    private var path = Column<UInt8>()
    /// What is left to write, last first.
    private var pending: [Step] = []
    private var siblings: [UInt64] = []

    private init(_ tree: CallTree) {
        self.tree = tree
        names = FoldedNames(tree)
        children = tree.children()
    }

    /// Writes the paths of `tree` that have a value of their own.
    package static func write(_ tree: CallTree, to sink: inout ByteSink) {
        guard tree.count > 0 else { return }
        var writer = FoldedWriter(tree)
        if writer.hasOwnValue(0) { writer.siblings.append(UInt64(writer.names.linePlace(writer.names.noStack)) << 32) }
        writer.gather(childrenOf: 0)
        writer.pushSiblings()
        while let step = writer.pending.popLast() { writer.write(step, to: &sink) }
    }

    /// Writes a step, and what is below it as long as that is one thing only.
    private mutating func write(_ first: Step, to sink: inout ByteSink) {
        var step = first
        while true {
            path.truncate(to: step.start)
            names.append(name(of: step.node), to: &path)
            if step.isLine {
                if appendValues(of: step) { sink.write(path.view(0, path.count)) }
                return
            }
            path.append(0x3B)
            gather(childrenOf: step.node)
            while let alike = popAlike(step) { gather(childrenOf: alike) }
            guard siblings.count == 1 else { return pushSiblings() }
            step = Step(order: siblings[0], start: path.count)
            siblings.removeAll(keepingCapacity: true)
        }
    }

    /// The next node of the path that `step` is about: nodes whose names read alike are one in folded text.
    private mutating func popAlike(_ step: Step) -> Int? {
        guard let next = pending.last, next.start == step.start, next.place == step.place else { return nil }
        pending.removeLast()
        return next.node
    }

    /// Ends the line of a step; false where what it is about adds up to nothing.
    private mutating func appendValues(of step: Step) -> Bool {
        if tree.width == 1 {
            var value = tree.selfValue(step.node)
            while let alike = popAlike(step) { value = value.addingSaturated(tree.selfValue(alike)) }
            guard value != 0 else { return false }
            path.append(0x20)
            path.append(decimal: value)
        } else {
            var nodes = [step.node]
            while let alike = popAlike(step) { nodes.append(alike) }
            FoldedWriter.appendValues(of: nodes[...], tree, to: &path)
        }
        path.append(0x0A)
        return true
    }

    private static func appendValues(of nodes: ArraySlice<Int>, _ tree: CallTree, to target: inout Column<UInt8>) {
        for column in 0..<tree.width {
            target.append(0x20)
            target.append(decimal: nodes.reduce(Int64(0)) { $0.addingSaturated(tree.selfValue($1, column)) })
        }
    }

    private func hasOwnValue(_ node: Int) -> Bool {
        tree.width == 1 ? tree.selfValue(node) != 0 : (0..<tree.width).contains { tree.selfValue(node, $0) != 0 }
    }

    private func name(of node: Int) -> Int { node == 0 ? names.noStack : Int(tree.group(node)) }
}

// Siblings.
extension FoldedWriter {
    /// Adds what is to be written of each child of a node.
    private mutating func gather(childrenOf node: Int) {
        for id in children[node] {
            let child = Int(id)
            let group = Int(tree.group(child))
            let low = UInt64(UInt32(bitPattern: id))
            if hasOwnValue(child) { siblings.append(UInt64(names.linePlace(group)) << 32 | low) }
            if children.hasAny(child) {
                siblings.append(UInt64(names.branchPlace(group)) << 32 | low)
            }
        }
    }

    /// Puts the siblings that were gathered in order and before all that is pending.
    private mutating func pushSiblings() {
        if siblings.count > 1 {
            siblings.sort()
            if hasTie() { sortByText() }
        }
        for order in siblings.reversed() { pending.append(Step(order: order, start: path.count)) }
        siblings.removeAll(keepingCapacity: true)
    }

    /// Whether the order of a line and of what comes next depends on the line's value.
    private func hasTie() -> Bool {
        for index in 1..<siblings.count {
            let (step, next) = (Step(order: siblings[index - 1], start: 0), Step(order: siblings[index], start: 0))
            if step.isLine, step.place != next.place, names.isTie(name(of: step.node), name(of: next.node)) {
                return true
            }
        }
        return false
    }

    /// Orders the siblings by all that is known of their texts: a line's values too.
    private mutating func sortByText() {
        var runs: [(text: [UInt8], orders: ArraySlice<UInt64>)] = []
        var first = 0
        while first < siblings.count {
            let step = Step(order: siblings[first], start: 0)
            var end = first
            while end < siblings.count, siblings[end] >> 32 == step.place { end += 1 }
            var text = Column<UInt8>()
            names.append(name(of: step.node), to: &text)
            if step.isLine {
                let nodes = siblings[first..<end].map { Step(order: $0, start: 0).node }
                FoldedWriter.appendValues(of: nodes[...], tree, to: &text)
                text.append(0x0A)
            } else {
                text.append(0x3B)
            }
            runs.append((text.view(0, text.count).bytes, siblings[first..<end]))
            first = end
        }
        runs.sort { $0.text.lexicographicallyPrecedes($1.text) }
        siblings = runs.flatMap(\.orders)
    }
}
