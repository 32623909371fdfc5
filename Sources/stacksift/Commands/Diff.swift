import ArgumentParser
import ProfileAnalysis
import ProfileExport
import SiftPipeline

/// How a comparison is written.
enum DiffForm: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case folded
    case flamegraph
    case dot
}

/// `stacksift diff`.
struct Diff: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare before and after; with several runs a side, tell real changes from noise.",
        usage: """
            stacksift diff BEFORE AFTER
            stacksift diff BEFORE... --against AFTER...
            stacksift diff --before BEFORE... --after AFTER...
            stacksift diff --self-test RUNS...
            stacksift diff STORE --col commit --row service
            """)

    @OptionGroup var sides: SideArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions

    @Option(name: [.customShort("n"), .customLong("limit")], help: "How many functions and stacks; 0 for all.")
    var limit: Int?

    @Option(
        name: [.long, .customLong("sample-index"), .customLong("sample_index")],
        help: "Value type (see: stacksift info).")
    var value: String?

    @OptionGroup var comparing: ComparingOptions

    @Option(help: ArgumentHelp("Keep what was found in this store (view verdicts).", valueName: "file"))
    var store: String?

    @Option(help: "Show how the verdict on this function came about.")
    var explain: String?

    @OptionGroup var selfTest: SelfTestArguments
    @OptionGroup var matrix: MatrixArguments
    @OptionGroup var labels: LabelArguments

    @Flag(help: "Print a JSON object: schema stacksift.diff/1; self_test/1 or matrix/1 with --self-test or --col.")
    var json = false

    @Option(name: .customLong("as"), help: "table, json, folded (two columns), flamegraph, or dot (a call graph).")
    var form: DiffForm?

    @Option(name: .shortAndLong, help: "Output file, else stdout. The ending (.svg .folded .dot .json) says the form.")
    var output: String?

    @OptionGroup(title: "Options of call graphs (--as dot)") var callGraph: CallGraphOptions

    func validate() throws {
        if selfTest.isAsked || matrix.col != nil { try checkOneSide() } else { _ = try sides.resolved() }
    }

    func plan() throws -> Plan {
        if selfTest.isAsked { return try selfTestPlan() }
        if let asked = matrix.options(try comparing.questions(), value: value) { return try matrixPlan(asked) }
        let (before, after) = try sides.resolved()
        let form = form ?? (json ? .json : output.flatMap(Self.form(of:)) ?? .table)
        var plan = Plan.comparison(
            before: before, after: after, as: Self.outputForm(form), to: output, load: reading.loading, value: value,
            norm: comparing.norm, statistics: try comparing.questions()
        ) { output in
            callGraph.apply(to: &output)
            output.options.terminal = terminalStyle(for: output.path)
            output.options.limit = limit
            output.options.explained = explain
            output.options.form = form == .json ? .json : .text
        }
        plan.diffs[0].store = store
        return plan
    }

    /// One profile of all runs, which are dealt to two sides again and again.
    private func selfTestPlan() throws -> Plan {
        let questions = try comparing.questions()
        return .single(sides.traces, as: .bytes(SelfTestExporter.self), to: output, load: reading.loading) { output in
            output.options.selfTest = selfTest.options(questions, value: value)
            output.options.form = json || form == .json ? .json : .text
        }
    }

    /// One profile of all runs, which their labels sort into a matrix.
    private func matrixPlan(_ asked: MatrixOptions) throws -> Plan {
        var load = reading.loading
        load.labels = try labels.traceLabels()
        return .single(wholeStores(sides.traces), as: .bytes(MatrixExporter.self), to: output, load: load) { output in
            output.options.matrix = asked
            output.options.form = json || form == .json ? .json : .text
        }
    }

    private func checkOneSide() throws {
        let option = selfTest.isAsked ? "--self-test with the runs of one program" : "--col with a store or runs"
        guard sides.against.isEmpty, sides.before.isEmpty, sides.after.isEmpty else {
            throw ValidationError("expected \(option), found two sides")
        }
        if sides.traces.isEmpty { throw ValidationError("expected \(option), found none") }
        if selfTest.isAsked, matrix.col != nil { throw ValidationError("expected --self-test or --col, found both") }
    }

    private static func outputForm(_ form: DiffForm) -> OutputForm {
        switch form {
        case .table, .json: .bytes(DiffExporter.self)
        case .folded: .bytes(FoldedExporter.self)
        case .flamegraph: .bytes(FlameGraphExporter.self)
        case .dot: .bytes(DotExporter.self)
        }
    }

    /// The form that a file name asks for by its ending.
    private static func form(of path: String) -> DiffForm? {
        if path.hasSuffix(".svg") { return .flamegraph }
        if path.hasSuffix(".folded") { return .folded }
        if path.hasSuffix(".dot") { return .dot }
        return path.hasSuffix(".json") ? .json : nil
    }
}

/// The two sides of a comparison, in any of the spellings.
struct SideArguments: ParsableArguments {
    @Argument(help: "Two sides, or with --against the runs before: files, folders or globs.")
    var traces: [String] = []

    @Option(parsing: .upToNextOption, help: "The runs after.")
    var against: [String] = []

    @Option(parsing: .upToNextOption, help: "The runs before, in other words.")
    var before: [String] = []

    @Option(parsing: .upToNextOption, help: "The runs after, in other words.")
    var after: [String] = []

    /// The words of both sides.
    func resolved() throws -> (before: [String], after: [String]) {
        let left = traces + before
        let right = against + after
        if right.isEmpty, before.isEmpty, traces.count == 2 { return ([traces[0]], [traces[1]]) }
        guard !left.isEmpty, !right.isEmpty else {
            let found = left.count + right.count
            throw ValidationError(
                "expected two sides, found \(found) trace\(found == 1 ? "" : "s");"
                    + " several runs a side: stacksift diff BEFORE... --against AFTER...")
        }
        return (left, right)
    }
}
