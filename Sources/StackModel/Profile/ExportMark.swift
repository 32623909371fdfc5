/// The comment by which StackSift knows a pprof file that it wrote, and what it says that pprof has no field for.
///
/// `StackSift 0.1.0 export; format=perf; stacks=exact; counts=1; threads=labels`
package struct ExportMark: Hashable, Sendable {
    /// Version of the StackSift that wrote the file.
    package var version: String
    /// Id of the format of the trace that was exported.
    package var format: String
    package var stackFidelity: StackFidelity
    /// Whether the labels `comm`, `pid`, `tid`, `process`, `thread` and `cgroup` are facts of the sample's thread.
    package var hasThreads: Bool
    /// How many of the first sample types are numbers of samples, which the model derives: one for the default value
    /// type, or one for each of those that follow.
    package var countedTypes: Int
    /// Whether two functions of one name and file at different lines are different functions.
    package var linesIdentifyFunctions: Bool

    /// The mark of an export of `profile`.
    package init(of profile: Profile, countedTypes: Int, version: String) {
        self.version = version
        format = ExportMark.formats(profile.metadata)
        stackFidelity = profile.metadata.stackFidelity
        hasThreads = profile.threads.count > 1
        self.countedTypes = countedTypes
        linesIdentifyFunctions = profile.metadata.linesIdentifyFunctions
    }

    /// The mark that `comment` is; nil for any other comment.
    package init?(comment: String) {
        let parts = comment.split(separator: "; ").map(String.init)
        guard let first = parts.first, first.hasPrefix("StackSift "), first.hasSuffix(" export") else { return nil }
        version = String(first.dropFirst("StackSift ".count).dropLast(" export".count))
        var facts: [String: String] = [:]
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { facts[String(pair[0])] = String(pair[1]) }
        }
        format = facts["format"] ?? ""
        stackFidelity = facts["stacks"].flatMap(StackFidelity.init) ?? .exact
        hasThreads = facts["threads"] == "labels"
        countedTypes = facts["counts"].flatMap { Int($0) } ?? 0
        linesIdentifyFunctions = facts["functions"] == "lines"
    }

    /// The formats of the traces themselves, also where they came by way of an earlier export.
    private static func formats(_ metadata: ProfileMetadata) -> String {
        let marks = metadata.comments.compactMap { ExportMark(comment: $0)?.format }
        var formats: [Substring] = []
        for format in metadata.format.split(separator: "+") {
            let own = format == "pprof" && !marks.isEmpty ? marks.flatMap { $0.split(separator: "+") } : [format]
            for format in own where !formats.contains(format) { formats.append(format) }
        }
        return formats.joined(separator: "+")
    }

    /// The mark as a comment.
    package var comment: String {
        var text = "StackSift \(version) export; format=\(format); stacks=\(stackFidelity.rawValue)"
        if countedTypes > 0 { text += "; counts=\(countedTypes)" }
        if hasThreads { text += "; threads=labels" }
        if linesIdentifyFunctions { text += "; functions=lines" }
        return text
    }
}

/// The label keys that stand for a thread in a marked file.
package enum ThreadLabel: String, CaseIterable, Sendable {
    case command = "comm"
    case processID = "pid"
    case threadID = "tid"
    case processName = "process"
    case threadName = "thread"
    case cgroup
}
