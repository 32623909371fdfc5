import ProfileAnalysis
import StackModel

/// Writes folded stacks: `frame;frame;leaf VALUE`, root first, a line for each path, sorted by bytes.
///
/// A tree of two profiles gives two values a line, `before` and `after`, in difffolded.pl's form.
package enum FoldedWriter {
    /// Writes the paths of `tree` that have a value of their own.
    package static func write(_ tree: CallTree, to sink: inout ByteSink) {
        var lines: [(path: [UInt8], node: Int)] = []
        let names = escapedNames(tree)
        var path: [UInt8] = []
        for node in 0..<tree.count where hasOwnValue(tree, node) {
            path.removeAll(keepingCapacity: true)
            appendPath(of: node, in: tree, names, to: &path)
            lines.append((path, node))
        }
        lines.sort { precedes($0.path, $1.path) }
        var index = 0
        while index < lines.count {
            // Different functions may read alike once they are escaped: one line for them all.
            var values = (0..<tree.width).map { tree.selfValue(lines[index].node, $0) }
            var next = index + 1
            while next < lines.count, lines[next].path == lines[index].path {
                for column in 0..<tree.width {
                    values[column] = values[column].addingSaturated(tree.selfValue(lines[next].node, column))
                }
                next += 1
            }
            sink.write(lines[index].path)
            for value in values {
                sink.write(byte: 0x20)
                sink.write(value)
            }
            sink.write(byte: 0x0A)
            index = next
        }
    }

    private static func hasOwnValue(_ tree: CallTree, _ node: Int) -> Bool {
        (0..<tree.width).contains { tree.selfValue(node, $0) != 0 }
    }

    /// Lines are ordered as a whole: what follows a path is a blank, what follows a caller is a semicolon.
    private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let shared = min(left.count, right.count)
        for index in 0..<shared where left[index] != right[index] { return left[index] < right[index] }
        if left.count == right.count { return false }
        return left.count < right.count ? 0x20 < right[shared] : left[shared] < 0x20
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
