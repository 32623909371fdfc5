import ProfileAnalysis
import StackModel

/// The two sides of a comparison at each node, and the colours that show how they differ.
struct FlameDifference {
    private let tree: CallTree
    private let options: FlameGraphOptions
    private var largest = 0.0
    private let floor: Double

    /// Looks at all drawn nodes for the largest change, which has the strongest colour.
    init(_ tree: CallTree, _ layout: FlameLayout, _ options: FlameGraphOptions) {
        self.tree = tree
        self.options = options
        floor = Double(layout.whole) * options.minDeltaPercent / 100
        for node in layout.order where node > 0 { largest = max(largest, abs(change(node))) }
    }

    /// Whether the profile `before` lacks this path.
    func isNew(_ node: Int) -> Bool { tree.totalValue(node) == 0 && tree.totalValue(node, 1) != 0 }

    /// Whether the profile `after` lacks this path.
    func isRemoved(_ node: Int) -> Bool { tree.totalValue(node) != 0 && tree.totalValue(node, 1) == 0 }

    /// The colour of a node.
    func color(_ node: Int) -> UInt32 {
        let change = change(node)
        guard largest > 0, abs(change) >= floor else { return FlameColor.delta(0) }
        return FlameColor.delta(change / largest)
    }

    /// Adds `before → after (+100 %), share 25 % → 30 %`, `new` and `removed`, and the raw numbers.
    func addTooltip(_ node: Int, _ unit: FlameUnit, to out: inout FlameBytes) {
        let before = tree.totalValue(node)
        let after = tree.totalValue(node, 1)
        addSides(before, after, unit, to: &out)
        out.add(", share ")
        out.addShare(before, of: tree.totalValue(0))
        out.add(" % → ")
        out.addShare(after, of: tree.totalValue(0, 1))
        out.add(" %")
        if isNew(node) { out.add(", new") }
        if isRemoved(node) { out.add(", removed") }
        out.add("\nself ")
        addSides(tree.selfValue(node), tree.selfValue(node, 1), unit, to: &out)
        guard unit.hasScale else { return }
        out.add("\n")
        out.add(before, grouped: true)
        out.add(" → ")
        out.add(after, grouped: true)
        out.add(" ")
        out.bytes.append(contentsOf: unit.rawName)
    }

    /// A value as it is compared.
    static func scaled(_ value: Int64, by factor: Double) -> Int64 {
        guard factor != 1 else { return value }
        let product = (Double(value) * factor).rounded()
        if product.isNaN { return value }
        return Int64(exactly: product) ?? (product < 0 ? .min : .max)
    }

    private func change(_ node: Int) -> Double {
        let ownOnly = options.deltaColor == .ownValue
        let before = ownOnly ? tree.selfValue(node) : tree.totalValue(node)
        let after = ownOnly ? tree.selfValue(node, 1) : tree.totalValue(node, 1)
        return Double(after) * options.factor - Double(before)
    }

    private func addSides(_ before: Int64, _ after: Int64, _ unit: FlameUnit, to out: inout FlameBytes) {
        unit.add(before, to: &out)
        out.add(" → ")
        unit.add(after, to: &out)
        guard before != 0, after != 0 else { return }
        let percent = (Double(after) * options.factor / Double(before) - 1) * 100
        out.add(percent >= 0 ? " (+" : " (")
        out.addReal(percent, digits: 1)
        out.add(" %)")
    }
}
