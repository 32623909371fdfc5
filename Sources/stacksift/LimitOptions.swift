import ArgumentParser
import TraceInput

/// What keeps hostile traces from taking the machine; raise a limit for a trace that is to be trusted.
struct LimitOptions: ParsableArguments {
    @Option(help: "Largest decompressed size of a file that is read whole, in MiB.")
    var maxSize = InputLimits().wholeFileBytes >> 20

    @Option(help: "Longest line of a text trace, in MiB.")
    var maxLine = InputLimits().lineBytes >> 20

    @Option(help: "Most frames of one stack.")
    var maxDepth = InputLimits().stackDepth

    @Option(help: "Most rows in the tree of all stacks of one trace; a row takes about 40 bytes.")
    var maxStacks = InputLimits().stackRows

    func validate() throws {
        try check("--max-size", maxSize, atMost: 1 << 20, "MiB")
        try check("--max-line", maxLine, atMost: 1 << 20, "MiB")
        try check("--max-depth", maxDepth, atMost: 1 << 30, "frames")
        try check("--max-stacks", maxStacks, atMost: 1 << 31, "rows")
    }

    private func check(_ option: String, _ value: Int, atMost limit: Int, _ unit: String) throws {
        if value < 1 || value > limit {
            throw ValidationError("expected \(option) to be between 1 and \(limit) \(unit), found \(value)")
        }
    }

    /// The limits that were asked for.
    var limits: InputLimits {
        var limits = InputLimits()
        limits.wholeFileBytes = maxSize << 20
        limits.lineBytes = maxLine << 20
        limits.stackDepth = maxDepth
        limits.stackRows = maxStacks
        return limits
    }
}
