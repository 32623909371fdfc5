/// Finds runs that something went wrong with: unlike all others of their own side.
///
/// Looks at each side by itself and never at the difference of the sides, and drops at most a fifth of a side (at
/// least one run may go), so it cannot make a change out of noise.
enum RunScreen {
    private static let fewestRuns = 5
    private static let reach = 6.0

    /// Columns of the runs to be left out.
    static func outliers(_ runs: EntityRuns, _ sides: RunSides) -> [Int] {
        let columns = sides.all
        let sizes = StableRuler(runs, sides)?.sizes ?? columns.map { runs.runTotals[$0] }
        let size = Dictionary(zip(columns, sizes), uniquingKeysWith: { first, _ in first })
        return [sides.before, sides.after].filter { $0.count >= fewestRuns }
            .flatMap { outliers(runs, side: $0, size: size) }
    }

    private static func outliers(_ runs: EntityRuns, side: [Int], size: [Int: Double]) -> [Int] {
        let distances = distances(runs, side, size)
        let middle = OrderStatistics.median(distances)
        let spread = OrderStatistics.scaledMedianDeviation(distances, around: middle)
        let limit = middle + reach * max(spread, 0.05 * middle)
        return side.indices.filter { distances[$0] > limit }
            .sorted { (distances[$1], $0) < (distances[$0], $1) }
            .prefix(max(1, side.count / 5))
            .map { side[$0] }
    }

    /// How far each run's profile is from the side's median profile, as a weighted mean of relative differences.
    private static func distances(_ runs: EntityRuns, _ side: [Int], _ size: [Int: Double]) -> [Double] {
        var distances = [Double](repeating: 0, count: side.count)
        var weightSum = 0.0
        for entity in runs.indices(of: .own) {
            let samples = side.reduce(0) { $0 + runs.samples(entity, $1) } / Double(side.count)
            guard samples >= 20 else { continue }
            let scaled = side.map { runs.sum(entity, $0) / (size[$0] ?? 1) }
            let middle = OrderStatistics.median(scaled)
            weightSum += middle
            for index in side.indices {
                distances[index] += middle * abs(scaled[index] / max(middle, 1e-300) - 1)
            }
        }
        return weightSum > 0 ? distances.map { $0 / weightSum } : distances
    }
}
