import StackModel

/// The threads of all runs by what they are called, so that runs of one program meet.
struct ReportThreads {
    /// Row 0 is the unknown thread.
    private(set) var names: [String] = [""]
    private var index: [String: Int32] = ["": 0]

    /// Adds the threads of a run and gives the row of each.
    mutating func add(_ run: Profile) -> [Int32] {
        (0..<run.threads.count).map { row in
            let name = ReportThreads.name(run.threads[ThreadID(row: row)], run)
            if let known = index[name] { return known }
            let next = Int32(truncatingIfNeeded: names.count)
            names.append(name)
            index[name] = next
            return next
        }
    }

    /// `name pid/tid`, as far as it is known.
    private static func name(_ thread: ThreadInfo, _ run: Profile) -> String {
        let id =
            !thread.command.isNone ? thread.command : !thread.threadName.isNone ? thread.threadName : thread.processName
        let numbers = [thread.processID, thread.threadID].compactMap { $0.map(String.init) }.joined(separator: "/")
        return [run.text(id), numbers].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
