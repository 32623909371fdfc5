import ArgumentParser
import SiftPipeline
import TraceFormats

/// A tool whose output can be reproduced byte for byte.
enum CompatTool: String, ExpressibleByArgument, CaseIterable {
    /// FlameGraph's stackcollapse-perf.pl.
    case flamegraph
}

/// Which frames `--annotate` marks: names joined by commas, or all.
struct FrameMarks: ExpressibleByArgument {
    let marks: CollapserMarks

    init?(argument: String) {
        var marks: CollapserMarks = []
        for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
            switch name {
            case "kernel": marks.insert(.kernel)
            case "jit": marks.insert(.jit)
            case "inline": break  // The script always marks them.
            case "all": marks.formUnion(.all)
            default: return nil
            }
        }
        self.marks = marks
    }
}

/// Options of `fold --compat`.
struct CompatOptions: ParsableArguments {
    @Option(help: "Reproduce another tool's output byte for byte: flamegraph (stackcollapse-perf.pl; perf text only).")
    var compat: CompatTool?

    @Option(help: "With --compat: mark frames with _[k], _[j], _[i]: kernel, jit, inline (joined by commas) or all.")
    var annotate: FrameMarks?

    @Flag(help: "With --compat: show the address of frames without a symbol.")
    var addrs = false

    @Flag(help: "With --compat: put the process id behind the command name (the script's --pid).")
    var showProcesses = false

    @Flag(help: "With --compat: put process and thread id behind the command name (the script's --tid).")
    var showThreads = false

    func validate() throws {
        guard compat == nil, annotate != nil || addrs || showProcesses || showThreads else { return }
        throw ValidationError("expected --compat flamegraph with --annotate, --addrs, --show-processes, --show-threads")
    }

    /// The script's options; nil when no other tool's output is wanted.
    var collapser: StackCollapser.Options? {
        guard compat != nil else { return nil }
        var options = StackCollapser.Options()
        options.marks = annotate?.marks ?? []
        options.showsAddresses = addrs
        options.showsProcesses = showProcesses
        options.showsThreads = showThreads
        return options
    }
}
