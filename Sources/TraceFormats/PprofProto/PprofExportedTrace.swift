import StackModel

/// What a pprof file that StackSift wrote says of the trace that it was made of.
struct PprofExportedTrace {
    /// What the file's comment says; nil where another tool wrote it.
    let mark: ExportMark?
    /// How many of the file's first sample types are numbers of samples.
    private var counted = 0

    /// Looks for StackSift's mark among a file's comments.
    init(comments: [String]) {
        mark = comments.lazy.compactMap { ExportMark(comment: $0) }.first
    }

    /// Whether labels tell of threads.
    var hasThreads: Bool { mark?.hasThreads ?? false }

    /// Takes over what holds for the profile as a whole.
    func apply(to metadata: inout ProfileMetadata) {
        guard let mark else { return }
        metadata.stackFidelity = mark.stackFidelity
        metadata.linesIdentifyFunctions = mark.linesIdentifyFunctions
    }

    /// How many of a file's first sample types are numbers of samples, which the model derives.
    func countedTypes(of types: [ValueType]) -> Int {
        guard let counted = mark?.countedTypes, counted > 0, counted < types.count else { return 0 }
        guard counted == 1 || counted == types.count - counted else { return 0 }
        return types.prefix(counted).allSatisfy { $0.unit == "count" && $0.name.hasPrefix("samples") } ? counted : 0
    }

    /// Says what is counted: one value in each row, of its own type, where each type has its number of samples.
    mutating func setValueTypes(_ types: [ValueType], into builder: inout ProfileBuilder) {
        counted = countedTypes(of: types)
        let stored = Array(types.dropFirst(counted))
        if counted > 1 {
            for type in stored { _ = builder.valueType(type) }
        } else {
            builder.setWideValueTypes(stored)
        }
        builder.metadata.derivesSampleCounts = counted > 0
    }

    /// Adds a sample with the values of all the file's sample types.
    func addSample(_ key: SampleKey, _ values: [Int64], into builder: inout ProfileBuilder) {
        switch counted {
        case 0: builder.addSample(key, values: values)
        case 1: builder.addSample(key, values: Array(values.dropFirst()), count: values[0])
        default:
            var key = key
            for type in 0..<counted where values[type] != 0 || values[counted + type] != 0 {
                key.valueType = ValueTypeID(row: type + 1)
                builder.addSample(key, value: values[counted + type], count: values[type])
            }
        }
    }

    /// Flags of a frame that its mapping does not give: pprof has no place for them, but names tell.
    func flags(of function: Function, _ strings: borrowing StringTable) -> FrameFlags {
        guard let mark else { return [] }
        let name = strings.bytes(function.name)
        switch mark.format {
        case "pstats": return .interpreted
        case "cpuprofile" where !function.file.isNone: return .interpreted
        case "cpuprofile" where name == "(garbage collector)": return .garbageCollector
        case "cpuprofile" where name == "(idle)": return .idle
        case "cpuprofile": return .native
        default: return name == "[unknown]" ? .unresolved : []
        }
    }

    /// Takes the labels that describe a thread out of `labels`; none, and nothing taken, where labels are only labels.
    func takeThread(from labels: inout [Label], into builder: inout ProfileBuilder) -> ThreadID {
        guard let mark, mark.hasThreads, !labels.isEmpty else { return .none }
        var thread = ThreadInfo()
        labels.removeAll { label in
            guard let fact = ThreadLabel(rawValue: builder.strings.text(label.key)) else { return false }
            switch fact {
            case .command: thread.command = label.text
            case .processID: thread.processID = label.number
            case .threadID: thread.threadID = label.number
            case .processName: thread.processName = label.text
            case .threadName: thread.threadName = label.text
            case .cgroup: thread.cgroup = label.text
            }
            return true
        }
        return builder.thread(thread)
    }
}
