import StackModel

/// A tree of frames with values, for views that show paths: folded text, flame graphs, differences.
///
/// Node 0 is the root of all; `parent(n) < n`. Each node has one value for each profile that was added, so that a
/// tree of two profiles is their comparison.
package final class CallTree: Sendable {
    package let groups: FrameGroups
    /// How many profiles were added.
    package let width: Int
    private let parents: Column<Int32>
    private let nodeGroups: Column<Int32>
    private let nodeFlags: Column<FrameFlags>
    private let own: Column<Int64>
    private let totals: Column<Int64>

    fileprivate init(_ builder: consuming CallTreeBuilder) {
        var totals = Column<Int64>(repeating: 0, count: builder.own.count)
        let width = builder.width
        for index in 0..<builder.own.count { totals[index] = builder.own[index] }
        var node = builder.parents.count - 1
        while node > 0 {
            let parent = Int(builder.parents[node])
            for column in 0..<width {
                let index = parent * width + column
                totals[index] = totals[index].addingSaturated(totals[node * width + column])
            }
            node -= 1
        }
        self.width = width
        groups = builder.groups
        parents = builder.parents
        nodeGroups = builder.nodeGroups
        nodeFlags = builder.nodeFlags
        own = builder.own
        self.totals = totals
    }

    /// How many nodes there are, the root included.
    package var count: Int { parents.count }

    /// The node above a node; -1 above the root.
    package func parent(_ node: Int) -> Int { Int(parents[node]) }

    /// The group that a node shows; -1 for the root.
    package func group(_ node: Int) -> Int32 { nodeGroups[node] }

    /// What is known of the frame at a node, `inlined` included.
    package func flags(_ node: Int) -> FrameFlags { nodeFlags[node] }

    /// A node's name as raw bytes; empty for the root.
    package func name(_ node: Int) -> ByteView { node == 0 ? .empty : groups.name(nodeGroups[node]) }

    /// Measured at the node itself, by the profile in `column`.
    package func selfValue(_ node: Int, _ column: Int = 0) -> Int64 { own[node * width + column] }

    /// Measured at the node or below, by the profile in `column`.
    package func totalValue(_ node: Int, _ column: Int = 0) -> Int64 { totals[node * width + column] }

    /// The children of every node, those of node n being `ids[starts[n] ..< starts[n + 1]]`, in the order of the nodes.
    package func children() -> (starts: [Int], ids: [Int]) {
        var starts = [Int](repeating: 0, count: count + 1)
        for node in 1..<max(count, 1) { starts[parent(node) + 1] += 1 }
        for node in 0..<count { starts[node + 1] += starts[node] }
        var next = starts
        var ids = [Int](repeating: 0, count: max(count - 1, 0))
        for node in 1..<max(count, 1) {
            ids[next[parent(node)]] = node
            next[parent(node)] += 1
        }
        return (starts, ids)
    }

    /// The children of every node, those of node n being `ids[starts[n] ..< starts[n + 1]]`, ordered by name.
    package func childrenByName() -> (starts: [Int], ids: [Int]) {
        var (starts, ids) = children()
        let places = groups.placesByName()
        var siblings: [UInt64] = []
        for node in 0..<count where starts[node + 1] - starts[node] > 1 {
            let range = starts[node]..<starts[node + 1]
            siblings.removeAll(keepingCapacity: true)
            for id in ids[range] { siblings.append(UInt64(places[Int(group(id))]) << 32 | UInt64(UInt32(id))) }
            siblings.sort()
            for (index, sibling) in zip(range, siblings) { ids[index] = Int(sibling & 0xFFFF_FFFF) }
        }
        return (starts, ids)
    }
}

extension CallTree {
    /// The tree of one profile.
    package static func of(
        _ profile: Profile, _ selection: ValueSelection, identity: FrameIdentity,
        options: CallTreeOptions = CallTreeOptions()
    ) -> CallTree {
        var groups = FrameGroups(identity: identity)
        let functionGroups = groups.add(profile)
        var builder = CallTreeBuilder(groups: groups, options: options)
        builder.add(profile, selection, groups: functionGroups)
        return builder.finish()
    }
}

/// What a call tree is made of.
package struct CallTreeOptions: Sendable {
    /// Whether perf's command name stands in front of each stack.
    package var leadsWithCommand = true
    /// Whether stacks are turned round: callers below the function that was running.
    package var reversed = false
    /// Whether siblings of one name may stay apart, for a reader of the tree who adds them up: the tree of one profile is
    /// then made without looking for them. Not where stacks are turned round.
    package var keepsAlike = false

    /// The usual tree.
    package init() {}
}

/// Makes a call tree of one profile or several.
package struct CallTreeBuilder: ~Copyable {
    var groups: FrameGroups
    fileprivate let width: Int
    fileprivate var parents = Column<Int32>()
    fileprivate var nodeGroups = Column<Int32>()
    fileprivate var nodeFlags = Column<FrameFlags>()
    var own = Column<Int64>()
    private var index = ChildIndex()
    /// The nodes of commands, by group.
    private var commandNodes: [Int32: Int32] = [:]
    private let options: CallTreeOptions
    private var added = 0
    /// Whether a new node may be one that is there already: not where each stack of the profile that is being added is a
    /// path of its own.
    private var looksUp = true

    /// A tree of the root only, for `width` profiles whose functions have been given groups.
    package init(groups: consuming FrameGroups, width: Int = 1, options: CallTreeOptions = CallTreeOptions()) {
        self.groups = groups
        self.width = width
        self.options = options
        parents.append(-1)
        nodeGroups.append(-1)
        nodeFlags.append([])
        own.extend(to: width, with: 0)
    }

    /// The tree.
    package consuming func finish() -> CallTree { CallTree(self) }

    /// Adds the next profile's values; `functionGroups` has the group of each of its functions.
    package mutating func add(_ profile: Profile, _ selection: ValueSelection, groups functionGroups: [Int32]) {
        precondition(added < width)
        let column = added
        added += 1
        let steps = FrameSteps(profile, functionGroups)
        let keepsAlike = options.keepsAlike && width == 1 && !options.reversed
        looksUp = width > 1 || options.reversed || !keepsAlike && !pathsAreDistinct(profile, functionGroups)
        var memo = StackNodes(stackCount: options.reversed ? 0 : profile.stacks.count)
        var path: [StackID] = []
        let commands = commands(of: profile)
        func add(_ stack: StackID, under command: Int32, _ value: Int64) {
            let leaf: Int
            if options.reversed {
                leaf = reversedNode(stack, command, profile, steps)
            } else {
                leaf = node(of: stack, under: command, profile, steps, &memo, &path)
            }
            let slot = leaf * width + column
            own[slot] = own[slot].addingSaturated(value)
        }
        guard keepsAlike else {
            return profile.forEachValue(selection) { row, value in
                let key = profile.samples.key(row)
                add(key.stack, under: commands[key.thread.row], value)
            }
        }
        // One command after the other: each stack then has one node under a command.
        var starts = [Int](repeating: 0, count: groups.count + 2)
        profile.forEachValue(selection) { row, _ in
            starts[Int(commands[profile.samples.key(row).thread.row]) + 2] += 1
        }
        for index in 1..<starts.count { starts[index] += starts[index - 1] }
        var ordered = [(stack: StackID, command: Int32, value: Int64)](
            repeating: (.none, -1, 0), count: starts[starts.count - 1])
        profile.forEachValue(selection) { row, value in
            let key = profile.samples.key(row)
            let command = commands[key.thread.row]
            ordered[starts[Int(command) + 1]] = (key.stack, command, value)
            starts[Int(command) + 1] += 1
        }
        for value in ordered { add(value.stack, under: value.command, value.value) }
    }

    /// Whether no two stacks of a profile show the same path: no two frames are in one group, no frame is left off, and
    /// no command stands in front.
    private func pathsAreDistinct(_ profile: Profile, _ functionGroups: [Int32]) -> Bool {
        if options.leadsWithCommand {
            for row in 0..<profile.threads.count where !profile.threads[ThreadID(row: row)].command.isNone {
                return false
            }
        }
        var isSeen = [Bool](repeating: false, count: groups.count)
        for row in 1..<max(profile.frames.count, 1) {
            let frame = profile.frames[FrameID(row: row)]
            let group = functionGroups[frame.function.row]
            if group < 0 || isSeen[Int(group)] || frame.flags.contains(.root) { return false }
            isSeen[Int(group)] = true
        }
        return true
    }

    /// The node of each stack, under the command that it was last seen with.
    private struct StackNodes {
        private var commands: [Int32]
        private var nodes: [Int32]

        init(stackCount: Int) {
            commands = [Int32](repeating: -1, count: stackCount)
            nodes = [Int32](repeating: -1, count: stackCount)
        }

        /// The node of `stack` under `command`, or -1.
        func node(_ stack: StackID, under command: Int32) -> Int32 {
            commands[stack.row] == command ? nodes[stack.row] : -1
        }

        mutating func set(_ node: Int32, of stack: StackID, under command: Int32) {
            commands[stack.row] = command
            nodes[stack.row] = node
        }
    }

    /// The group of the command name of each thread, -1 for none.
    private mutating func commands(of profile: Profile) -> [Int32] {
        (0..<profile.threads.count).map { row in
            let name = profile.threads[ThreadID(row: row)].command
            return row == 0 || name.isNone || !options.leadsWithCommand
                ? -1 : groups.command(profile.strings.bytes(name))
        }
    }

    private mutating func node(
        of stack: StackID, under command: Int32, _ profile: Profile, _ steps: FrameSteps,
        _ memo: inout StackNodes, _ path: inout [StackID]
    ) -> Int {
        var current = stack
        var found: Int32 = -1
        while !current.isNone {
            found = memo.node(current, under: command)
            if found >= 0 { break }
            path.append(current)
            current = profile.stacks.parent(current)
        }
        if current.isNone { found = command < 0 ? 0 : node(ofCommand: command) }
        while let step = path.popLast() {
            found = extend(found, profile.stacks.frame(step), steps)
            memo.set(found, of: step, under: command)
        }
        return Int(found)
    }

    private mutating func node(ofCommand command: Int32) -> Int32 {
        if let known = commandNodes[command] { return known }
        let node = child(of: 0, group: command, flags: FrameFlags())
        commandNodes[command] = node
        return node
    }

    private mutating func reversedNode(
        _ stack: StackID, _ command: Int32, _ profile: Profile, _ steps: FrameSteps
    ) -> Int {
        var node: Int32 = 0
        var current = stack
        while !current.isNone {
            node = extend(node, profile.stacks.frame(current), steps)
            current = profile.stacks.parent(current)
        }
        return Int(command < 0 ? node : child(of: node, group: command, flags: FrameFlags()))
    }

    private mutating func extend(_ parent: Int32, _ frame: FrameID, _ steps: FrameSteps) -> Int32 {
        let flags = steps.flags[frame.row]
        if flags.contains(.root) { return parent }
        return child(of: parent, group: steps.groups[frame.row], flags: flags)
    }

    private mutating func child(of parent: Int32, group: Int32, flags: FrameFlags) -> Int32 {
        if !looksUp { return append(under: parent, group: group, flags: flags) }
        let packed = UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: group))
        let hash = mix(ProcessSeed.value ^ packed, 0x9E37_79B9_7F4A_7C15)
        let found = index.find(under: Int(parent), hash) { parents[$0] == parent && nodeGroups[$0] == group }
        if found != 0 { return Int32(found) }
        index.append(under: Int(parent), hash)
        return append(under: parent, group: group, flags: flags)
    }

    /// A new node, whether there is one like it or not.
    mutating func append(under parent: Int32, group: Int32, flags: FrameFlags) -> Int32 {
        let node = parents.count
        parents.append(parent)
        nodeGroups.append(group)
        nodeFlags.append(flags)
        own.extend(to: own.count + width, with: 0)
        return Int32(truncatingIfNeeded: node)
    }
}

/// What of a profile's frames a walk along its stacks needs, by frame row and close together in memory.
struct FrameSteps {
    /// The group of a frame's function, -1 for none.
    let groups: [Int32]
    let flags: [FrameFlags]

    init(_ profile: Profile, _ functionGroups: [Int32]) {
        var groups: [Int32] = []
        var flags: [FrameFlags] = []
        for row in 0..<profile.frames.count {
            let frame = profile.frames[FrameID(row: row)]
            groups.append(functionGroups[frame.function.row])
            flags.append(frame.flags)
        }
        self.groups = groups
        self.flags = flags
    }
}
