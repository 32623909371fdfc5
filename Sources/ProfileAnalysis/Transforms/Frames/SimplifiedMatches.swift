import StackModel

/// Which frames a pattern matches by the simplified name of their function, as pprof's prune.go has it.
struct SimplifiedMatches {
    private let functions: [Bool]
    private let frames: [FunctionID]
    /// Whether no function matches.
    let isEmpty: Bool

    /// Matches each function's simplified name; `except` takes matches away again.
    init(_ profile: Profile, _ pattern: NamePattern, except: NamePattern? = nil) throws(TransformError) {
        var matcher = PatternMatcher(pattern)
        var exception = except.map { PatternMatcher($0) }
        var functions = [Bool](repeating: false, count: profile.functions.count)
        for row in 1..<max(profile.functions.count, 1) {
            let name = profile.strings.bytes(profile.functions[FunctionID(row: row)].name)
            if name.isEmpty { continue }
            let simple = SimplifiedMatches.simplified(name)
            guard try matcher.matches(simple) else { continue }
            functions[row] = try !(exception?.matches(simple) ?? false)
        }
        self.functions = functions
        isEmpty = !functions.contains(true)
        // An address is no name.
        frames = (0..<profile.frames.count).map { row in
            let frame = profile.frames[FrameID(row: row)]
            return frame.flags.contains(.unresolved) ? .none : frame.function
        }
    }

    subscript(frame: FrameID) -> Bool { functions[frames[frame.row].row] }

    /// A name without a leading dot, cut at its first `(` that does not begin `(anonymous namespace)` or end
    /// `operator()`.
    static func simplified(_ name: ByteView) -> ByteView {
        let name = name.first == UInt8(ascii: ".") ? name.dropFirst(1) : name
        var index = 0
        while index < name.count {
            let rest = name.dropFirst(index)
            if rest.hasPrefix("operator()") {
                index += 10
            } else if rest.hasPrefix("(anonymous namespace)") {
                index += 21
            } else if name[index] == UInt8(ascii: "(") {
                return name.prefix(index)
            } else {
                index += 1
            }
        }
        return name
    }
}
