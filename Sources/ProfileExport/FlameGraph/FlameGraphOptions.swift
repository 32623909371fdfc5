/// How a flame graph looks and what its numbers are called.
package struct FlameGraphOptions: Sendable {
    /// The line on top.
    package var title = "Flame graph"
    /// A line below it; notes of the drawing itself follow.
    package var subtitle: String?
    /// The unit of the values, as in a value type: `nanoseconds`, `bytes`, `count`.
    package var unit = "count"
    /// What is counted, as in a value type: `cpu-clock`, `samples`.
    package var valueName = "samples"
    /// Whether the root is on top.
    package var inverted = false
    /// Width in pixels; nil fits the window.
    package var width: Int?
    /// Frames narrower than this part of the whole are left out.
    package var minWidthPercent = 0.01
    /// Frames further from the root than this are left out, and the subtitle says so.
    package var maxDepth = 2000
    /// What frames are coloured by; a comparison has colours of its own.
    package var palette = FlamePalette.kind
    /// What the first profile of a comparison is called.
    package var baseLabel = "before"
    /// What the second of them is called.
    package var otherLabel = "after"
    /// What the second profile's values are multiplied by before the two are compared.
    package var factor = 1.0
    /// What decides the colour of a frame in a comparison.
    package var deltaColor = FlameDelta.ownValue
    /// Changes smaller than this part of the whole stay uncoloured.
    package var minDeltaPercent = 0.0

    /// The usual flame graph.
    package init() {}
}

/// What decides the colour of a frame in a comparison.
package enum FlameDelta: String, Sendable, CaseIterable {
    /// The change of what was measured at the frame itself: points at the place.
    case ownValue = "self"
    /// The change of what was measured at the frame or below: colours the way there, too.
    case total
}
