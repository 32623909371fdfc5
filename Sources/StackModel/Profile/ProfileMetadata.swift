/// How far the stacks of a profile can be believed.
package enum StackFidelity: String, Sendable {
    /// Stacks as recorded.
    case exact
    /// Caller and callee are exact; nothing deeper is known.
    case depth2
    /// Deeper stacks are an estimate from a call graph.
    case estimated
}

/// What is known of a profile as a whole.
package struct ProfileMetadata: Sendable {
    /// The files that the profile was read from, as the user named them.
    package var sources: [String] = []
    /// Id of the format; several, joined by `+`, after merging different ones.
    package var format = ""
    package var host: String?
    package var commandLine: String?
    /// Wall-clock time of the recording, nanoseconds since 1970.
    package var recordedAt: Int64?
    /// First sample, nanoseconds of the trace's own clock.
    package var start: Int64?
    /// Nanoseconds from start to end.
    package var duration: Int64?
    /// Nominal distance of two samples, in `periodType`.
    package var period: Int64?
    package var periodType: ValueType?
    package var comments: [String] = []
    package var documentationURL: String?
    package var stackFidelity: StackFidelity = .exact
    /// Samples that the recorder says it lost.
    package var lostSamples: Int64 = 0
    /// pprof's regular expressions for frames that are dropped, and kept all the same.
    package var dropFrames: String?
    package var keepFrames: String?
    /// Whether two functions of one name and file at different lines are different functions (JavaScript, Python).
    package var linesIdentifyFunctions = false
    /// Whether name and module alone make a function: its file is that of the line that ran, inlined code's too (perf).
    package var modulesIdentifyFunctions = false
    /// Whether the number of samples may be asked for as the value type `samples` without being stored.
    package var derivesSampleCounts = false
    /// Whether values were measured as wholes (memory that a function grew, a query plan's times), so that no counting
    /// of samples makes them vary.
    package var isMeasured = false
    /// What is said of the run as a whole: commit, branch, service. Kept by a store, or said beside the file.
    package var runLabels: [String: String] = [:]
    /// Numbers of rows as the file itself has them, where they differ from the model's.
    package var fileCounts: [String: Int] = [:]

    /// Metadata of which nothing is known yet.
    package init() {}
}
