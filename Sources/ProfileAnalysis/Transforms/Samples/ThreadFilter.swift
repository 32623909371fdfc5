import StackModel

/// `thread`, `process`, `cgroup`: keeps the samples of those that match.
///
/// A number is an id (`thread` takes `pid/tid` too); anything else is a regular expression over names. A thread's
/// names are its own and its command name; a process's name is its own, else its main thread's command name.
package struct ThreadFilter: ProfileTransform {
    package let word: TransformWord
    package let detail = SampleDetail.threads
    private let kind: Kind
    private let test: Test

    /// What the filter looks at.
    package enum Kind: String, Sendable {
        case thread
        case process
        case cgroup
    }

    private enum Test: Sendable {
        case id(process: Int64?, thread: Int64?)
        case name(NamePattern)

        var pattern: NamePattern? {
            if case .name(let pattern) = self { pattern } else { nil }
        }
    }

    /// Keeps what matches the word's argument.
    init(_ word: TransformWord, _ kind: Kind) throws(TransformError) {
        self.word = word
        self.kind = kind
        let text = try word.required(kind == .cgroup ? "a regular expression" : "an id or a regular expression")
        let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int64($0) }
        switch (kind, numbers.count, numbers[0], numbers.last ?? nil) {
        case (.thread, 1, let thread?, _): test = .id(process: nil, thread: thread)
        case (.thread, 2, let process?, let thread?): test = .id(process: process, thread: thread)
        case (.process, 1, let process?, _): test = .id(process: process, thread: nil)
        default: test = .name(try NamePattern(text, for: word))
        }
    }

    package func apply(to profile: Profile) throws(TransformError) -> Profile {
        var isKept = [Bool](repeating: false, count: profile.threads.count)
        var names: [String] = []
        var strings = test.pattern.map { StringMatches(profile, $0) }
        let leaders = kind == .process ? leaderNames(profile) : [:]
        for row in 1..<max(profile.threads.count, 1) {
            let thread = profile.threads[ThreadID(row: row)]
            let own = self.names(of: thread, leaders).filter { !$0.isNone }
            switch test {
            case .id(let process, let id):
                isKept[row] = (process == nil || thread.processID == process) && (id == nil || thread.threadID == id)
            case .name:
                for name in own where try strings?.contains(name) ?? false { isKept[row] = true }
            }
            names += own.map { profile.text($0) } + [self.id(of: thread)].compactMap { $0 }
        }
        var rewriting = Rewriting(word)
        rewriting.keepsSample = { isKept[profile.samples.key($0).thread.row] }
        rewriting.keepsSpan = { isKept[$0.thread.row] }
        rewriting.nothingLeft = { [word, kind] in
            let known = names.reduce(into: (list: [String](), seen: Set<String>())) { result, name in
                if result.seen.insert(name).inserted { result.list.append(name) }
            }
            return .nothing(
                word, expected: "a \(kind.rawValue) that matches", among: "\(kind.rawValue) names", known.list)
        }
        return try profile.rewritten(rewriting)
    }

    private func names(of thread: ThreadInfo, _ leaders: [Int64: [StringID]]) -> [StringID] {
        switch kind {
        case .thread: return [thread.threadName, thread.command]
        case .cgroup: return [thread.cgroup]
        case .process:
            if !thread.processName.isNone { return [thread.processName] }
            return thread.processID.flatMap { leaders[$0] } ?? [thread.command]
        }
    }

    private func id(of thread: ThreadInfo) -> String? {
        switch kind {
        case .thread: thread.threadID.map { String($0) }
        case .process: thread.processID.map { String($0) }
        case .cgroup: nil
        }
    }

    /// The command names of main threads, whose thread id is the process id.
    private func leaderNames(_ profile: Profile) -> [Int64: [StringID]] {
        var leaders: [Int64: [StringID]] = [:]
        for row in 1..<max(profile.threads.count, 1) {
            let thread = profile.threads[ThreadID(row: row)]
            guard let process = thread.processID, process == thread.threadID, !thread.command.isNone else { continue }
            leaders[process, default: []].append(thread.command)
        }
        return leaders
    }
}
