/// What of a call graph is drawn.
package struct DotLimits: Hashable, Sendable {
    /// Smallest share of total that a function is drawn with.
    package var minShare = 0.005
    /// Smallest share of total that an edge is drawn with; nil is a fifth of `minShare`, as in pprof.
    package var minEdgeShare: Double?
    /// Most functions, those of largest total; 0 is all.
    package var maxFunctions = 0
    /// Most edges, those of largest total; 0 is all.
    package var maxEdges = 0

    /// The usual.
    package init() {}

    /// Smallest share of total that an edge is drawn with.
    var edgeShare: Double { minEdgeShare ?? minShare / 5 }
}
