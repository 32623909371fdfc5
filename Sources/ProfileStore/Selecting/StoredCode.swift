import StackModel

/// Functions and paths of a store on their way into a profile; each is read once.
struct StoredCode {
    private let findChain: SQLiteStatement
    private let findFunction: SQLiteStatement
    private var stacks: [Int64: StackID] = [:]
    private var functions: [Int64: (id: FunctionID, flags: FrameFlags)] = [:]

    init(_ reader: StoreReader) throws(StoreError) {
        findChain = try reader.statement(
            """
            SELECT first_stack_id, parent_id, functions, inlined FROM stack_chain WHERE first_stack_id <= ?
            ORDER BY first_stack_id DESC LIMIT 1
            """)
        findFunction = try reader.statement(
            "SELECT function, system_name, module, source_file, kind FROM function WHERE function_id = ?")
    }

    /// The stack of a path; the empty one for none.
    mutating func stack(_ id: Int64?, _ builder: inout ProfileBuilder) throws(StoreError) -> StackID {
        guard let id else { return .none }
        if let known = stacks[id] { return known }
        // Up to a path that is known, then down again; parents have smaller numbers, so this comes to an end.
        var missing: [ChainPath] = []
        var next: Int64? = id
        while let current = next, stacks[current] == nil {
            let chain = try paths(upTo: current)
            guard let first = chain.first else { break }
            missing += chain.reversed().prefix { stacks[$0.id] == nil }
            next = first.parent.flatMap { $0 < first.id ? $0 : nil }
            if let known = chain.last(where: { stacks[$0.id] != nil }) { next = known.id }
        }
        var stack = next.flatMap { stacks[$0] } ?? .none
        for path in missing.reversed() {
            var frame = Frame(function: try function(path.function, &builder))
            frame.flags = functions[path.function]?.flags ?? []
            if path.isInlined { frame.flags.insert(.inlined) }
            stack = builder.stack(parent: stack, frame: builder.frame(frame))
            stacks[path.id] = stack
        }
        return stack
    }

    /// A path in its chain; `parent` is told of the first one alone.
    private struct ChainPath {
        let id: Int64
        let parent: Int64?
        let function: Int64
        let isInlined: Bool
    }

    /// The paths of the chain that `id` is in, up to it; empty where there is no such path.
    private func paths(upTo id: Int64) throws(StoreError) -> [ChainPath] {
        findChain.bind(1, id)
        defer { findChain.reset() }
        guard try findChain.step(), let first = findChain.integer(0), let text = findChain.text(2) else { return [] }
        let (parent, inlined) = (findChain.integer(1), findChain.integer(3) ?? 0)
        let functions = text.unicodeScalars.map { ChainText.function($0) }
        guard id - first < functions.count, functions.count <= ChainText.longest else { return [] }
        return zip(first...id, functions).map { path, function in
            ChainPath(
                id: path, parent: path == first ? parent : nil, function: function,
                isInlined: inlined >> (path - first) & 1 == 1)
        }
    }

    /// The function with this number in the store.
    mutating func function(_ id: Int64, _ builder: inout ProfileBuilder) throws(StoreError) -> FunctionID {
        if let known = functions[id] { return known.id }
        findFunction.bind(1, id)
        defer { findFunction.reset() }
        guard try findFunction.step() else { throw StoreError("expected a function #\(id) in the store, found none") }
        var function = Function(name: builder.string(findFunction.text(0) ?? ""))
        if let name = findFunction.text(1) { function.systemName = builder.string(name) }
        if let module = findFunction.text(2) { function.module = builder.string(module) }
        if let file = findFunction.text(3) { function.file = builder.string(file) }
        let made = builder.function(function)
        functions[id] = (made, FrameFlags(kind: findFunction.text(4)))
        return made
    }
}

/// Threads of a store on their way into a profile.
struct StoredThreads {
    private let find: SQLiteStatement
    private let namesAreCommands: Bool
    private var threads: [Int64: ThreadID] = [:]

    init(_ reader: StoreReader, _ profile: Int64, namesAreCommands: Bool) throws(StoreError) {
        self.namesAreCommands = namesAreCommands
        find = try reader.statement(
            """
            SELECT r.pid, r.process, r.cgroup, t.tid, t.thread FROM thread t
            JOIN process r ON r.process_id = t.process_id WHERE t.thread_id = ?
            """)
    }

    /// The thread with this number in the store; none for none.
    mutating func thread(_ id: Int64?, _ builder: inout ProfileBuilder) throws(StoreError) -> ThreadID {
        guard let id else { return .none }
        if let known = threads[id] { return known }
        find.bind(1, id)
        defer { find.reset() }
        guard try find.step() else { return .none }
        var thread = ThreadInfo(processID: find.integer(0), threadID: find.integer(3))
        if let name = find.text(1) { thread.processName = builder.string(name) }
        if let cgroup = find.text(2) { thread.cgroup = builder.string(cgroup) }
        if let name = find.text(4) {
            if namesAreCommands {
                thread.command = builder.string(name)
            } else {
                thread.threadName = builder.string(name)
            }
        }
        let made = builder.thread(thread)
        threads[id] = made
        return made
    }
}

/// Sets of labels of a store on their way into a profile.
struct StoredLabels {
    private let find: SQLiteStatement
    private var sets: [Int64: LabelSetID] = [:]

    init(_ reader: StoreReader) throws(StoreError) {
        find = try reader.statement(
            "SELECT label, text_value, number_value, unit FROM sample_label WHERE label_set_id = ?")
    }

    /// The set with this number in the store; the empty one for none.
    mutating func labels(_ id: Int64?, _ builder: inout ProfileBuilder) throws(StoreError) -> LabelSetID {
        guard let id else { return .none }
        if let known = sets[id] { return known }
        var labels: [Label] = []
        find.bind(1, id)
        while try find.step() {
            let key = builder.string(find.text(0) ?? "")
            if let number = find.integer(2) {
                let unit = find.text(3).map { builder.string($0) } ?? .none
                labels.append(Label(key: key, number: number, unit: unit))
            } else {
                labels.append(Label(key: key, text: builder.string(find.text(1) ?? "")))
            }
        }
        find.reset()
        let made = builder.labelSet(labels)
        sets[id] = made
        return made
    }
}
