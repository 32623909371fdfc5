import StackModel
import TraceInput

/// V8's `positionTicks`: how many of a node's samples were taken at each line.
///
/// Which sample fell on which line the file does not say. The samples of a node get the lines in the right numbers,
/// spread over its samples evenly, so that sums by line are V8's own and no other sum changes.
struct CPUProfileTicks {
    /// The ticks of one node: `first ..< end` of the lists below.
    private struct Node {
        var first: Int
        var end: Int
        /// The next of the node's ticks, the step to the one after it, and how many are not given out yet.
        var next: Int64 = 0
        var step: Int64 = 1
        var left: Int64 = 0
    }

    private var nodes: [Node] = []
    private var nodeOf: [Int32] = []
    private var lines: [Int32] = []
    /// The sum of a node's ticks up to a line, that line's included.
    private var sums: [Int64] = []
    private var stacks: [StackID] = []
    private var firstOfNode = 0
    /// How many ticks there are in all.
    private(set) var total: Int64 = 0

    /// How many nodes have ticks.
    var nodeCount: Int { nodes.count }

    /// Begins a node, of which no ticks have been read.
    mutating func beginNode() { firstOfNode = lines.count }

    /// Reads the list of ticks that comes next; it takes the place of one that the node had before.
    mutating func read(_ json: inout JSONReader) throws(TraceError) {
        dropNode()
        guard try !json.skipNull() else { return }
        var sum: Int64 = 0
        var more = try json.open(.array)
        while more {
            var line: Int64 = 0
            var count: Int64 = 0
            var moreMembers = try json.open(.object)
            while moreMembers {
                let key = try json.key()
                if key == "line" {
                    line = try json.integer()
                } else if key == "ticks" {
                    count = try json.integer()
                } else {
                    try json.skip()
                }
                moreMembers = try json.more(.object)
            }
            if line > 0, count > 0 {
                sum = sum.addingSaturated(count)
                lines.append(Int32(clamping: line))
                sums.append(sum)
            }
            more = try json.more(.array)
        }
    }

    /// Forgets the ticks of the node that was begun.
    mutating func dropNode() {
        guard lines.count > firstOfNode else { return }
        lines.removeSubrange(firstOfNode...)
        sums.removeSubrange(firstOfNode...)
    }

    /// Ends the node that was begun: it is node `index` of the tree.
    mutating func endNode(_ index: Int) {
        guard firstOfNode < lines.count, let sum = sums.last else { return }
        nodeOf.append(contentsOf: repeatElement(-1, count: index - nodeOf.count))
        nodeOf.append(Int32(truncatingIfNeeded: nodes.count))
        nodes.append(Node(first: firstOfNode, end: lines.count, step: CPUProfileTicks.step(sum), left: sum))
        total = total.addingSaturated(sum)
    }

    /// A step that visits all of `count` ticks before any a second time, and close to the golden section: any run of
    /// samples gets its lines in about the proportion of the whole.
    private static func step(_ count: Int64) -> Int64 {
        var step = max(Int64(Double(count) * 0.618), 1)
        while step > 1 {
            var (left, right) = (count, step)
            while right != 0 { (left, right) = (right, left % right) }
            if left == 1 { break }
            step -= 1
        }
        return step
    }

    /// The stack of the next sample of node `index`, whose leaf is at one of the node's lines while ticks last.
    @inline(__always)
    mutating func lined(_ stack: StackID, _ index: Int, into builder: inout ProfileBuilder) -> StackID {
        guard index < nodeOf.count, nodeOf[index] >= 0 else { return stack }
        let row = Int(nodeOf[index])
        return nodes[row].left > 0 ? nextLined(stack, row, into: &builder) : stack
    }

    private mutating func nextLined(_ stack: StackID, _ row: Int, into builder: inout ProfileBuilder) -> StackID {
        let node = nodes[row]
        let sum = sums[node.end - 1]
        nodes[row].left -= 1
        nodes[row].next = node.next >= sum - node.step ? node.next - (sum - node.step) : node.next + node.step
        var low = node.first
        var high = node.end - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > node.next { high = middle } else { low = middle + 1 }
        }
        return self.stack(stack, at: low, into: &builder)
    }

    /// Shares `count` samples of node `index` out to its lines, as many as each has ticks; the last share is what is
    /// left, without a line.
    mutating func shares(
        of count: Int64, _ stack: StackID, _ index: Int, into builder: inout ProfileBuilder
    ) -> [(stack: StackID, count: Int64)] {
        var shares: [(StackID, Int64)] = []
        var left = count
        if index < nodeOf.count, nodeOf[index] >= 0 {
            let node = nodes[Int(nodeOf[index])]
            for place in node.first..<node.end where left > 0 {
                let own = min(sums[place] - (place > node.first ? sums[place - 1] : 0), left)
                shares.append((self.stack(stack, at: place, into: &builder), own))
                left -= own
            }
        }
        if left != 0 { shares.append((stack, left)) }
        return shares
    }

    private mutating func stack(_ stack: StackID, at place: Int, into builder: inout ProfileBuilder) -> StackID {
        if stacks.isEmpty { stacks = [StackID](repeating: .none, count: lines.count) }
        if stacks[place].isNone { stacks[place] = builder.stack(stack, atLine: Int64(lines[place])) }
        return stacks[place]
    }
}

extension ProfileBuilder {
    /// The stack with the line that was executing in its leaf.
    mutating func stack(_ stack: StackID, atLine line: Int64) -> StackID {
        var frame = frames[stacks.frame(stack)]
        frame.line = Int32(clamping: line)
        return self.stack(parent: stacks.parent(stack), frame: self.frame(frame))
    }
}
