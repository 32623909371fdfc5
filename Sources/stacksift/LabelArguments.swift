import ArgumentParser
import SiftPipeline

/// What is said of traces: by the command, and by their paths.
struct LabelArguments: ParsableArguments {
    @Option(name: .customLong("label"), help: "A label of every trace: NAME=VALUE.")
    var labels: [String] = []

    @Option(name: .customLong("label-pattern"), help: "Labels in the path: 'ci/{branch}/{commit}/{host}.pb.gz'.")
    var patterns: [String] = []

    func validate() throws { _ = try traceLabels() }

    /// The labels that the options give.
    func traceLabels() throws -> TraceLabels {
        var result = TraceLabels()
        for label in labels {
            guard let (name, value) = TraceLabels.parse(label) else {
                throw ValidationError("expected --label NAME=VALUE, found \"\(label)\"")
            }
            result.fixed[name] = value
        }
        do {
            result.patterns = try patterns.map { try LabelPattern($0) }
        } catch {
            throw ValidationError("\(error)")
        }
        return result
    }
}
