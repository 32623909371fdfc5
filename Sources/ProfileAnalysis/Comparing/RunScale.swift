import Glibc

/// What each run is divided by, so that runs of different length and rate can be compared.
struct RunScale: Sendable {
    /// By column of the comparison's tables; 1 for runs that are left out. The geometric mean before is 1.
    let factors: [Double]
    /// Standard error of the logarithm of the scale between the sides; 0 where the scale is a matter of definition.
    let error: Double
    /// The norm that was used, and why another one than was asked for.
    let note: String

    init(_ runs: EntityRuns, _ sides: RunSides, _ options: ComparisonOptions, excluded: Set<Int>) {
        var sizes: [Double]?
        var error = 0.0
        let norm = options.norm ?? .stable
        var note = norm.rawValue
        switch norm {
        case .stable:
            if let ruler = StableRuler(runs, sides, excluded: excluded) {
                sizes = ruler.sizes
                error = ruler.error
            } else {
                note = "share (too few stable functions)"
            }
        case .asIs: sizes = sides.all.map { _ in 1 }
        case .units: sizes = sides.all.map { options.units[$0] }
        case .share: break
        }
        let used = sizes ?? sides.all.map { runs.runTotals[$0] }
        let logs = used.prefix(sides.before.count).map { log($0) }
        let middle = exp(logs.mean)
        var factors = [Double](repeating: 1, count: runs.width)
        for (run, size) in zip(sides.all, used) { factors[run] = size / middle }
        self.factors = factors
        self.error = error
        self.note = note
    }
}
