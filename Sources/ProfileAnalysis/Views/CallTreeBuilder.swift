import StackModel

/// Makes a call tree of one profile or several.
package struct CallTreeBuilder: ~Copyable {
    var groups: FrameGroups
    let width: Int
    private(set) var parents = Column<Int32>()
    private(set) var nodeGroups = Column<Int32>()
    private(set) var nodeFlags = Column<FrameFlags>()
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
        // By thread: the group of its command, -1 for none, -2 where it was not asked for yet.
        var commands = [Int32](repeating: -2, count: profile.threads.count)
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
        if keepsAlike {
            // Each stack then has one node under a command.
            for value in valuesByCommand(profile, selection, &commands) {
                add(value.stack, under: value.command, value.value)
            }
        } else {
            profile.forEachValue(selection) { row, value in
                let key = profile.samples.key(row)
                add(key.stack, under: command(of: key.thread, in: profile, &commands), value)
            }
        }
    }

    /// What is counted, one command after the other.
    private mutating func valuesByCommand(
        _ profile: Profile, _ selection: ValueSelection, _ commands: inout [Int32]
    ) -> [(stack: StackID, command: Int32, value: Int64)] {
        var counts: [Int] = []
        profile.forEachValue(selection) { row, _ in
            let place = Int(command(of: profile.samples.key(row).thread, in: profile, &commands)) + 1
            if place >= counts.count { counts += [Int](repeating: 0, count: place + 1 - counts.count) }
            counts[place] += 1
        }
        var total = 0
        for place in counts.indices { (counts[place], total) = (total, total + counts[place]) }
        var ordered = [(stack: StackID, command: Int32, value: Int64)](repeating: (.none, -1, 0), count: total)
        profile.forEachValue(selection) { row, value in
            let key = profile.samples.key(row)
            let command = command(of: key.thread, in: profile, &commands)
            ordered[counts[Int(command) + 1]] = (key.stack, command, value)
            counts[Int(command) + 1] += 1
        }
        return ordered
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

    /// The group of a thread's command name; -1 where none stands in front of its stacks. `known` has those found before.
    @inline(__always)
    private mutating func command(
        of thread: ThreadID, in profile: Profile, _ known: inout [Int32]
    ) -> Int32 {
        let group = known[thread.row]
        return group == -2 ? newCommand(of: thread, in: profile, &known) : group
    }

    @inline(never)
    private mutating func newCommand(
        of thread: ThreadID, in profile: Profile, _ known: inout [Int32]
    ) -> Int32 {
        let name = profile.threads[thread].command
        let group = name.isNone || !options.leadsWithCommand ? -1 : groups.command(profile.strings.bytes(name))
        known[thread.row] = group
        return group
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
        for _ in 0..<width { own.append(0) }
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
