import ArgumentParser
import ProfileAnalysis

/// Options of `diff STORE --col LABEL`.
struct MatrixArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Compare runs by this label (commit, build): a column for each value, all against the first.",
            valueName: "label"))
    var col: String?

    @Option(help: ArgumentHelp("With --col: a row for each value of this label (service, host).", valueName: "label"))
    var row: String?

    @Option(help: "With --col: this function's total, in place of everything together.")
    var function: String?

    func validate() throws {
        if let col, col.isEmpty { throw ValidationError("expected --col with the name of a label, found none") }
        if col == nil, row != nil || function != nil {
            throw ValidationError("expected --col with --\(row != nil ? "row" : "function"), found none")
        }
    }

    /// What the matrix is made of; nil where none is asked for.
    func options(_ comparison: ComparisonOptions, value: String?) -> MatrixOptions? {
        guard let col else { return nil }
        var options = MatrixOptions()
        options.column = col
        options.row = row
        options.function = function
        options.value = value
        options.comparison = comparison
        return options
    }
}
