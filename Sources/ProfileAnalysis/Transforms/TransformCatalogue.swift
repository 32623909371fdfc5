/// What stands behind the name of a transform.
package enum TransformArgument: String, Sendable {
    /// Nothing.
    case none
    /// A regular expression (PCRE2).
    case pattern
    /// A regular expression, or an id.
    case patternOrID
    /// A regular expression over labels, `KEY=REGEX`, or a range of numbers such as `KEY=4kb:1mb`.
    case tag
    /// Names, parted by commas.
    case list
    /// `FROM..TO`.
    case window
    /// `PATTERN=>REPLACEMENT`.
    case replacement
    /// A share such as `0.5%`.
    case share

    /// The word for it in usage lines; nil for none.
    package var placeholder: String? {
        switch self {
        case .none: nil
        case .pattern: "regex"
        case .patternOrID: "id|regex"
        case .tag: "tag"
        case .list: "list"
        case .window: "from..to"
        case .replacement: "regex=>text"
        case .share: "percent"
        }
    }
}

/// A transform that users can ask for, on the command line and in pipelines.
package struct TransformDescriptor: Sendable {
    /// Its name.
    package let name: String
    /// Names that other tools have for it.
    package let synonyms: [String]
    /// What stands behind its name.
    package let argument: TransformArgument
    /// What it does, in a sentence.
    package let help: String
    /// An argument that does something on an everyday profile; empty where there is none.
    package let example: String
    /// Whether the sum of all values stays, whatever the argument.
    package let keepsTotals: Bool
    /// Makes the transform out of a word of this name.
    let make: @Sendable (TransformWord) throws(TransformError) -> any ProfileTransform
}

/// All transforms, in the order in which the command line applies them.
package enum TransformCatalogue {
    /// The transforms of that order: what a trace says of itself, samples, names, frames, labels, shape.
    package static let all: [TransformDescriptor] = samples + names + frames + labels + shape

    /// The transform of that name, or of a synonym.
    package static func descriptor(named name: String) -> TransformDescriptor? {
        all.first { $0.name == name || $0.synonyms.contains(name) }
    }

    private static let samples: [TransformDescriptor] = [
        TransformDescriptor(
            name: "drop-frames", synonyms: ["drop_frames"], argument: .pattern,
            help:
                "Leave out frames whose whole simplified name matches, and all below; callers get the values.",
            example: "runtime\\..*", keepsTotals: true
        ) { word throws(TransformError) in try DropFrames(word) },
        TransformDescriptor(
            name: "keep-frames", synonyms: ["keep_frames"], argument: .pattern,
            help: "Exceptions from the drop-frames before it.", example: "runtime\\.main", keepsTotals: true
        ) { word throws(TransformError) in
            throw TransformError(code: "transform.order", word, expected: "drop-frames before it", found: "none")
        },
        TransformDescriptor(
            name: "time", synonyms: ["time-window"], argument: .window,
            help: "Keep the samples of a time window, counted from the start, or with @ on the trace's own clock.",
            example: "0s..1s", keepsTotals: false
        ) { word throws(TransformError) in try TimeWindow(word) },
        TransformDescriptor(
            name: "process", synonyms: ["pid"], argument: .patternOrID,
            help: "Keep the samples of processes by id or by name.", example: "orders", keepsTotals: false
        ) { word throws(TransformError) in try ThreadFilter(word, .process) },
        TransformDescriptor(
            name: "thread", synonyms: ["tid"], argument: .patternOrID,
            help: "Keep the samples of threads by id, by pid/tid, or by name.", example: "orders", keepsTotals: false
        ) { word throws(TransformError) in try ThreadFilter(word, .thread) },
        TransformDescriptor(
            name: "cgroup", synonyms: [], argument: .pattern,
            help: "Keep the samples of cgroups by path.", example: "/system.slice", keepsTotals: false
        ) { word throws(TransformError) in try ThreadFilter(word, .cgroup) },
        TransformDescriptor(
            name: "event", synonyms: ["value-type"], argument: .list,
            help: "Keep value types (perf: events) by name, or by regular expression where no name is equal.",
            example: "cpu-clock", keepsTotals: true
        ) { word throws(TransformError) in try EventFilter(word) },
        TransformDescriptor(
            name: "root-label", synonyms: ["tagroot", "tag-root"], argument: .list,
            help: "Put frames with the values of labels (or thread, process, pid, tid, comm, cgroup) at the root.",
            example: "thread", keepsTotals: true
        ) { word throws(TransformError) in try LabelFrames(word, isRoot: true) },
        TransformDescriptor(
            name: "leaf-label", synonyms: ["tagleaf", "tag-leaf"], argument: .list,
            help: "Put frames with the values of labels (or thread, process, pid, tid, comm, cgroup) at the leaf.",
            example: "thread", keepsTotals: true
        ) { word throws(TransformError) in try LabelFrames(word, isRoot: false) },
    ]

    private static let names: [TransformDescriptor] = [
        TransformDescriptor(
            name: "demangle", synonyms: [], argument: .list,
            help: "Names as the source has them: cpp, rust and swift (always done), java, scala, python, or all.",
            example: "all", keepsTotals: true
        ) { word throws(TransformError) in try Demangle(word) },
        TransformDescriptor(
            name: "strip", synonyms: [], argument: .list,
            help: "Take parts off function names: addresses, clones, v8, rust, templates, or all.",
            example: "all", keepsTotals: true
        ) { word throws(TransformError) in try StripNames(word) },
        TransformDescriptor(
            name: "rename", synonyms: [], argument: .replacement,
            help: "Replace every match in function names; $1 is the first group.",
            example: "hash_(block|chunk)=>hash_any", keepsTotals: true
        ) { word throws(TransformError) in try Rename(word) },
    ]

    private static let frames: [TransformDescriptor] = [
        TransformDescriptor(
            name: "focus", synonyms: [], argument: .pattern,
            help: "Keep the samples with a function, file or module that matches.", example: "score",
            keepsTotals: false
        ) { word throws(TransformError) in try FocusSamples(word, keepsMatches: true) },
        TransformDescriptor(
            name: "ignore", synonyms: [], argument: .pattern,
            help: "Drop the samples with a function, file or module that matches.", example: "hash",
            keepsTotals: false
        ) { word throws(TransformError) in try FocusSamples(word, keepsMatches: false) },
        TransformDescriptor(
            name: "hide", synonyms: [], argument: .pattern,
            help: "Leave out frames that match; their callers get the values. Samples with nothing else are dropped.",
            example: "hash", keepsTotals: false
        ) { word throws(TransformError) in try VisibleFrames(word, showsMatches: false) },
        TransformDescriptor(
            name: "show", synonyms: [], argument: .pattern,
            help: "Leave out all frames but those that match. Samples without one are dropped.", example: "score",
            keepsTotals: false
        ) { word throws(TransformError) in try VisibleFrames(word, showsMatches: true) },
        TransformDescriptor(
            name: "show-from", synonyms: ["show_from"], argument: .pattern,
            help: "Start stacks at the frame nearest to the root that matches. Samples without one are dropped.",
            example: "score", keepsTotals: false
        ) { word throws(TransformError) in try ShowFrom(word) },
    ]

    private static let labels: [TransformDescriptor] = [
        TransformDescriptor(
            name: "tag-focus", synonyms: ["tagfocus"], argument: .tag,
            help: "Keep the samples with a label that matches: REGEX, KEY=REGEX, or a range such as KEY=4kb:1mb.",
            example: "", keepsTotals: false
        ) { word throws(TransformError) in try TagFilter(word, keepsMatches: true) },
        TransformDescriptor(
            name: "tag-ignore", synonyms: ["tagignore"], argument: .tag,
            help: "Drop the samples with a label that matches.", example: "", keepsTotals: false
        ) { word throws(TransformError) in try TagFilter(word, keepsMatches: false) },
        TransformDescriptor(
            name: "tag-show", synonyms: ["tagshow"], argument: .pattern,
            help: "Keep only the labels whose key matches; samples stay.", example: "", keepsTotals: true
        ) { word throws(TransformError) in try TagVisibility(word, showsMatches: true) },
        TransformDescriptor(
            name: "tag-hide", synonyms: ["taghide"], argument: .pattern,
            help: "Take away the labels whose key matches; samples stay.", example: "", keepsTotals: true
        ) { word throws(TransformError) in try TagVisibility(word, showsMatches: false) },
    ]

    private static let shape: [TransformDescriptor] = [
        TransformDescriptor(
            name: "prune-from", synonyms: ["prune_from"], argument: .pattern,
            help:
                "End stacks at the frame nearest to the leaf whose simplified name matches.",
            example: "score", keepsTotals: true
        ) { word throws(TransformError) in try PruneFrom(word) },
        TransformDescriptor(
            name: "collapse-recursion", synonyms: [], argument: .none,
            help: "Make one frame of a function that calls itself directly.", example: "", keepsTotals: true
        ) { word throws(TransformError) in CollapseRecursion(word) },
        TransformDescriptor(
            name: "drop-below", synonyms: [], argument: .share,
            help: "Put what is less than a share of the whole into a frame [other] under its caller.",
            example: "0.5%", keepsTotals: true
        ) { word throws(TransformError) in try DropBelow(word) },
    ]
}
