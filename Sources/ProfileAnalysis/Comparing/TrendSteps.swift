/// Finds the steps of series: the strongest of each, corrected for the number of series, and then all others.
struct TrendSteps {
    private let options: RunSeriesOptions
    private let search: ChangePointSearch
    /// Neighbours more alike than this make steps out of nothing; such steps must last.
    private let alike = 0.3
    private let lasting = 5

    init(_ options: RunSeriesOptions) {
        self.options = options
        search = ChangePointSearch(permutations: options.permutations)
    }

    func find(in series: inout [TrendSeries]) {
        let strongest = series.map { search.strongest($0.values) }
        let qValues = FalseDiscovery.qValues(strongest.map { $0?.p ?? 1 })
        for index in series.indices {
            var edges: [ChangePoint] = []
            if let first = strongest[index], ChangePointSearch.isChange(first), qValues[index] <= options.alpha {
                edges = material(search.all(series[index].values, from: first), series[index].values)
            }
            series[index].autocorrelation = leftover(series[index].values, edges)
            if series[index].autocorrelation > alike { edges = lasting(edges, series[index].values.count) }
            series[index].steps = steps(edges, series[index].values, q: qValues[index])
        }
    }

    /// Takes away, one by one, the changes that are too small, the smallest first: without one, its neighbours' levels
    /// are others.
    private func material(_ edges: [ChangePoint], _ values: [Double]) -> [ChangePoint] {
        var edges = edges
        while !edges.isEmpty {
            let levels = levels(edges, values)
            let sizes = edges.indices.map { index in
                let level = max(abs(levels[index]), abs(levels[index + 1]))
                return level > 0 ? abs(levels[index + 1] - levels[index]) / level : 0
            }
            guard let smallest = sizes.indices.min(by: { sizes[$0] < sizes[$1] }), sizes[smallest] < options.minEffect
            else { break }
            edges.remove(at: smallest)
        }
        return edges
    }

    private func lasting(_ edges: [ChangePoint], _ count: Int) -> [ChangePoint] {
        let ends = edges.dropFirst().map(\.index) + [count]
        return zip(edges, ends).filter { $0.1 - $0.0.index >= lasting }.map(\.0)
    }

    private func parts(_ edges: [ChangePoint], _ count: Int) -> [Range<Int>] {
        let places = [0] + edges.map(\.index) + [count]
        return zip(places, places.dropFirst()).map { $0..<$1 }
    }

    private func levels(_ edges: [ChangePoint], _ values: [Double]) -> [Double] {
        parts(edges, values.count).map { Array(values[$0]).mean }
    }

    private func leftover(_ values: [Double], _ edges: [ChangePoint]) -> Double {
        let rests = parts(edges, values.count).flatMap { part in
            let level = Array(values[part]).mean
            return values[part].map { $0 - level }
        }
        return Autocorrelation.lagOne(rests)
    }

    private func steps(_ edges: [ChangePoint], _ values: [Double], q: Double) -> [TrendStep] {
        let parts = parts(edges, values.count)
        var steps = edges.enumerated().map { index, edge in
            let (before, after) = (Array(values[parts[index]]), Array(values[parts[index + 1]]))
            return TrendStep(
                run: edge.index, before: before.mean, after: after.mean,
                ratio: WelchRatio(before: before, after: after, alpha: options.alpha), p: edge.p, q: q)
        }
        markPassing(&steps)
        return steps
    }

    /// Pairs a step with a later one that brings the level back to what it was, within the smallest effect.
    private func markPassing(_ steps: inout [TrendStep]) {
        for first in steps.indices where steps[first].backAt == nil {
            let level = steps[first].before
            let back = steps[(first + 1)...].firstIndex { later in
                let isOpposite = (later.after > later.before) != (steps[first].after > steps[first].before)
                let gap = abs(later.after - level)
                let size = abs(steps[first].after - steps[first].before)
                return isOpposite && gap <= max(options.minEffect * level, size / 4)
            }
            guard let back else { continue }
            for index in first...back { steps[index].backAt = steps[back].run }
        }
    }
}
