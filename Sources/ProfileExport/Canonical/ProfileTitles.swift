import StackModel

// What outputs call a profile and its threads.
extension Profile {
    /// The name of the trace that a profile was read from, or of the first and how many more.
    var sourceTitle: String {
        guard let first = metadata.sources.first else { return "StackSift" }
        let name = ByteView.withBytes(of: first) { $0.baseName.text }
        return metadata.sources.count == 1 ? name : "\(name) and \(metadata.sources.count - 1) more"
    }

    /// A thread in words: `NAME PID/TID`, with as much of it as is known.
    func threadTitle(_ id: ThreadID) -> String {
        let thread = threads[id]
        let name = [thread.threadName, thread.command, thread.processName].first { !$0.isNone }.map(text)
        let process = thread.processID.map { "\($0)" }
        let number = thread.threadID.map { id in process.map { "\($0)/\(id)" } ?? "\(id)" } ?? process
        return [name, number].compactMap { $0 }.joined(separator: " ")
    }

    /// How many frames a stack has, whether stacks are a tree or lists.
    func depth(of stack: StackID) -> Int {
        guard hasLooseStacks else { return stacks.depth(stack) }
        return stack.isNone ? 0 : looseStacks.range(stack.row - 1).count
    }

    /// Puts the frames of a stack into `path`, root first, without the profiler's own root.
    func collectPath(_ stack: StackID, into path: inout [FrameID]) {
        path.removeAll(keepingCapacity: true)
        var current = stack
        while !current.isNone {
            let frame = stacks.frame(current)
            if !frames[frame].flags.contains(.root) { path.append(frame) }
            current = stacks.parent(current)
        }
        path.reverse()
    }
}
