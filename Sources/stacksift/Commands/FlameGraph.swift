import ArgumentParser
import ProfileAnalysis
import ProfileExport
import SiftPipeline

/// `stacksift flamegraph`.
struct FlameGraph: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "flamegraph",
        abstract: "Draw an interactive flame graph as one SVG file; with --base, the difference of two sides.")

    @OptionGroup var traces: TraceArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions
    @OptionGroup var values: ValueOptions

    @Option(parsing: .upToNextOption, help: "The side to compare with: red grew, blue shrank.")
    var base: [String] = []

    @Option(help: "With --base: none, share (of each side), or stable: what both sides are divided by.")
    var norm: DiffNorm?

    @Option(help: "With --base: what colours a frame, its own change (self) or its whole subtree's (total).")
    var delta: FlameDelta = .ownValue

    @Flag(help: "Icicle: the root on top.")
    var inverted = false

    @Flag(help: "Turn stacks round: what was running at the bottom, its callers above it.")
    var reverse = false

    @Flag(help: "What ran when, from left to right, in place of sums; a lane for each thread.")
    var flamechart = false

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
        if flamechart, reverse || !base.isEmpty {
            throw ValidationError("expected --flamechart by itself, found --\(reverse ? "reverse" : "base") too")
        }
        if !(0...100).contains(minWidth) {
            throw ValidationError("expected --min-width to be between 0 and 100 percent, found \(minWidth)")
        }
    }

    func plan() -> Plan {
        let form = OutputForm.bytes(FlameGraphExporter.self)
        guard base.isEmpty else {
            return .comparison(
                before: base, after: traces.words, as: form, to: output, load: reading.loading, value: values.value,
                norm: norm, look)
        }
        if traces.words.count > 1 {
            reading.session.say("several traces are merged into one picture; to compare them, use --base")
        }
        return .single(traces.words, as: form, to: output, load: reading.loading, look)
    }

    private func look(_ output: inout OutputPlan) {
        values.apply(to: &output)
        output.options.title = title
        output.options.tree.reversed = reverse
        output.options.inTimeOrder = flamechart
        output.options.flame.inverted = inverted
        output.options.flame.palette = colors
        output.options.flame.width = width
        output.options.flame.minWidthPercent = minWidth
        output.options.flame.deltaColor = delta
    }
}
