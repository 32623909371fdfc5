import Glibc

/// The ruler of the norm `stable`: functions whose shares of each run say how large the run is.
///
/// Each function that every run knows well votes for its run's size by value over usual share; the weighted median
/// wins. (DESeq's median of ratios, weighted by precision, with a cap so that one hot function cannot be the ruler.)
struct StableRuler {
    /// Size of each run, in the order of the sides.
    let sizes: [Double]
    /// Standard error of the logarithm of the scale between the sides.
    let error: Double
    /// How many functions voted.
    let referenceCount: Int

    /// nil where fewer than five functions are known well enough.
    ///
    /// `excluded` functions do not vote, unless too few would be left.
    init?(_ runs: EntityRuns, _ sides: RunSides, excluded: Set<Int> = []) {
        let columns = sides.all
        let count = Double(columns.count)
        func meanSamples(_ entity: Int) -> Double {
            columns.reduce(0) { $0 + runs.samples(entity, $1) } / count
        }
        var reference = runs.indices(of: .own).filter { entity in
            meanSamples(entity) >= 20 && columns.allSatisfy { runs.sum(entity, $0) > 0 }
        }
        let rest = reference.filter { !excluded.contains($0) }
        if rest.count >= StableRuler.fewest { reference = rest }
        guard reference.count >= StableRuler.fewest else { return nil }

        let totals = columns.map { run in reference.reduce(0) { $0 + runs.sum($1, run) } }
        let shares = reference.map { entity in
            zip(columns, totals).reduce(0) { $0 + runs.sum(entity, $1.0) / $1.1 } / count
        }
        let weights = reference.map { 1 / (1 / meanSamples($0) + 0.05 * 0.05) }
        sizes = columns.map { run in
            let votes = reference.indices.map { index in
                (value: log(runs.sum(reference[index], run)) - log(shares[index]), weight: weights[index])
            }
            return exp(OrderStatistics.weightedMedian(votes))
        }
        error = StableRuler.scaleError(runs, sides, reference, weights, sizes)
        referenceCount = reference.count
    }

    private static let fewest = 5

    /// How far the ruler itself may be off, from how much the functions disagree about it. Above 1 it says nothing.
    private static func scaleError(
        _ runs: EntityRuns, _ sides: RunSides, _ reference: [Int], _ weights: [Double], _ sizes: [Double]
    ) -> Double {
        let before = sides.before.count
        let ratios = reference.map { entity in
            func mean(_ columns: [Int], _ offset: Int) -> Double {
                columns.enumerated().reduce(0) { $0 + runs.sum(entity, $1.element) / sizes[offset + $1.offset] }
                    / Double(columns.count)
            }
            return log(mean(sides.after, before) / mean(sides.before, 0))
        }
        let deviation = OrderStatistics.scaledMedianDeviation(ratios, around: OrderStatistics.median(ratios))
        let sum = weights.reduce(0, +)
        let effective = sum * sum / weights.reduce(0) { $0 + $1 * $1 }
        // 1.2533 is how much more a median varies than a mean.
        let error = 1.2533 * deviation / effective.squareRoot()
        return error > 1 || !error.isFinite ? 0 : error
    }
}
