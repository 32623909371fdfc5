import StackModel
import TraceInput

/// The tree of a V8 profile: frames by the ids that samples name. Chrome's traces give it in several pieces.
///
/// Nodes come in any order, with lists of children or with their parent, or nested (the form of before 2016).
struct CPUProfileTree {
    private(set) var frames: [FrameID] = []
    private(set) var hits: [Int64] = []
    private(set) var isCollector: [Bool] = []
    private(set) var ticks = CPUProfileTicks()
    /// Children that no node is, and nodes that have no parent although they are not the root.
    private(set) var missingChildren = 0
    private(set) var orphans = 0
    /// Nodes from the root to the deepest one, both counted. The tree must be linked.
    private(set) var depth = 0
    private var ids: [Int64] = []
    private var table = IDTable()
    private var parents: [Int32] = []
    /// Ids of children; those of node n end at `childEnds[n]`, and those of node n + 1 begin there.
    private var children: [Int64] = []
    private var childEnds: [Int] = []
    private var parentIDs: [(node: Int, parent: Int64)] = []
    private var callFrames = CallFrameMemo()
    private let refusesRepeats: Bool

    /// An empty tree; a node that comes twice is refused, or passed over where pieces may overlap.
    init(refusesRepeats: Bool = true) { self.refusesRepeats = refusesRepeats }

    /// Whether no node has been read.
    var isEmpty: Bool { frames.isEmpty }

    /// The index of the node with this id.
    @inline(__always)
    func index(of id: Int64) -> Int? { table.row(of: id) }
}

// Reading.
extension CPUProfileTree {
    /// Reads the list of nodes that comes next, and adds them.
    mutating func readNodes(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        var more = try json.open(.array)
        while more {
            try readNode(&json, into: &builder)
            more = try json.more(.array)
        }
    }

    private mutating func readNode(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        var id: Int64?
        var frame = FrameID.none
        var hitCount: Int64 = 0
        var parent: Int64?
        let firstChild = children.count
        ticks.beginNode()
        var more = try json.open(.object)
        while more {
            let key = try json.key()
            if key == "id" {
                id = try json.integer()
            } else if key == "callFrame" {
                frame = try callFrames.read(&json, into: &builder)
            } else if key == "hitCount" {
                if try !json.skipNull() { hitCount = try json.integer() }
            } else if key == "children" {
                if children.count > firstChild { children.removeSubrange(firstChild...) }
                if try !json.skipNull() { try json.integers(into: &children) }
            } else if key == "parent" {
                if try !json.skipNull() { parent = try json.integer() }
            } else if key == "positionTicks" {
                try ticks.read(&json)
            } else {
                try json.skip()
            }
            more = try json.more(.object)
        }
        guard let id else { throw json.broken("an id in every node", "none", code: "cpuprofile.node") }
        guard !frame.isNone else { throw json.broken("a callFrame in every node", "none", code: "cpuprofile.node") }
        guard table.insert(id, row: frames.count) else {
            if refusesRepeats { throw json.broken("every node id once", "\(id) again", code: "cpuprofile.node") }
            children.removeSubrange(firstChild...)
            ticks.dropNode()
            return
        }
        if let parent { parentIDs.append((frames.count, parent)) }
        ticks.endNode(frames.count)
        ids.append(id)
        frames.append(frame)
        hits.append(hitCount)
        isCollector.append(builder.frames[frame].flags.contains(.garbageCollector))
        childEnds.append(children.count)
    }

    /// Reads the nested tree that comes next, of which every node has the fields of a call frame among its own.
    mutating func readHead(_ json: inout JSONReader, into builder: inout ProfileBuilder) throws(TraceError) {
        var functions: [Function] = []
        var columns: [Int32] = []
        var readIDs: [Int64?] = []
        try json.walkTree(children: "children") { parent throws(TraceError) in
            functions.append(Function(name: .none))
            columns.append(0)
            readIDs.append(nil)
            hits.append(0)
            parents.append(Int32(truncatingIfNeeded: parent ?? -1))
        } member: { row, key, json throws(TraceError) in
            if try CPUProfileCallFrame.readMember(key, &json, of: &functions[row], into: &builder) { return }
            if key == "id" {
                readIDs[row] = try json.integer()
            } else if key == "hitCount" {
                if try !json.skipNull() { hits[row] = try json.integer() }
            } else if key == "lineNumber" {
                // Counted from 1 in this form; 0 is "no line".
                functions[row].startLine = Int32(clamping: max(try json.integerIfAny() ?? 0, 0))
            } else if key == "columnNumber", builder.keepsDefinitionColumns {
                columns[row] = Int32(clamping: try json.integerIfAny() ?? 0)
            } else {
                try json.skip()
            }
        }
        for (row, function) in functions.enumerated() {
            let frame = CPUProfileCallFrame.frame(function, column: columns[row], into: &builder)
            frames.append(frame)
            isCollector.append(builder.frames[frame].flags.contains(.garbageCollector))
            guard let id = readIDs[row] else { continue }
            guard table.insert(id, row: row) else {
                throw json.broken("every node id once", "\(id) again", code: "cpuprofile.node")
            }
        }
    }
}

// Links and stacks.
extension CPUProfileTree {
    /// Turns ids into indices when all nodes are read, and refuses what is no tree; `json` gives the place of errors.
    mutating func link(_ json: JSONReader) throws(TraceError) {
        if parents.isEmpty { try linkByID(json) }
        try measure(json)
    }

    private mutating func linkByID(_ json: JSONReader) throws(TraceError) {
        parents = [Int32](repeating: -1, count: frames.count)
        var next = 0
        for (parent, end) in childEnds.enumerated() {
            for index in next..<end {
                guard let child = table.row(of: children[index]) else {
                    missingChildren += 1
                    continue
                }
                try link(child, to: parent, json)
            }
            next = end
        }
        for (node, parentID) in parentIDs {
            if let parent = table.row(of: parentID) { try link(node, to: parent, json) }
        }
        let roots = parents.reduce(0) { $1 < 0 ? $0 + 1 : $0 }
        orphans = max(roots - 1, 0)
    }

    private mutating func link(_ child: Int, to parent: Int, _ json: JSONReader) throws(TraceError) {
        let known = Int(parents[child])
        guard known < 0 || known == parent else {
            throw json.broken("one parent for every node", "two for node \(ids[child])", code: "cpuprofile.tree")
        }
        parents[child] = Int32(truncatingIfNeeded: parent)
    }

    /// Finds the depth, and refuses a cycle.
    private mutating func measure(_ json: JSONReader) throws(TraceError) {
        // 0: not seen; -1: on the path that is being walked; else known to lead to a root, so far away.
        var depths = [Int32](repeating: 0, count: parents.count)
        var path: [Int] = []
        for first in 0..<parents.count where depths[first] == 0 {
            var node = first
            while node >= 0, depths[node] == 0 {
                depths[node] = -1
                path.append(node)
                node = Int(parents[node])
            }
            if node >= 0, depths[node] < 0 {
                throw json.broken("a tree of nodes", "a cycle through node \(ids[node])", code: "cpuprofile.tree")
            }
            var depth = node >= 0 ? depths[node] : 0
            while let seen = path.popLast() {
                depth += 1
                depths[seen] = depth
            }
            self.depth = max(self.depth, Int(depth))
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

    /// Says what is odd about the tree.
    func report(into builder: inout ProfileBuilder, file: String) {
        if missingChildren > 0 {
            builder.diagnostics.report(
                .warning, "cpuprofile.child", at: SourceLocation(file: file), count: missingChildren,
                "a node names a child that does not exist")
        }
        if orphans > 0 {
            builder.diagnostics.report(
                .warning, "cpuprofile.orphan", at: SourceLocation(file: file), count: orphans,
                "a node has no parent: its samples are kept, on stacks that begin with it")
        }
    }
}
