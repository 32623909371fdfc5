import StackModel
import TraceInput

/// The tree of a V8 profile: frames by the ids that samples name. Chrome's traces give it in several pieces.
struct CPUProfileTree {
    private(set) var frames: [FrameID] = []
    private(set) var hits: [Int64] = []
    private(set) var isCollector: [Bool] = []
    private var ids: [Int64] = []
    private var parents: [Int32] = []
    private var children: [(parent: Int32, child: Int64)] = []
    private var parentIDs: [(node: Int32, parent: Int64)] = []
    private var indexOf: [Int64: Int32] = [:]
    private let refusesRepeats: Bool

    /// An empty tree; a node that comes twice is refused, or passed over where pieces may overlap.
    init(refusesRepeats: Bool = true) { self.refusesRepeats = refusesRepeats }

    /// Whether no node has been read.
    var isEmpty: Bool { ids.isEmpty }

    /// The index of the node with this id.
    func index(of id: Int64) -> Int? { indexOf[id].map(Int.init) }

    /// Reads the list of nodes that comes next, and adds them.
    mutating func readNodes(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        var more = try json.open(.array)
        while more {
            try readNode(&json, into: &builder)
            more = try json.more(.array)
        }
    }

    private mutating func readNode(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        let node = Int32(truncatingIfNeeded: frames.count)
        var id: Int64?
        var frame = FrameID.none
        var hitCount: Int64 = 0
        let firstChild = children.count
        let firstParent = parentIDs.count
        var more = try json.open(.object)
        while more {
            let key = try json.key()
            if key == "id" {
                id = try json.integer()
            } else if key == "callFrame" {
                frame = try CPUProfileCallFrame.read(&json, into: &builder)
            } else if key == "hitCount" {
                if try !json.skipNull() { hitCount = try json.integer() }
            } else if key == "parent" {
                if try !json.skipNull() { parentIDs.append((node, try json.integer())) }
            } else if key == "children" {
                children.removeSubrange(firstChild...)
                if try !json.skipNull() {
                    var next = try json.open(.array)
                    while next {
                        children.append((node, try json.integer()))
                        next = try json.more(.array)
                    }
                }
            } else {
                try json.skip()
            }
            more = try json.more(.object)
        }
        guard let id else { throw json.broken("an id in every node", "none", code: "cpuprofile.node") }
        guard indexOf[id] == nil else {
            if refusesRepeats { throw json.broken("every node id once", "\(id) again", code: "cpuprofile.node") }
            children.removeSubrange(firstChild...)
            parentIDs.removeSubrange(firstParent...)
            return
        }
        indexOf[id] = node
        guard !frame.isNone else { throw json.broken("a callFrame in every node", "none", code: "cpuprofile.node") }
        ids.append(id)
        frames.append(frame)
        hits.append(hitCount)
        isCollector.append(builder.frames[frame].flags.contains(.garbageCollector))
    }

    /// Turns ids into indices when all nodes are read, and refuses what is no tree; `json` gives the place of errors.
    mutating func link(_ json: JSONReader) throws(TraceError) {
        parents = [Int32](repeating: -1, count: frames.count)
        for (parent, childID) in children {
            guard let child = indexOf[childID] else { continue }
            try link(child, to: parent, json)
        }
        for (node, parentID) in parentIDs {
            guard let parent = indexOf[parentID] else { continue }
            try link(node, to: parent, json)
        }
        try checkAcyclic(json)
    }

    private mutating func link(_ child: Int32, to parent: Int32, _ json: JSONReader) throws(TraceError) {
        let known = parents[Int(child)]
        guard known < 0 || known == parent else {
            throw json.broken("one parent for every node", "two for node \(ids[Int(child)])", code: "cpuprofile.tree")
        }
        parents[Int(child)] = parent
    }

    private func checkAcyclic(_ json: JSONReader) throws(TraceError) {
        // 0: not seen; 1: on the path that is being walked; 2: known to lead to a root.
        var state = [UInt8](repeating: 0, count: parents.count)
        var path: [Int] = []
        for first in 0..<parents.count where state[first] == 0 {
            var node = first
            while node >= 0, state[node] == 0 {
                state[node] = 1
                path.append(node)
                node = Int(parents[node])
            }
            if node >= 0, state[node] == 1 {
                throw json.broken("a tree of nodes", "a cycle through node \(ids[node])", code: "cpuprofile.tree")
            }
            for seen in path { state[seen] = 2 }
            path.removeAll(keepingCapacity: true)
        }
    }

    /// Every node's stack, parents interned first, however the nodes are ordered. The tree must be linked.
    func stacks(into builder: inout ProfileBuilder) -> [StackID] {
        var stacks = [StackID](repeating: .none, count: frames.count)
        var done = [Bool](repeating: false, count: frames.count)
        var path: [Int] = []
        for first in 0..<frames.count where !done[first] {
            var node = first
            while node >= 0, !done[node] {
                path.append(node)
                node = Int(parents[node])
            }
            var stack = node >= 0 ? stacks[node] : .none
            while let next = path.popLast() {
                stack = builder.stack(parent: stack, frame: frames[next])
                stacks[next] = stack
                done[next] = true
            }
        }
        return stacks
    }
}
