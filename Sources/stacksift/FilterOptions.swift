import ArgumentParser
import ProfileAnalysis
import StackModel

/// Options that filter and reshape a profile; each may be given several times, and all of them are applied.
///
/// They are applied in the order in which they stand here, which is pprof's: a trace's own drop_frames, samples by
/// time, thread and event, frames made of labels, names, samples and frames by function, labels, shape.
struct FilterOptions: ParsableArguments {
    @Flag(help: ArgumentHelp("Keep the frames that a pprof file says are of no interest (drop_frames)."))
    var allFrames = false

    @Flag(help: ArgumentHelp("Leave mangled names (C++, Rust, Swift) as they are in the trace."))
    var rawNames = false

    @Option(help: .transform("drop-frames"))
    var dropFrames: [String] = []

    @Option(help: ArgumentHelp("Exceptions from --drop-frames.", valueName: "regex"))
    var keepFrames: String?

    @Option(
        help: ArgumentHelp("Start of a time window: 1.5s or 250ms after the start, or @5023.4s.", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("End of a time window, which is not in it.", valueName: "time"))
    var to: String?

    @Option(help: .transform("process"))
    var process: [String] = []

    @Option(help: .transform("thread"))
    var thread: [String] = []

    @Option(help: .transform("cgroup"))
    var cgroup: [String] = []

    @Option(help: .transform("event"))
    var event: [String] = []

    @Option(name: .transform("root-label"), help: .transform("root-label"))
    var rootLabel: [String] = []

    @Option(name: .transform("leaf-label"), help: .transform("leaf-label"))
    var leafLabel: [String] = []

    @Option(help: .transform("demangle"))
    var demangle: [String] = []

    @Option(help: .transform("strip"))
    var strip: [String] = []

    @Option(help: .transform("rename"))
    var rename: [String] = []

    @Option(help: .transform("focus"))
    var focus: [String] = []

    @Option(help: .transform("ignore"))
    var ignore: [String] = []

    @Option(help: .transform("hide"))
    var hide: [String] = []

    @Option(help: .transform("show"))
    var show: [String] = []

    @Option(name: .transform("show-from"), help: .transform("show-from"))
    var showFrom: [String] = []

    @Option(name: .transform("tag-focus"), help: .transform("tag-focus"))
    var tagFocus: [String] = []

    @Option(name: .transform("tag-ignore"), help: .transform("tag-ignore"))
    var tagIgnore: [String] = []

    @Option(name: .transform("tag-show"), help: .transform("tag-show"))
    var tagShow: [String] = []

    @Option(name: .transform("tag-hide"), help: .transform("tag-hide"))
    var tagHide: [String] = []

    @Option(name: .transform("prune-from"), help: .transform("prune-from"))
    var pruneFrom: [String] = []

    @Flag(help: .transform("collapse-recursion"))
    var collapseRecursion = false

    @Option(help: .transform("drop-below"))
    var dropBelow: String?

    func validate() throws {
        do throws(TransformError) {
            _ = try transforms()
        } catch {
            throw ValidationError(error.reason)
        }
    }

    /// The transforms that the options ask for, in their order; `value` is what shares are of.
    func transforms(value: String? = nil) throws(TransformError) -> [any ProfileTransform] {
        try TransformWord.transforms(words(value: value))
    }

    private func words(value: String?) -> [TransformWord] {
        var words = dropFrames.map { TransformWord("drop-frames", $0) }
        if let keepFrames { words.append(TransformWord("keep-frames", keepFrames)) }
        if from != nil || to != nil { words.append(TransformWord("time", (from ?? "") + ".." + (to ?? ""))) }
        let lists: [(name: String, arguments: [String])] = [
            ("process", process), ("thread", thread), ("cgroup", cgroup), ("event", event),
            // The first of several is the new root.
            ("root-label", rootLabel.reversed()), ("leaf-label", leafLabel),
            ("demangle", demangle), ("strip", strip), ("rename", rename),
            ("focus", focus), ("ignore", ignore), ("hide", hide), ("show", show), ("show-from", showFrom),
            ("tag-focus", tagFocus), ("tag-ignore", tagIgnore), ("tag-show", tagShow), ("tag-hide", tagHide),
            ("prune-from", pruneFrom),
        ]
        for list in lists { words += list.arguments.map { TransformWord(list.name, $0) } }
        if collapseRecursion { words.append(TransformWord("collapse-recursion")) }
        if let dropBelow { words.append(TransformWord("drop-below", value.map { dropBelow + " " + $0 } ?? dropBelow)) }
        return words
    }
}

extension ArgumentHelp {
    /// The catalogue's help for a transform.
    fileprivate static func transform(_ name: String) -> ArgumentHelp {
        let descriptor = TransformCatalogue.descriptor(named: name)
        return ArgumentHelp(stringLiteral: descriptor?.help ?? "").valued(descriptor?.argument.placeholder)
    }

    private func valued(_ name: String?) -> ArgumentHelp {
        var help = self
        help.valueName = name
        return help
    }
}

extension NameSpecification {
    /// The name of a transform, and what other tools call it.
    fileprivate static func transform(_ name: String) -> NameSpecification {
        let synonyms = TransformCatalogue.descriptor(named: name)?.synonyms ?? []
        return NameSpecification(([name] + synonyms).map { .customLong($0) })
    }
}
