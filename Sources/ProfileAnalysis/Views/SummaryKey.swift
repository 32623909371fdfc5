import StackModel

/// What the rows of a table stand for.
package enum SummaryKey: Hashable, Sendable {
    case function
    case module
    case file
    case line
    case thread
    case process
    /// The values of one label.
    case label(String)

    /// The key that `word` names: `function`, `module`, ... or `label:KEY`.
    package init?(_ word: String) {
        switch word {
        case "function": self = .function
        case "module": self = .module
        case "file": self = .file
        case "line": self = .line
        case "thread": self = .thread
        case "process": self = .process
        default:
            guard word.hasPrefix("label:"), word.utf8.count > 6 else { return nil }
            self = .label(String(word.dropFirst(6)))
        }
    }

    /// The words that `init` takes.
    package static let words = "function, module, file, line, thread, process, label:KEY"

    /// How much of each sample must be kept to tell the rows apart.
    package var detail: SampleDetail {
        switch self {
        case .function, .module, .file, .line: .stacks
        case .thread, .process: .threads
        case .label(let key): .keeping(label: key)
        }
    }
}

/// A profile's values by whatever the rows stand for, with the names of the rows.
package struct Summary: ~Copyable {
    /// Names and places of the rows, by their `group`.
    package let groups: FrameGroups
    package let rows: [FunctionRow]
    /// The sum over all samples.
    package let total: Int64

    /// Adds up a profile. A call graph's functions are taken at their word; by module, file or line it is given
    /// estimated stacks first.
    package init(_ profile: Profile, _ selection: ValueSelection, by key: SummaryKey) {
        let profile = key == .function ? profile : profile.withStacks(.estimate)
        let summary: FunctionSummary
        switch key {
        case .function, .module, .file:
            var groups = FrameGroups(identity: key == .module ? .module : key == .file ? .file : .function)
            let functionGroups = groups.add(profile)
            summary = FunctionSummary(profile, selection, groups: functionGroups, groupCount: groups.count)
            self.groups = groups
        case .line:
            var groups = FrameGroups(identity: .function)
            let frameGroups = groups.addLines(profile)
            summary = FunctionSummary(profile, selection, frameGroups: frameGroups, groupCount: groups.count)
            self.groups = groups
        case .thread, .process, .label:
            var groups = FrameGroups(identity: .name)
            summary = FunctionSummary(profile, selection, sampleGroups: SampleNames(key).add(profile, to: &groups))
            self.groups = groups
        }
        rows = summary.rows
        total = summary.total
    }
}

/// Names samples by their thread, process or label.
private struct SampleNames {
    private let key: SummaryKey

    init(_ key: SummaryKey) { self.key = key }

    /// The group of every sample row.
    func add(_ profile: Profile, to groups: inout FrameGroups) -> [Int32] {
        var known: [SampleKey: Int32] = [:]
        return (0..<profile.samples.count).map { row in
            var place = profile.samples.key(row)
            place.stack = .none
            place.valueType = .none
            if case .label = key { place.thread = .none } else { place.labels = .none }
            if let group = known[place] { return group }
            let group = ByteView.withBytes(of: name(place, profile)) { groups.named($0) }
            known[place] = group
            return group
        }
    }

    private func name(_ place: SampleKey, _ profile: Profile) -> [UInt8] {
        switch key {
        case .label(let label): return labelText(label, profile.labels[place.labels], profile)
        case .process:
            return ThreadNames.process(profile.threads[place.thread], profile)
        default: return ThreadNames.name(profile.threads[place.thread], profile)
        }
    }

    private func labelText(_ name: String, _ labels: [Label], _ profile: Profile) -> [UInt8] {
        let values = labels.filter { profile.text($0.key) == name }.map { label -> [UInt8] in
            guard let number = label.number else { return profile.strings.bytes(label.text).bytes }
            return Array("\(number)".utf8) + profile.strings.bytes(label.unit).bytes
        }
        return values.isEmpty ? Array("[none]".utf8) : Array(values.joined(separator: [0x2C]))
    }
}

/// What threads and processes are called in tables and charts.
enum ThreadNames {
    /// `comm pid/tid`, of which what is not known is left out.
    static func name(_ thread: ThreadInfo, _ profile: Profile) -> [UInt8] {
        let process = thread.processID.map { "\($0)" }
        let numbers = thread.threadID.map { tid in process.map { "\($0)/\(tid)" } ?? "\(tid)" } ?? process
        return words([thread.command, thread.threadName, thread.processName], numbers, profile)
    }

    /// `name pid`, of which what is not known is left out.
    static func process(_ thread: ThreadInfo, _ profile: Profile) -> [UInt8] {
        words([thread.processName, thread.command], thread.processID.map { "\($0)" }, profile)
    }

    private static func words(_ names: [StringID], _ numbers: String?, _ profile: Profile) -> [UInt8] {
        let name = names.first { !$0.isNone }.map { profile.strings.bytes($0).bytes }
        let known = [name, numbers.map { Array($0.utf8) }].compactMap { $0 }
        return known.isEmpty ? Array("[unknown]".utf8) : Array(known.joined(separator: [0x20]))
    }
}

extension FrameGroups {
    /// The group of a thread's name.
    mutating func named(thread: ThreadInfo, in profile: Profile) -> Int32 {
        ByteView.withBytes(of: ThreadNames.name(thread, profile)) { named($0) }
    }
}
