/// Which runs of a comparison are before and which after; columns of its tables.
package struct RunSides: Sendable {
    package var before: [Int]
    package var after: [Int]

    /// The first `before` runs against the `after` ones behind them.
    package init(before: Int, after: Int) {
        self.before = Array(0..<before)
        self.after = Array(before..<(before + after))
    }

    /// All runs, those before first.
    package var all: [Int] { before + after }

    /// Degrees of freedom of a spread that is pooled over the sides that have runs.
    package var degrees: Int { max(before.count - 1, 0) + max(after.count - 1, 0) }

    /// 1 / n before + 1 / n after: how a variance of one run becomes that of a difference of means.
    var meanFactor: Double { 1 / Double(before.count) + 1 / Double(after.count) }

    /// How many runs a side has at least where something can be said for certain.
    package static let certain = 3

    /// Whether there are too few runs to say anything for certain.
    package var isProvisional: Bool { min(before.count, after.count) < RunSides.certain }

    /// Without some runs.
    func without(_ dropped: [Int]) -> RunSides {
        var rest = self
        rest.before.removeAll(where: dropped.contains)
        rest.after.removeAll(where: dropped.contains)
        return rest
    }
}
