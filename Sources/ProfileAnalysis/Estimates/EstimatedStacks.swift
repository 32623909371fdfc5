import StackModel

/// Collects estimated stacks, with their values, over the names of the profile that they are made from.
struct EstimatedStacks: ~Copyable {
    private let profile: Profile
    private var builder = ProfileBuilder(detail: .stacks)
    private var frameOf: [FrameID]
    private var times: [Int64] = [0]
    private var counts: [Int64] = [0]

    init(_ profile: Profile) {
        self.profile = profile
        frameOf = [FrameID](repeating: .none, count: profile.functions.count)
    }

    /// The stack that `function` makes when called from `parent`.
    mutating func stack(_ parent: StackID, _ function: FunctionID) -> StackID {
        if frameOf[function.row].isNone { frameOf[function.row] = frame(function) }
        let stack = builder.stack(parent: parent, frame: frameOf[function.row])
        if stack.row == times.count {
            times.append(0)
            counts.append(0)
        }
        return stack
    }

    /// Adds to the values of a stack.
    mutating func add(_ stack: StackID, time: Int64, count: Int64) {
        times[stack.row] = times[stack.row].addingSaturated(time)
        counts[stack.row] = counts[stack.row].addingSaturated(count)
    }

    private mutating func frame(_ id: FunctionID) -> FrameID {
        var function = profile.functions[id]
        function.name = builder.string(profile.strings.bytes(function.name))
        function.systemName = builder.string(profile.strings.bytes(function.systemName))
        function.module = builder.string(profile.strings.bytes(function.module))
        function.file = builder.string(profile.strings.bytes(function.file))
        // Where a function comes under several lines, the line is the one that was executing.
        var line: Int32 = 0
        if !profile.metadata.linesIdentifyFunctions { swap(&line, &function.startLine) }
        // Functions of C have no source file.
        let flags: FrameFlags = function.file.isNone ? .native : .interpreted
        return builder.frame(Frame(function: builder.function(function), line: line, flags: flags))
    }

    /// The profile of all stacks, in the order in which they were made.
    consuming func finish(_ fidelity: StackFidelity) -> Profile {
        builder.metadata = profile.metadata
        builder.metadata.stackFidelity = fidelity
        builder.diagnostics = profile.diagnostics
        builder.setWideValueTypes(profile.valueTypes)
        builder.defaultValueType = profile.defaultValueType
        for row in 0..<times.count where times[row] != 0 || counts[row] != 0 {
            builder.addSample(SampleKey(stack: StackID(row: row)), values: [times[row], counts[row]])
        }
        return builder.finish()
    }
}
