import ArgumentParser
import ProfileExport
import SiftPipeline

/// What of a call graph is drawn.
struct CallGraphOptions: ParsableArguments {
    @Option(help: "Smallest share of the whole that a call graph shows of functions, in percent (default: 0.5).")
    var minShare: Percent?

    @Option(help: "The same for edges (default: a fifth of --min-share).")
    var minEdgeShare: Percent?

    @Option(
        name: [.customLong("max-functions"), .customLong("nodecount")],
        help: "Most functions of a call graph, those of largest total; 0 for all.")
    var maxFunctions = 0

    @Option(help: "Most edges of a call graph, those of largest total; 0 for all.")
    var maxEdges = 0

    func validate() throws {
        guard maxFunctions >= 0, maxEdges >= 0 else {
            throw ValidationError("expected --max-functions and --max-edges of at least 0")
        }
    }

    /// Applies the options to an output.
    func apply(to output: inout OutputPlan) {
        output.options.minShare = minShare?.value
        output.options.callGraph.minEdgeShare = minEdgeShare.map { $0.value / 100 }
        output.options.callGraph.maxFunctions = maxFunctions
        output.options.callGraph.maxEdges = maxEdges
    }
}
