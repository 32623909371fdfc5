import ProfileAnalysis
import StackModel

/// A call tree as indented lines or as JSON: callers above what they call, dearest first.
package struct TreeReport {
    private let tree: CallTree
    private let type: ValueType
    private let options: ExportOptions
    private let rows: [Row]
    /// How many nodes are too small or too deep to be listed, and what they hold together.
    private let leftOut: (count: Int, value: Int64)

    private struct Row {
        let node: Int
        let depth: Int
    }

    /// The tree of a profile; nodes under `options.minShare` percent (0.5 when not given), or beyond the first
    /// `options.limit`, are left out.
    package init(_ tree: CallTree, _ type: ValueType, _ options: ExportOptions) {
        self.tree = tree
        self.type = type
        self.options = options
        (rows, leftOut) = TreeReport.walk(tree, options)
    }

    /// Callers before callees, dearest first, without recursion.
    private static func walk(
        _ tree: CallTree, _ options: ExportOptions
    ) -> (rows: [Row], leftOut: (count: Int, value: Int64)) {
        let smallest = Double(tree.totalValue(0).magnitude) * (options.minShare ?? 0.5) / 100
        let children = tree.childrenByName()
        let limit = options.limit ?? (options.form == .text ? 200 : 0)
        var rows: [Row] = []
        var leftOut = (count: 0, value: Int64(0))
        var waiting = [Row(node: 0, depth: 0)]
        while let row = waiting.popLast() {
            guard limit == 0 || rows.count < limit + 1 else {
                leftOut = (leftOut.count + 1, leftOut.value.addingSaturated(tree.totalValue(row.node)))
                continue
            }
            rows.append(row)
            let dearestFirst = children[row.node].map { Int($0) }.sorted {
                (tree.totalValue($0), $1) > (tree.totalValue($1), $0)
            }
            for child in dearestFirst.reversed() {
                if Double(tree.totalValue(child).magnitude) >= smallest {
                    waiting.append(Row(node: child, depth: row.depth + 1))
                } else {
                    leftOut = (leftOut.count + 1, leftOut.value.addingSaturated(tree.totalValue(child)))
                }
            }
        }
        return (rows, leftOut)
    }

    /// Indented lines with total, self and share.
    package func text() -> String {
        let style = options.terminal
        let whole = tree.totalValue(0)
        let bars = style.hasBars ? String(repeating: " ", count: 11) : ""
        var out = "\(HumanValue.visible(type.name)): \(HumanValue.text(whole, unit: type.unit)) in all\n"
        out += style.paint("       total         %\(bars)         self  function", .heading) + "\n"
        for row in rows where row.node > 0 {
            let total = tree.totalValue(row.node)
            var line = HumanValue.text(total, unit: type.unit).leftPadded(12)
            line += HumanValue.share(total, of: whole).leftPadded(10)
            line += style.bar(whole == 0 ? 0 : Double(total) / Double(whole))
            line += HumanValue.text(tree.selfValue(row.node), unit: type.unit).leftPadded(13)
            // Beyond 40 levels the depth is told by a number: indents would push names off every screen.
            let level = row.depth - 1
            let indent = level <= 40 ? String(repeating: "  ", count: level) : "[\(level)] "
            let words = tree.groups.label(tree.group(row.node))
            out += line + "  " + style.fitted(words, indent: indent, used: 37 + bars.utf8.count) + "\n"
        }
        if leftOut.count > 0 {
            out += "left out: \(leftOut.count) smaller branches, \(HumanValue.text(leftOut.value, unit: type.unit))"
            out += " (--min-share, --limit)\n"
        }
        return out
    }

    /// The object of schema `stacksift.tree/1`: one row a node, parents before children.
    package func json() -> [UInt8] {
        var json = JSONText()
        json.openView("stacksift.tree/1", of: type, total: tree.totalValue(0))
        json.member("left_out", Int64(leftOut.count))
        json.key("nodes")
        json.open("[")
        var numbers = [Int](repeating: -1, count: tree.count)
        for (number, row) in rows.enumerated() {
            numbers[row.node] = number
            let parent = tree.parent(row.node)
            write(row, number: number, parent: parent < 0 ? nil : numbers[parent], to: &json)
        }
        json.close("]")
        json.close("}")
        return json.bytes + [0x0A]
    }

    private func write(_ row: Row, number: Int, parent: Int?, to json: inout JSONText) {
        json.newline()
        json.open("{")
        json.member("id", Int64(number))
        json.member("parent", parent.map(Int64.init))
        json.member("depth", Int64(row.depth))
        if row.node == 0 {
            json.member("name", "all")
            json.member("module", nil as String?)
            json.member("file", nil as String?)
        } else {
            let group = tree.groups[tree.group(row.node)]
            json.key("name")
            json.string(tree.name(row.node))
            json.member("module", group.module.isNone ? nil : tree.groups.strings.text(group.module))
            json.member("file", group.file.isNone ? nil : tree.groups.strings.text(group.file))
        }
        json.member("self", tree.selfValue(row.node))
        json.member("total", tree.totalValue(row.node))
        json.close("}")
    }
}

/// The call tree.
package enum TreeExporter: ProfileExporter {
    package static let descriptor = ExportDescriptor(
        id: "tree", summary: "the call tree, dearest branches first, as lines or as JSON", subjects: [.profile],
        needsStacks: true)

    package static func write(_ subject: ExportSubject, _ options: ExportOptions, to sink: inout ByteSink) throws {
        guard case .profile(let profile, let selection) = subject else { return }
        let tree = CallTree.of(profile, selection, identity: .function, options: options.tree)
        let report = TreeReport(tree, profile.valueType(of: selection), options)
        if options.form == .json { sink.write(report.json()) } else { sink.write(report.text()) }
    }
}
