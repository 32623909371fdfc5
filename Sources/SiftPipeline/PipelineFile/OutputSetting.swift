import ProfileAnalysis
import ProfileExport
import ProfileStore

/// What may be said of an output beside what it is of, its form and its file: the words of the command line.
enum OutputSetting: String, CaseIterable {
    case value
    case stacks
    case form
    case limit
    case sort
    case by
    case cover
    case function
    case source
    case minShare = "min-share"
    case minEdgeShare = "min-edge-share"
    case maxFunctions = "max-functions"
    case maxEdges = "max-edges"
    case title
    case flamechart
    case inverted
    case reverse
    case colors
    case delta
    case width
    case minWidth = "min-width"
    case keep
    case labels

    /// Sets what `word` says.
    func apply(_ word: YAMLValue, to output: inout OutputPlan) throws(PipelineError) {
        switch self {
        case .value: output.value = try word.text("a value type")
        case .stacks: output.stacks = try word.word(rawValue, of: StackDepthRule.self)
        case .form: output.options.form = try word.word(rawValue, of: ExportForm.self)
        case .limit: output.options.limit = try word.integer(rawValue, in: 0...1_000_000_000)
        case .sort: output.options.order = try word.word(rawValue, of: FunctionOrder.self)
        case .by:
            guard let key = SummaryKey(try word.text(rawValue)) else { throw word.broken("by: \(SummaryKey.words)") }
            output.options.by = key
        case .cover: output.options.cover = try word.number(rawValue, in: 0...100)
        case .function: output.options.function = try word.text("a function's name")
        case .source: output.options.sourceFolder = try word.text("a folder")
        case .minShare: output.options.minShare = try word.number(rawValue, in: 0...100)
        case .minEdgeShare: output.options.callGraph.minEdgeShare = try word.number(rawValue, in: 0...100) / 100
        case .maxFunctions: output.options.callGraph.maxFunctions = try word.integer(rawValue, in: 0...1_000_000_000)
        case .maxEdges: output.options.callGraph.maxEdges = try word.integer(rawValue, in: 0...1_000_000_000)
        case .title: output.options.title = try word.text("a title")
        case .flamechart: output.options.inTimeOrder = try word.bool(rawValue)
        case .inverted: output.options.flame.inverted = try word.bool(rawValue)
        case .reverse: output.options.tree.reversed = try word.bool(rawValue)
        case .colors: output.options.flame.palette = try word.word(rawValue, of: FlamePalette.self)
        case .delta: output.options.flame.deltaColor = try word.word(rawValue, of: FlameDelta.self)
        case .width: output.options.flame.width = try word.integer(rawValue, in: 100...100_000)
        case .minWidth: output.options.flame.minWidthPercent = try word.number(rawValue, in: 0...100)
        case .keep: output.keep = try word.word(rawValue, of: KeepDetail.self)
        case .labels:
            for (_, name, value) in try word.pairs(of: rawValue) {
                output.labels[name] = try value.text("the value of a label")
            }
        }
    }
}
