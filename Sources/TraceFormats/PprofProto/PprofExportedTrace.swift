import StackModel

/// What a pprof file that StackSift wrote says of the trace that it was made of.
struct PprofExportedTrace {
    /// What the file's comment says; nil where another tool wrote it.
    let mark: ExportMark?

    /// Looks for StackSift's mark among a file's comments.
    init(comments: [String]) {
        mark = comments.lazy.compactMap { ExportMark(comment: $0) }.first
    }

    /// Takes over what holds for the profile as a whole.
    func apply(to metadata: inout ProfileMetadata) {
        guard let mark else { return }
        metadata.stackFidelity = mark.stackFidelity
        metadata.linesIdentifyFunctions = mark.linesIdentifyFunctions
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
