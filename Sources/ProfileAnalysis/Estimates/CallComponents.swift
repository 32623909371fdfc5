/// The strongly connected components of a call graph: functions that call each other in a cycle are one component.
struct CallComponents {
    /// The component of every node.
    private(set) var of: [Int32]
    /// How many components there are.
    private(set) var count = 0
    /// Whether a component is one function that does not call itself, by component.
    private(set) var isSingle: [Bool] = []

    /// Finds them by Tarjan's algorithm, on a stack of its own.
    init(_ nodes: CallNodes) {
        of = [Int32](repeating: -1, count: nodes.count)
        var order = [Int32](repeating: -1, count: nodes.count)
        var low = [Int32](repeating: 0, count: nodes.count)
        var open: [Int] = []
        var walk: [(node: Int, next: Int)] = []
        var counter: Int32 = 0
        for root in 0..<nodes.count where order[root] < 0 {
            walk.append((root, nodes.starts[root]))
            while let (node, next) = walk.last {
                if order[node] < 0 {
                    order[node] = counter
                    low[node] = counter
                    counter += 1
                    open.append(node)
                }
                if next < nodes.starts[node + 1] {
                    walk[walk.count - 1].next += 1
                    let callee = Int(nodes.edges[next].callee)
                    if order[callee] < 0 {
                        walk.append((callee, nodes.starts[callee]))
                    } else if of[callee] < 0 {
                        low[node] = min(low[node], order[callee])
                    }
                    continue
                }
                walk.removeLast()
                if let caller = walk.last?.node { low[caller] = min(low[caller], low[node]) }
                if low[node] == order[node] { close(node, &open, nodes) }
            }
        }
    }

    /// Takes the members of a component, of which `node` was found first, off the stack.
    private mutating func close(_ node: Int, _ open: inout [Int], _ nodes: CallNodes) {
        var members = 0
        while let member = open.popLast() {
            of[member] = Int32(truncatingIfNeeded: count)
            members += 1
            if member == node { break }
        }
        isSingle.append(members == 1 && !nodes.edges(from: node).contains { Int($0.callee) == node })
        count += 1
    }
}
