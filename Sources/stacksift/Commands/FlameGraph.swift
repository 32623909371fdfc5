import ArgumentParser
import ProfileAnalysis
import ProfileExport
import SiftPipeline

extension FlamePalette: ExpressibleByArgument {}
extension FlameDelta: ExpressibleByArgument {}

/// `stacksift flamegraph`.
struct FlameGraph: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flamegraph",
        abstract: "Draw an interactive flame graph as one SVG file; with --base, the difference of two sides.")

    @OptionGroup var traces: TraceArguments
    @OptionGroup var reading: ReadingOptions

    @Option(parsing: .upToNextOption, help: "The side to compare with: red grew, blue shrank.")
    var base: [String] = []

    @Option(help: "Value type (see: stacksift info).")
    var value: String?

    @Option(help: "Stacks of a call graph (pstats): exact (caller and callee) or estimate (whole paths).")
    var stacks: StackDepthRule = .estimate

    @Option(help: "With --base: none, values as they are; share, values as shares of their side.")
    var norm: DiffNorm = .none

    @Option(help: "With --base: what colours a frame, its own change (self) or its whole subtree's (total).")
    var delta: FlameDelta = .ownValue

    @Flag(help: "Icicle: the root on top.")
    var inverted = false

    @Flag(help: "Turn stacks round: what was running at the bottom, its callers above it.")
    var reverse = false

    @Option(help: "Title.")
    var title: String?

    @Option(help: "Palette: \(FlamePalette.allCases.map(\.rawValue).joined(separator: ", ")).")
    var colors: FlamePalette = .kind

    @Option(help: "Fixed width in pixels; without it the picture fits the window.")
    var width: Int?

    @Option(help: "Frames narrower than this many percent of the whole are left out.")
    var minWidth: Double = 0.01

    @Option(name: .shortAndLong, help: "Output file; stdout when none is given.")
    var output: String?

    func validate() throws {
        if let width, width < 100 || width > 100_000 {
            throw ValidationError("expected --width to be between 100 and 100000 pixels, found \(width)")
        }
        if !(0...100).contains(minWidth) {
            throw ValidationError("expected --min-width to be between 0 and 100 percent, found \(minWidth)")
        }
    }

    func run() async throws {
        var session = Session(isQuiet: reading.quiet)
        if base.isEmpty { await draw(&session) } else { await drawDifference(&session) }
        if session.failed { throw ExitCode(2) }
    }

    private var options: FlameGraphOptions {
        var options = FlameGraphOptions()
        options.inverted = inverted
        options.palette = colors
        options.width = width
        options.minWidthPercent = minWidth
        options.deltaColor = delta
        return options
    }

    private func draw(_ session: inout Session) async {
        guard let merged = await session.loadMerged(traces.words, reading.loading(.stacks)),
            let selection = session.selection(merged, value)
        else { return }
        let sources = merged.metadata.sources
        if sources.count > 1 { session.say("\(sources.count) traces are merged; to compare them, use --base") }
        let profile = merged.withStacks(stacks)
        let type = profile.valueType(of: selection)
        var options = options
        options.title = title ?? (sources.count == 1 ? "Flame graph: \(sources[0])" : "Flame graph of \(sources.count) traces")
        options.unit = type.unit
        options.valueName = type.name
        if profile.metadata.stackFidelity == .estimated {
            options.subtitle = "stacks deeper than caller and callee are estimated from a call graph"
        }
        var shape = CallTreeOptions()
        shape.reversed = reverse
        write(CallTree.of(profile, selection, identity: .function, options: shape), options, &session)
    }

    private func drawDifference(_ session: inout Session) async {
        guard let before = await session.loadSide(base, reading.loading(.stacks)),
            let after = await session.loadSide(traces.words, reading.loading(.stacks)),
            let diff = session.compare(before, after, value: value, norm: norm)
        else { return }
        var options = options
        options.title = title ?? "Differential flame graph"
        options.unit = diff.valueType.unit
        options.valueName = diff.valueType.name
        options.factor = diff.factor
        options.subtitle = DiffReport(diff, runsBefore: before.runs, runsAfter: after.runs, limit: 0).headline()
        write(diff.tree, options, &session)
    }

    private func write(_ tree: CallTree, _ options: FlameGraphOptions, _ session: inout Session) {
        session.write(to: output) { flush in
            var sink = ByteSink(flushTo: flush)
            FlameGraphWriter(options: options).write(tree, to: &sink)
            try sink.finish()
        }
    }
}
