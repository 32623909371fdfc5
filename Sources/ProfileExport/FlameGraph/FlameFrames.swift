import ProfileAnalysis
import StackModel

/// Writes the frames of a drawing: a group with a tooltip, a rectangle, and the name where it fits.
struct FlameFrames {
    private let tree: CallTree
    private let layout: FlameLayout
    private let options: FlameGraphOptions
    private let geometry: FlameGeometry
    private let unit: FlameUnit
    private let difference: FlameDifference?
    private let verdicts: FlameVerdicts?
    private var names: FlameNames

    /// Gets ready to draw `tree`.
    init(
        _ tree: CallTree, _ layout: FlameLayout, _ geometry: FlameGeometry, _ options: FlameGraphOptions,
        verdicts: FlameVerdicts? = nil
    ) {
        self.verdicts = verdicts
        self.tree = tree
        self.layout = layout
        self.geometry = geometry
        self.options = options
        unit = FlameUnit(unit: options.unit, valueName: options.valueName)
        difference = tree.width > 1 ? FlameDifference(tree, layout, options) : nil
        names = FlameNames(tree)
    }

    /// Adds one frame.
    mutating func add(_ node: Int, to out: inout FlameBytes) {
        let group = Int(tree.group(node))
        if group >= 0 { names.prepare(group, tree) }
        addGroupStart(node, to: &out)
        out.add("<title>")
        if group >= 0 { names.add(group, to: &out) } else { out.add("all") }
        addNumbers(node, to: &out)
        out.add("</title>")
        // Both ends are rounded alike, so that neighbours meet.
        let scale = 1_000_000 / Double(layout.whole)
        let start = Int64(Double(layout.start(node)) * scale)
        let end = Int64(Double(layout.start(node) + layout.width(node)) * scale)
        let y = geometry.y(layout.depth(node))
        out.add("<rect x=\"")
        out.addParts(start, digits: 4)
        out.add("%\" y=\"")
        out.add(Int64(y))
        out.add("\" width=\"")
        out.addParts(end - start, digits: 4)
        out.add("%\" height=\"15\" fill=\"")
        addFill(node, group, to: &out)
        out.add("\" fg:x=\"")
        out.add(layout.start(node))
        out.add("\" fg:w=\"")
        out.add(layout.width(node))
        out.add("\"/>")
        let columns = geometry.columns(parts: end - start)
        if columns >= 3 {
            out.add("<text x=\"")
            out.addParts(start, digits: 4)
            out.add("%\" dx=\"3\" y=\"")
            out.add(Int64(y + 11))
            out.add("\">")
            if group >= 0 { names.addFitted(group, columns: columns, to: &out) } else { out.add("all") }
            out.add("</text>")
        }
        out.add("</g>\n")
    }

    private func addGroupStart(_ node: Int, to out: inout FlameBytes) {
        guard let difference, node > 0 else { return out.add("<g>") }
        if let verdicts {
            out.add("<g class=\"")
            out.add(verdicts.styleClass(node, tree))
            return out.add("\">")
        }
        if difference.isNew(node) {
            out.add("<g class=\"new\">")
        } else if difference.isRemoved(node) {
            out.add("<g class=\"gone\">")
        } else {
            out.add("<g class=\"plain\">")
        }
    }

    private func addNumbers(_ node: Int, to out: inout FlameBytes) {
        if let difference {
            out.add("\n")
            if node > 0, let line = verdicts?.line(node, tree) {
                out.addEscaped(line)
                out.add("\n")
            }
            return difference.addTooltip(node, unit, to: &out)
        }
        let total = tree.totalValue(node)
        out.add(" (")
        out.add(total, grouped: true)
        out.add(" ")
        out.bytes.append(contentsOf: unit.rawName)
        out.add(", ")
        out.addShare(total, of: tree.totalValue(0))
        out.add("%)\n")
        if unit.hasScale {
            out.add("total ")
            unit.add(total, to: &out)
            out.add(", ")
        }
        out.add("self ")
        unit.add(tree.selfValue(node), to: &out)
        let parent = tree.parent(node)
        guard parent > 0 else { return }
        out.add(", ")
        out.addShare(total, of: tree.totalValue(parent))
        out.add("% of caller")
    }

    private func addFill(_ node: Int, _ group: Int, to out: inout FlameBytes) {
        if let verdicts, node > 0 {
            guard let color = verdicts.color(node, tree) else { return out.add("url(#gone)") }
            return out.addColor(color)
        }
        if let difference {
            if difference.isRemoved(node) { return out.add("url(#gone)") }
            return out.addColor(node == 0 ? FlameColor.root : difference.color(node))
        }
        guard group >= 0 else { return out.addColor(FlameColor.root) }
        let index = Int32(truncatingIfNeeded: group)
        if tree.groups[index].isCommand { return out.addColor(0xD8D8E8) }
        let flags = tree.flags(node).union(tree.groups[index].flags)
        let name = tree.groups.name(index)
        out.addColor(FlameColor.color(options.palette, name, hash: names.hash(group), flags: flags))
    }
}
