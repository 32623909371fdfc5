import StackModel

/// The threads of a perf text: what headers name, completed by what COMM and FORK records told.
struct PerfThreads {
    private struct Known {
        var process: Int64
        var command: StringID
    }

    private var known: [Int64: Known] = [:]
    /// Threads seen not long ago, by the lowest bits of their ids.
    private var recent = [(identity: Key, id: ThreadID)?](repeating: nil, count: recentCount)
    private static let recentCount = 64

    /// A thread as a header names it.
    private struct Key: Equatable {
        var process: Int64?
        var thread: Int64?
        var command: StringID
        var cgroup: StringID
    }

    /// Whether records told of threads what headers do not.
    var knowsMore: Bool { !known.isEmpty }

    /// The thread that a header names.
    @inline(__always)
    mutating func find(
        _ identity: PerfIdentity, cgroup: StringID, into builder: inout ProfileBuilder
    ) -> ThreadID {
        if let known = recent[PerfThreads.slot(identity)], known.identity.thread == identity.threadID,
            known.identity.process == identity.processID, known.identity.cgroup == cgroup,
            builder.strings.bytes(known.identity.command) == identity.command
        {
            return known.id
        }
        return slowFind(identity, cgroup, into: &builder)
    }

    @inline(__always)
    private static func slot(_ identity: PerfIdentity) -> Int {
        Int(truncatingIfNeeded: identity.threadID ?? 0) & (recentCount - 1)
    }

    @inline(never)
    private mutating func slowFind(
        _ identity: PerfIdentity, _ cgroup: StringID, into builder: inout ProfileBuilder
    ) -> ThreadID {
        let key = Key(
            process: identity.processID, thread: identity.threadID, command: builder.string(identity.command),
            cgroup: cgroup)
        var thread = ThreadInfo(
            processID: key.process, threadID: key.thread, command: key.command, cgroup: key.cgroup)
        if let id = key.thread, let told = known[id] {
            thread.processID = thread.processID ?? told.process
            // perf names a thread that it knows nothing of `:ID`.
            if identity.command.isEmpty || identity.command.first == 0x3A { thread.command = told.command }
        }
        let id = builder.thread(thread)
        recent[PerfThreads.slot(identity)] = (key, id)
        return id
    }

    /// Takes what a side-band record tells of threads.
    mutating func take(_ record: PerfSideBand, into builder: inout ProfileBuilder) {
        switch record {
        case .command(let name, let process, let thread):
            known[thread] = Known(process: process, command: builder.string(name))
        case .fork(let process, let thread, let parent):
            known[thread] = Known(process: process, command: known[parent]?.command ?? .none)
        case .lost, .other: return
        }
        recent = [(identity: Key, id: ThreadID)?](repeating: nil, count: PerfThreads.recentCount)
    }
}
