import ArgumentParser
import ProfileAnalysis
import ProfileExport
import SiftPipeline

extension StackDepthRule: ExpressibleByArgument {}

/// `stacksift fold`.
struct Fold: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write folded stacks: frame;frame;leaf VALUE, sorted.", aliases: ["collapse"])

    @OptionGroup var traces: TraceArguments
    @OptionGroup var reading: ReadingOptions

    @Option(help: "Value type (see: stacksift info).")
    var value: String?

    @Option(help: "Stacks of a call graph (pstats): exact (caller and callee) or estimate (whole paths).")
    var stacks: StackDepthRule = .estimate

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    func run() async throws {
        var session = Session(isQuiet: reading.quiet)
        if let profile = await session.loadMerged(traces.words, reading.loading(.stacks)),
            let selection = session.selection(profile, value)
        {
            let tree = CallTree.of(profile.withStacks(stacks), selection, identity: .name)
            session.write(to: output) { flush in
                var sink = ByteSink(flushTo: flush)
                FoldedWriter.write(tree, to: &sink)
                try sink.finish()
            }
        }
        if session.failed { throw ExitCode(2) }
    }
}
