import StackModel

/// `root-label`, `leaf-label`: makes frames of labels, or of the thread, at the root or at the leaf of every stack.
///
/// As pprof's tagroot and tagleaf: the first key is the new root, the last key the new leaf; several texts of one key
/// are joined by commas, numbers stand in a fitting unit, and the key is the frame's source file. A sample without
/// the label gets `unknown` (pprof leaves the name empty). Where no label has the key, `thread`, `process`, `pid`,
/// `tid`, `comm` and `cgroup` are those of the thread.
package struct LabelFrames: StackTransform {
    package let word: TransformWord
    package let detail: SampleDetail
    private let keys: [String]
    private let isRoot: Bool

    /// Frames for the keys that the word's argument lists, parted by commas.
    init(_ word: TransformWord, isRoot: Bool) throws(TransformError) {
        self.word = word
        self.isRoot = isRoot
        let text = try word.required("label keys, parted by commas")
        keys = text.split(separator: ",").map(String.init)
        detail = keys.map { .keeping(label: $0) }.max() ?? .threads
        if keys.isEmpty { throw .argument(word, expected: "label keys, parted by commas") }
    }

    func transform(_ profile: Profile) throws(TransformError) -> Profile {
        var rewriter = ProfileRewriter(profile, Rewriting(word))
        var named: [Origin: [String?]] = [:]
        var memo = StackPairs()
        var found = [Bool](repeating: false, count: keys.count)
        for row in 0..<profile.samples.count {
            let key = profile.samples.key(row)
            let origin = Origin(thread: key.thread, labels: key.labels)
            let values = named[origin] ?? keys.map { LabelFrames.value(of: $0, origin, profile) }
            named[origin] = values
            var root = StackID.none
            if isRoot { root = extend(root, values, &rewriter) }
            var stack = rewriter.stack(key.stack, under: root, &memo)
            if !isRoot { stack = extend(stack, values, &rewriter) }
            for index in keys.indices where values[index] != nil { found[index] = true }
            rewriter.add(row, stack: stack, labels: rewriter.labels(key.labels))
        }
        let missing = keys.indices.filter { !found[$0] }.map { keys[$0] }
        if !missing.isEmpty, profile.samples.count > 0 {
            rewriter.note("no sample has a label \(missing.joined(separator: ", "))")
        }
        return rewriter.finish()
    }

    private struct Origin: Hashable {
        let thread: ThreadID
        let labels: LabelSetID
    }

    private func extend(_ stack: StackID, _ values: [String?], _ rewriter: inout ProfileRewriter) -> StackID {
        var stack = stack
        for (key, value) in zip(keys, values) {
            stack = ByteView.withBytes(of: value ?? "unknown") { name in
                ByteView.withBytes(of: key) { file in rewriter.stack(stack, calling: name, file: file) }
            }
        }
        return stack
    }

    private static func value(of key: String, _ origin: Origin, _ profile: Profile) -> String? {
        let labels = profile.labels[origin.labels].filter { profile.text($0.key) == key }
        if labels.isEmpty { return fact(key, profile.threads[origin.thread], profile) }
        let texts = labels.filter { $0.number == nil }.map { profile.text($0.text) }
        let numbers = labels.compactMap { label in
            label.number.map { TagUnit(profile.text(label.unit)).text($0) }
        }
        return (texts + numbers).joined(separator: ",")
    }

    private static func fact(_ key: String, _ thread: ThreadInfo, _ profile: Profile) -> String? {
        func name(_ id: StringID) -> String? { id.isNone ? nil : profile.text(id) }
        switch key {
        case "pid": return thread.processID.map { String($0) }
        case "tid": return thread.threadID.map { String($0) }
        case "comm": return name(thread.command)
        case "cgroup": return name(thread.cgroup)
        case "process":
            return LabelFrames.labelled(name(thread.processName) ?? name(thread.command), thread.processID)
        case "thread": return LabelFrames.labelled(name(thread.threadName) ?? name(thread.command), thread.threadID)
        default: return nil
        }
    }

    private static func labelled(_ name: String?, _ id: Int64?) -> String? {
        guard let id else { return name }
        return name.map { "\($0) \(id)" } ?? String(id)
    }
}
