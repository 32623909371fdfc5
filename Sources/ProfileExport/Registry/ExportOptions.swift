import ProfileAnalysis

/// In which form a view is written.
package enum ExportForm: String, Sendable, CaseIterable {
    /// Lines for people.
    case text
    /// One JSON object with a `schema`.
    case json
    /// RFC 4180, a line of names first.
    case csv
}

/// How outputs look; each takes what concerns it.
package struct ExportOptions: Sendable {
    package var form = ExportForm.text
    /// Whether no value type was asked for, so that outputs which have a place for it hold all of them.
    package var hasAllValues = false
    /// How many functions, stacks and so on; 0 is all, nil what is usual for the output.
    package var limit: Int?
    /// What functions are sorted by.
    package var order = FunctionOrder.own
    /// What the rows of a table stand for.
    package var by = SummaryKey.function
    /// The function that a view is about, where it is about one: its name, or a part of it.
    package var function: String?
    /// Folder with source files, for views that show their text.
    package var sourceFolder: String?
    /// How many percent of all self the rows of a table must make together; nil does not say.
    package var cover: Double?
    /// What a table for people may use of the place where it is shown.
    package var terminal = TerminalStyle.plain
    /// How frames become a tree.
    package var tree = CallTreeOptions()
    package var flame = FlameGraphOptions()
    /// Whether a flame graph shows what ran when, in place of sums.
    package var inTimeOrder = false
    /// Title of a drawing; nil makes one of the file names.
    package var title: String?
    /// Smallest part of the whole that is shown, in percent; nil what is usual for the output.
    package var minShare: Double?
    /// What of a call graph is drawn; `minShare` goes before its own.
    package var callGraph = DotLimits()
    /// Whether an output that is usually compressed is.
    package var isCompressed = true
    /// The function whose verdict is to be explained.
    package var explained: String?
    /// What a check may find before it fails.
    package var gate = GateLimits()
    /// What became of the budgets of a check.
    package var budgets: [BudgetVerdict] = []
    /// How a self-test deals runs.
    package var selfTest = SelfTestOptions()
    /// The labels that runs are compared by.
    package var matrix = MatrixOptions()
    /// What is asked of the runs of one program: the value type, and how they are made comparable.
    package var runs = RunSeriesOptions()
    /// Version of StackSift, where an output names its maker.
    package var toolVersion = "development"

    /// The usual.
    package init() {}
}
