import StackModel

/// The tables of a profile in canonical order: however a profile was read or merged, equal content has equal places.
struct CanonicalTables {
    let strings: Ranks
    let mappings: Ranks
    let functions: Ranks
    let frames: Ranks
    let threads: Ranks
    /// Labels of each set in canonical order, by row.
    let labels: [[Label]]
    let labelSets: Ranks

    init(_ profile: Profile) {
        let strings = Ranks(count: profile.strings.count) {
            profile.strings.bytes(StringID(row: $0)).sortingPrefix
        } precedes: {
            profile.strings.bytes(StringID(row: $0)) < profile.strings.bytes(StringID(row: $1))
        }
        let mappings = Ranks(count: profile.mappings.count) {
            let (left, right) = (profile.mappings[MappingID(row: $0)], profile.mappings[MappingID(row: $1)])
            let leftNames = (strings[left.file.row], strings[left.buildID.row])
            let rightNames = (strings[right.file.row], strings[right.buildID.row])
            if leftNames != rightNames { return leftNames < rightNames }
            return (left.start, left.limit, left.fileOffset) < (right.start, right.limit, right.fileOffset)
        }
        let functions = Ranks(count: profile.functions.count) {
            let function = profile.functions[FunctionID(row: $0)]
            return UInt64(strings[function.name.row]) << 32 | UInt64(strings[function.file.row])
        } precedes: {
            let (left, right) = (profile.functions[FunctionID(row: $0)], profile.functions[FunctionID(row: $1)])
            let leftKey = (strings[left.name.row], strings[left.file.row], left.startLine)
            let rightKey = (strings[right.name.row], strings[right.file.row], right.startLine)
            if leftKey != rightKey { return leftKey < rightKey }
            return (strings[left.module.row], strings[left.systemName.row])
                < (strings[right.module.row], strings[right.systemName.row])
        }
        frames = Ranks(count: profile.frames.count) {
            let frame = profile.frames[FrameID(row: $0)]
            // Lines are ordered as signed numbers are.
            let line = UInt32(bitPattern: frame.line) ^ 1 << 31
            return UInt64(functions[frame.function.row]) << 32 | UInt64(line)
        } precedes: {
            let (left, right) = (profile.frames[FrameID(row: $0)], profile.frames[FrameID(row: $1)])
            let leftPlace = (functions[left.function.row], left.line, left.column, mappings[left.mapping.row])
            let rightPlace = (functions[right.function.row], right.line, right.column, mappings[right.mapping.row])
            if leftPlace != rightPlace { return leftPlace < rightPlace }
            return (left.address, left.flags.rawValue) < (right.address, right.flags.rawValue)
        }
        threads = CanonicalTables.threads(profile, strings)
        (labels, labelSets) = CanonicalTables.labelSets(profile, strings)
        self.strings = strings
        self.mappings = mappings
        self.functions = functions
    }

    private static func threads(_ profile: Profile, _ strings: Ranks) -> Ranks {
        Ranks(count: profile.threads.count) {
            let (left, right) = (profile.threads[ThreadID(row: $0)], profile.threads[ThreadID(row: $1)])
            let leftIDs = (left.processID ?? .min, left.threadID ?? .min)
            let rightIDs = (right.processID ?? .min, right.threadID ?? .min)
            if leftIDs != rightIDs { return leftIDs < rightIDs }
            let leftNames = [left.command, left.processName, left.threadName, left.cgroup].map { strings[$0.row] }
            let rightNames = [right.command, right.processName, right.threadName, right.cgroup].map { strings[$0.row] }
            return leftNames.lexicographicallyPrecedes(rightNames)
        }
    }

    private static func labelSets(_ profile: Profile, _ strings: Ranks) -> ([[Label]], Ranks) {
        func key(_ label: Label) -> (UInt32, UInt32, Int64, UInt32) {
            (strings[label.key.row], strings[label.text.row], label.number ?? .min, strings[label.unit.row])
        }
        let sets = (0..<profile.labels.count).map { row in
            profile.labels[LabelSetID(row: row)].sorted { key($0) < key($1) }
        }
        let ranks = Ranks(count: sets.count) { left, right in
            sets[left].lexicographicallyPrecedes(sets[right]) { key($0) < key($1) }
        }
        return (sets, ranks)
    }
}
