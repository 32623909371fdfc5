import StackModel

/// Which functions a view takes for the same one.
package enum FrameIdentity: Sendable {
    /// As the trace tells functions apart: name, module and file, and the line where the format needs it.
    case function
    /// By what is written in folded text: the name alone.
    case name
    /// By module alone: the name is the module's.
    case module
    /// By source file alone: the name is the file's.
    case file
    /// Across profiles: display name and base name of the module, or of the source file where there is no module.
    case functionKey
    /// As `functionKey`, without the marks that compilers put on names: what two builds have in common.
    case stableKey
}

/// A set of functions that a view shows as one frame.
package struct FrameGroup: Sendable {
    /// Display name, raw bytes; module and file paths as in the trace.
    package var name: StringID
    package var module: StringID = .none
    package var file: StringID = .none
    package var line: Int32 = 0
    /// What is known of its frames; `inlined` belongs to a place in a tree and is never set here.
    package var flags = FrameFlags()
    /// Whether it is a command name put in front of stacks.
    package var isCommand = false
}

/// The groups of one or several profiles, numbered alike in all of them.
package struct FrameGroups: ~Copyable, Sendable {
    package let identity: FrameIdentity
    /// Names of all groups.
    package private(set) var strings: StringTable
    private var groups: [FrameGroup] = []
    /// What tells the groups apart, and rows of it (counted from 1) by hash.
    private var keys: [GroupKey] = []
    private var index = HashSlots(expecting: 1024)

    private struct GroupKey: Equatable {
        let name: StringID
        let place: StringID
        let file: StringID
        let line: Int32
        let isCommand: Bool

        var hash: UInt64 {
            let names = UInt64(name.raw) << 32 | UInt64(place.raw)
            let rest = UInt64(file.raw) << 32 | UInt64(UInt32(bitPattern: line))
            return mix(
                mix(ProcessSeed.value ^ names, 0x9E37_79B9_7F4A_7C15) ^ rest,
                isCommand ? 0xD6E8_FEB8_6659_FD93 : 0xA076_1D64_78BD_642F)
        }
    }

    /// No groups yet.
    package init(identity: FrameIdentity) {
        self.identity = identity
        strings = StringTable(seed: ProcessSeed.value)
    }

    /// How many groups there are.
    package var count: Int { groups.count }

    /// The group `index`.
    package subscript(index: Int32) -> FrameGroup { groups[Int(index)] }

    /// A group's name.
    package func name(_ index: Int32) -> ByteView { strings.bytes(groups[Int(index)].name) }

    /// The place of each group where groups are ordered by the bytes of their names; equal names share a place.
    package func placesByName() -> [UInt32] {
        var order = (0..<groups.count).map { group in
            let group = Int32(truncatingIfNeeded: group)
            return (prefix: name(group).sortingPrefix, group: group)
        }
        order.sort { $0.prefix == $1.prefix ? name($0.group) < name($1.group) : $0.prefix < $1.prefix }
        var places = [UInt32](repeating: 0, count: groups.count)
        var place: UInt32 = 0
        for index in order.indices {
            if index > 0, name(order[index - 1].group) < name(order[index].group) { place += 1 }
            places[Int(order[index].group)] = place
        }
        return places
    }

    /// The group of every function of `profile`, by function row; row 0 has none (-1).
    package mutating func add(_ profile: Profile) -> [Int32] {
        var result = [Int32](repeating: -1, count: profile.functions.count)
        for row in 1..<max(profile.functions.count, 1) {
            result[row] = group(of: profile.functions[FunctionID(row: row)], in: profile)
        }
        for row in 1..<max(profile.frames.count, 1) {
            let frame = profile.frames[FrameID(row: row)]
            let group = result[frame.function.row]
            if group >= 0 { groups[Int(group)].flags.formUnion(frame.flags.subtracting(.inlined)) }
        }
        return result
    }

    /// The group of every frame of `profile` by function and line, by frame row; row 0 has none (-1).
    package mutating func addLines(_ profile: Profile) -> [Int32] {
        (0..<profile.frames.count).map { row in
            if row == 0 { return -1 }
            let frame = profile.frames[FrameID(row: row)]
            var function = profile.functions[frame.function]
            if frame.line > 0 { function.startLine = frame.line }
            let name = strings.intern(profile.strings.bytes(function.name))
            let module = strings.intern(profile.strings.bytes(function.module))
            let file = strings.intern(profile.strings.bytes(function.file))
            let key = GroupKey(name: name, place: module, file: file, line: function.startLine, isCommand: false)
            return intern(
                key, FrameGroup(name: name, module: module, file: file, line: function.startLine, flags: frame.flags))
        }
    }

    /// The group of a plain name.
    package mutating func named(_ name: ByteView) -> Int32 {
        let id = strings.intern(name)
        return intern(
            GroupKey(name: id, place: .none, file: .none, line: 0, isCommand: false), FrameGroup(name: id))
    }

    /// The group of a command name.
    package mutating func command(_ name: ByteView) -> Int32 {
        let id = strings.intern(name)
        let key = GroupKey(name: id, place: .none, file: .none, line: 0, isCommand: identity != .name)
        return intern(key, FrameGroup(name: id, isCommand: true))
    }

    private mutating func group(of function: Function, in profile: Profile) -> Int32 {
        let written = profile.strings.bytes(function.name)
        let stable = identity == .stableKey ? StableName.stripped(written) : nil
        let name = stable.map { ByteView.withBytes(of: $0) { strings.intern($0) } } ?? strings.intern(written)
        var group = FrameGroup(name: name)
        group.module = strings.intern(profile.strings.bytes(function.module))
        group.file = strings.intern(profile.strings.bytes(function.file))
        group.line = function.startLine
        let key: GroupKey
        switch identity {
        case .name:
            key = GroupKey(name: name, place: .none, file: .none, line: 0, isCommand: false)
        case .function:
            let line = profile.metadata.linesIdentifyFunctions ? function.startLine : 0
            let isComplete = profile.metadata.modulesIdentifyFunctions && !group.module.isNone
            let file = isComplete ? .none : group.file
            key = GroupKey(name: name, place: group.module, file: file, line: line, isCommand: false)
            if let known = find(key, hash: key.hash), groups[known].file.isNone { groups[known].file = group.file }
        case .module, .file:
            let path = identity == .module ? group.module : group.file
            let shown = path.isNone ? strings.intern(ByteView(literal: "[unknown]")) : path
            group = FrameGroup(name: shown)
            if identity == .module { group.module = path } else { group.file = path }
            key = GroupKey(name: shown, place: .none, file: .none, line: 0, isCommand: false)
        case .functionKey, .stableKey:
            let path = function.module.isNone ? function.file : function.module
            let place = strings.intern(profile.strings.bytes(path).baseName)
            key = GroupKey(name: name, place: place, file: .none, line: 0, isCommand: false)
        }
        return intern(key, group)
    }

    private mutating func intern(_ key: GroupKey, _ group: FrameGroup) -> Int32 {
        let hash = key.hash
        if let found = find(key, hash: hash) {
            // Functions that are one although they begin at different lines have no line that is theirs.
            if groups[found].line != group.line { groups[found].line = 0 }
            return Int32(truncatingIfNeeded: found)
        }
        groups.append(group)
        keys.append(key)
        index.insert(hash, row: groups.count)
        return Int32(truncatingIfNeeded: groups.count - 1)
    }

    private func find(_ key: GroupKey, hash: UInt64) -> Int? {
        let row = index.find(hash) { keys[$0 - 1] == key }
        return row == 0 ? nil : row - 1
    }
}
