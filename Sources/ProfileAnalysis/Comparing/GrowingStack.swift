import StackModel

/// A path that holds more bytes from run to run: a leak, or a cache without an end.
package struct GrowingStack: Sendable {
    /// The functions, outermost first, as groups of the compared runs.
    package let path: [Int32]
    /// Bytes a run.
    package let slope: EstimatedFigure
    /// Bytes in the first and in the last run.
    package let first: Double
    package let last: Double
    package let q: Double

    /// The paths whose growth is real and makes at least the least impact over all runs; the steepest first.
    static func find(_ series: RunSeries, _ options: RunSeriesOptions) -> [GrowingStack] {
        guard series.runs.valueType.unit == "bytes" else { return [] }
        let stacks = series.runs.stacks
        let least = options.minImpact * series.runs.entities.runTotals.mean
        let x = (0..<series.count).map(Double.init)
        let lines = (0..<stacks.count).compactMap { stack -> (stack: Int, values: [Double], line: Trendline)? in
            let values = (0..<series.count).map { Double(stacks.value(stack, $0)) }
            guard values.mean >= least / 2, let line = Trendline(x, values) else { return nil }
            return (stack, values, line)
        }
        let pValues = lines.map { line in
            line.line.error > 0
                ? StudentT.twoSidedTail(line.line.slope / line.line.error, degrees: line.line.degrees)
                : line.line.slope == 0 ? 1 : 0
        }
        return zip(lines, FalseDiscovery.qValues(pValues)).compactMap { line, q in
            let growth = line.line.slope * Double(series.count - 1)
            guard q <= options.alpha, growth >= least else { return nil }
            return GrowingStack(
                path: stacks.path(line.stack), slope: line.line.figure(alpha: options.alpha),
                first: line.values.first ?? 0, last: line.values.last ?? 0, q: q)
        }
        .sorted { $0.slope.value > $1.slope.value }
    }
}
