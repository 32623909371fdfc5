import ProfileAnalysis
import StackModel

/// Writes folded stacks: `frame;frame;leaf VALUE`, root first, a line for each path, sorted by bytes.
///
/// A tree of two profiles gives two values a line, `before` and `after`, in difffolded.pl's form.
package enum FoldedWriter {
    /// Writes the paths of `tree` that have a value of their own.
    package static func write(_ tree: CallTree, to sink: inout ByteSink) {
        var paths: [(path: [UInt8], node: Int)] = []
        let names = escapedNames(tree)
        for node in 0..<tree.count where hasOwnValue(tree, node) {
            var path: [UInt8] = []
            appendPath(of: node, in: tree, names, to: &path)
            paths.append((path, node))
        }
        paths.sort { $0.path.lexicographicallyPrecedes($1.path) }
        if zip(paths, paths.dropFirst()).contains(where: { isTie($0.path, $1.path) }) {
            var lines: [[UInt8]] = []
            forEachLine(of: paths, in: tree) { lines.append($0) }
            lines.sort { $0.lexicographicallyPrecedes($1) }
            for line in lines { sink.write(line) }
        } else {
            forEachLine(of: paths, in: tree) { sink.write($0) }
        }
    }

    /// Gives each line of sorted paths; different functions may read alike once they are escaped: one line for all.
    private static func forEachLine(
        of paths: [(path: [UInt8], node: Int)], in tree: CallTree, _ body: ([UInt8]) -> Void
    ) {
        var index = 0
        while index < paths.count {
            var line = paths[index].path
            var next = index + 1
            while next < paths.count, paths[next].path == line { next += 1 }
            let alike = index..<next
            for column in 0..<tree.width {
                let value = alike.reduce(Int64(0)) { $0.addingSaturated(tree.selfValue(paths[$1].node, column)) }
                line.append(0x20)
                line.append(decimal: value)
            }
            line.append(0x0A)
            body(line)
            index = next
        }
    }

    /// Whether the order of two sorted paths says nothing of their lines': `right` goes on with a blank, as the line
    /// of `left` does before its value.
    private static func isTie(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        right.count > left.count && right[left.count] == 0x20 && right.starts(with: left)
    }

    private static func hasOwnValue(_ tree: CallTree, _ node: Int) -> Bool {
        (0..<tree.width).contains { tree.selfValue(node, $0) != 0 }
    }

    private static func escapedNames(_ tree: CallTree) -> [[UInt8]] {
        (0..<tree.groups.count).map { group in
            var name: [UInt8] = []
            FoldedText.append(tree.groups.name(Int32(group)), to: &name)
            return name
        }
    }

    private static func appendPath(of node: Int, in tree: CallTree, _ names: [[UInt8]], to path: inout [UInt8]) {
        if node == 0 {
            path.append(contentsOf: Array("[no stack]".utf8))
            return
        }
        var groups: [Int32] = []
        var current = node
        while current > 0 {
            groups.append(tree.group(current))
            current = tree.parent(current)
        }
        for (index, group) in groups.reversed().enumerated() {
            if index > 0 { path.append(0x3B) }
            path.append(contentsOf: names[Int(group)])
        }
    }
}
