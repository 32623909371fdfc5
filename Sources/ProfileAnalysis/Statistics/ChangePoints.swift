import Glibc

/// A place where a series takes another level.
package struct ChangePoint: Sendable, Hashable {
    /// The first value of the new level.
    package let index: Int
    /// Two-sample t of the levels around it.
    package let t: Double
    /// Probability that the largest t of a shuffled series is as large.
    package let p: Double
}

/// Finds changes of level: the split with the largest t, held against shuffles of the same values, and then the same
/// in both parts. Where no split is one, a stretch that differs from all around it is looked for: what comes and goes
/// away again leaves the two sides of every split alike.
package struct ChangePointSearch: Sendable {
    /// Values that a level must have.
    package static let fewest = 3
    /// The largest p of a change.
    private static let level = 0.01
    private static let seed: UInt64 = 1

    private let permutations: Int

    /// A search with that many shuffles of each part.
    package init(permutations: Int = 999) { self.permutations = max(permutations, 99) }

    /// The strongest change of the whole series, however weak; nil with fewer than six values. A stretch that came and
    /// went away counts by its beginning, where no split is a change.
    package func strongest(_ values: [Double]) -> ChangePoint? {
        let split = strongestSplit(values)
        guard let split, !ChangePointSearch.isChange(split), let bump = ChangePointSearch.bump(values) else {
            return split
        }
        return ChangePointSearch.isChange(bump) ? bump : split
    }

    private func strongestSplit(_ values: [Double]) -> ChangePoint? {
        guard let best = ChangePointSearch.largest(values) else { return nil }
        var random = SplitMix64(seed: ChangePointSearch.seed)
        var shuffled = values
        var reached = 0
        for _ in 0..<permutations {
            random.shuffle(&shuffled, first: shuffled.count)
            if let other = ChangePointSearch.largest(shuffled), abs(other.t) >= abs(best.t) { reached += 1 }
        }
        var p = Double(1 + reached) / Double(1 + permutations)
        // Shuffles cannot show less than one in their number. Bonferroni's bound on the best of all splits can.
        if reached == 0 { p = min(p, ChangePointSearch.bound(best.t, count: values.count)) }
        return ChangePoint(index: best.index, t: best.t, p: p)
    }

    /// All changes, in order, given the strongest one, which the caller believes.
    package func all(_ values: [Double], from first: ChangePoint) -> [ChangePoint] {
        var found = [first]
        var parts = [0..<first.index, first.index..<values.count]
        while let part = parts.popLast() {
            guard let change = strongest(Array(values[part])), change.p <= ChangePointSearch.level else { continue }
            let place = part.lowerBound + change.index
            found.append(ChangePoint(index: place, t: change.t, p: change.p))
            parts += [part.lowerBound..<place, place..<part.upperBound]
        }
        return found.sorted { $0.index < $1.index }
    }

    /// Whether the strongest change of a series is one at all.
    package static func isChange(_ change: ChangePoint) -> Bool { change.p <= level }

    private static func bound(_ t: Double, count: Int) -> Double {
        bound(t, count: count, ways: count - 2 * fewest + 1)
    }

    /// Bonferroni's bound on the best of some ways to cut a series in two.
    private static func bound(_ t: Double, count: Int, ways: Int) -> Double {
        guard t.isFinite else { return 1e-12 }
        return max(Double(ways) * StudentT.twoSidedTail(t, degrees: Double(count - 2)), 1e-12)
    }

    /// The stretch inside a series that differs the most from what is before and behind it, as the change at its
    /// beginning, or at its end where nothing is before it. Shuffling all stretches would take too long: its p is
    /// Bonferroni's bound, doubled for having looked at splits first.
    private static func bump(_ values: [Double]) -> ChangePoint? {
        let count = values.count
        guard count >= 3 * fewest, count <= 5000 else { return nil }
        let middle = values.mean
        let whole = values.squaredDeviations
        var sums = [0.0]
        for value in values { sums.append(sums[sums.count - 1] + value - middle) }
        var best: (start: Int, t: Double)?
        var ways = 0
        for start in fewest...(count - 2 * fewest) {
            for end in (start + fewest)...(count - fewest) {
                ways += 1
                let inside = sums[end] - sums[start]
                let t = self.t(inside: inside, end - start, of: count, whole)
                if abs(t) > abs(best?.t ?? 0) { best = (start, t) }
            }
        }
        return best.map {
            ChangePoint(index: $0.start, t: $0.t, p: min(1, 2 * bound($0.t, count: count, ways: ways)))
        }
    }

    /// Two-sample t of a part against the rest, from the sum of the part's deviations from the common mean.
    private static func t(inside sum: Double, _ size: Int, of count: Int, _ whole: Double) -> Double {
        let (left, right) = (Double(size), Double(count - size))
        // The sum of deviations is 0 over all, so that of the rest is minus that of the part.
        let difference = sum / left + sum / right
        let between = difference * difference * left * right / Double(count)
        let variance = max(whole - between, 0) / Double(count - 2)
        let error = (variance * (1 / left + 1 / right)).squareRoot()
        if error > whole.squareRoot() * 1e-12 { return difference / error }
        return difference == 0 ? 0 : difference < 0 ? -.infinity : .infinity
    }

    /// The split with the largest t, from running sums: one pass.
    private static func largest(_ values: [Double]) -> (index: Int, t: Double)? {
        let count = values.count
        guard count >= 2 * fewest else { return nil }
        let middle = values.mean
        var sum = 0.0
        let whole = values.squaredDeviations
        var best: (index: Int, t: Double)?
        for (place, value) in values.dropLast(fewest).enumerated() {
            sum += value - middle
            let left = place + 1
            guard left >= fewest else { continue }
            let t = -self.t(inside: sum, left, of: count, whole)
            if abs(t) > abs(best?.t ?? 0) { best = (left, t) }
        }
        return best
    }
}
