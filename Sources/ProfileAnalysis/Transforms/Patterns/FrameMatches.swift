import StackModel

/// Which strings of a profile a pattern is in; each is matched once, when it is first asked for.
struct StringMatches: ~Copyable {
    private let profile: Profile
    private var matcher: PatternMatcher
    private var known: [UInt8]

    init(_ profile: Profile, _ pattern: NamePattern) {
        self.profile = profile
        matcher = PatternMatcher(pattern)
        known = [UInt8](repeating: 0, count: profile.strings.count)
    }

    /// Whether the pattern is in string `id`; never in the absent one.
    mutating func contains(_ id: StringID) throws(TransformError) -> Bool {
        if id.isNone { return false }
        if known[id.row] == 0 { known[id.row] = try matcher.matches(profile.strings.bytes(id)) ? 2 : 1 }
        return known[id.row] == 2
    }
}

/// Which frames a pattern is in: in the function's name, in its source file, or in the path of its module.
struct FrameMatches {
    private let frames: [Bool]
    /// Whether any frame matches.
    let isEmpty: Bool

    init(_ profile: Profile, _ pattern: NamePattern) throws(TransformError) {
        var strings = StringMatches(profile, pattern)
        var frames = [Bool](repeating: false, count: profile.frames.count)
        for row in 1..<max(profile.frames.count, 1) {
            let frame = profile.frames[FrameID(row: row)]
            let function = profile.functions[frame.function]
            let module = frame.mapping.isNone ? function.module : profile.mappings[frame.mapping].file
            for text in [function.name, function.file, module] where !frames[row] {
                frames[row] = try strings.contains(text)
            }
        }
        self.frames = frames
        isEmpty = !frames.contains(true)
    }

    subscript(frame: FrameID) -> Bool { frames[frame.row] }
}

extension Profile {
    /// All function names, for messages.
    var functionNames: [String] {
        (1..<max(functions.count, 1)).prefix(20_000).map { text(functions[FunctionID(row: $0)].name) }
    }

    /// By frame: its function.
    var functionsOfFrames: [FunctionID] {
        (0..<frames.count).map { frames[FrameID(row: $0)].function }
    }

    /// By stack: whether one of its frames matches.
    func stacks(with matches: FrameMatches) -> [Bool] {
        var result = [Bool](repeating: false, count: stacks.count)
        for row in 1..<max(stacks.count, 1) {
            let id = StackID(row: row)
            result[row] = result[stacks.parent(id).row] || matches[stacks.frame(id)]
        }
        return result
    }
}
