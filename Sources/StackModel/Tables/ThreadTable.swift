/// One thread, or what a trace tells of one.
package struct ThreadInfo: Hashable, Sendable, BitwiseCopyable {
    /// Process id; nil when the trace does not say.
    package var processID: Int64?
    /// Thread id; nil when the trace does not say.
    package var threadID: Int64?
    package var processName: StringID = .none
    /// The name that a profiler gives its thread.
    package var threadName: StringID = .none
    /// perf's command name: it belongs to the thread, and leads the stack where stacks are written as paths.
    package var command: StringID = .none
    package var cgroup: StringID = .none

    /// A thread of which any of the facts may be unknown.
    package init(
        processID: Int64? = nil, threadID: Int64? = nil, processName: StringID = .none, threadName: StringID = .none,
        command: StringID = .none, cgroup: StringID = .none
    ) {
        self.processID = processID
        self.threadID = threadID
        self.processName = processName
        self.threadName = threadName
        self.command = command
        self.cgroup = cgroup
    }

    /// Whether the trace said which thread it was, by number.
    package var isNumbered: Bool { processID != nil || threadID != nil }
}

/// The threads of a profile, each once; a thread that changes its name has a row for each name.
package struct ThreadTable: ~Copyable, Sendable {
    private var rows = Column<ThreadInfo>()
    private var index: [ThreadInfo: ThreadID] = [:]

    /// A table of the unknown thread only.
    package init() {
        rows.append(ThreadInfo())
    }

    /// How many threads there are, the unknown one included.
    package var count: Int { rows.count }

    /// The thread `id`.
    package subscript(id: ThreadID) -> ThreadInfo { rows[id.row] }

    /// The id of `thread`, which is added when it is new.
    package mutating func intern(_ thread: ThreadInfo) -> ThreadID {
        if let id = index[thread] { return id }
        if thread == rows[0] { return .none }
        let id = ThreadID(row: rows.count)
        rows.append(thread)
        index[thread] = id
        return id
    }

    /// How many different (process id, thread id) pairs there are; unnumbered threads count by name.
    package func distinctThreadCount() -> Int {
        var seen = Set<ThreadInfo>()
        for row in 1..<max(rows.count, 1) where rows[row].isNumbered {
            seen.insert(ThreadInfo(processID: rows[row].processID, threadID: rows[row].threadID))
        }
        if !seen.isEmpty { return seen.count }
        for row in 1..<max(rows.count, 1) { seen.insert(rows[row]) }
        return seen.count
    }
}
