import StackModel

/// A single run cut into pseudo-runs, which tell how much more its samples vary than counting says.
///
/// The run's time is cut into slices, and these are dealt to the blocks in turn, so that every block has a bit of
/// every phase. What blocks differ by is the sampling part of the noise only: two runs of one program differ by more.
enum BlockRuns {
    private static let blocks = 10
    private static let slicesPerBlock = 20
    private static let fewestSamples = 200

    /// By entity, how many times the counting variance the blocks show, never below 1; empty where the runs are not
    /// one on each side, or have no times.
    static func dispersion(_ matched: borrowing MatchedRuns) -> [Entity: Double] {
        guard matched.profiles.count == 2, matched.beforeCount == 1 else { return [:] }
        let clocks = matched.profiles.compactMap { SliceClock($0, slices: blocks * slicesPerBlock) }
        guard clocks.count == 2 else { return [:] }
        let profiles = matched.profiles
        let stacks = matched.stacks(width: 2 * blocks) { profile, row in
            clocks[profile].slice(profiles[profile].samples.time(row)).map { profile * blocks + $0 % blocks }
        }
        let runs = EntityRuns(stacks, groupCount: matched.groups.count)
        guard runs.runTotals.allSatisfy({ $0 > 0 }) else { return [:] }
        return dispersion(runs)
    }

    private static func dispersion(_ runs: EntityRuns) -> [Entity: Double] {
        let sides = RunSides(before: blocks, after: blocks)
        var options = ComparisonOptions()
        options.norm = .share
        let scale = RunScale(runs, sides, options, excluded: [])
        let degrees = Double(sides.degrees)
        let moments = runs.entities.indices.map { EntityMoments(runs, $0, sides, scale) }
        let known = moments.filter { $0.samples >= 5 * Double(2 * blocks) }.map { ($0.spread ?? 0) / $0.counting }
        guard known.count >= 5 else { return [:] }
        let prior = DispersionPrior(known, degrees: degrees)
        let weight = min(prior.degrees, 2 * degrees)
        var found: [Entity: Double] = [:]
        for (entity, moments) in zip(runs.entities, moments) {
            let own = (moments.spread ?? 0) / moments.counting
            found[entity] = max(1, (weight * prior.dispersion + degrees * own) / (weight + degrees))
        }
        return found
    }

    /// Which slice of a run's time a sample falls into.
    private struct SliceClock {
        private let start: Int64
        private let duration: Double
        private let slices: Int

        /// nil where samples have no time, or are too few.
        init?(_ profile: Profile, slices: Int) {
            var first = Int64.max
            var last = Int64.min
            var count = 0
            for row in 0..<profile.samples.count {
                guard let time = profile.samples.time(row) else { continue }
                first = min(first, time)
                last = max(last, time)
                count += 1
            }
            guard count >= fewestSamples, count * 20 >= profile.samples.count * 19, first < last else { return nil }
            start = first
            duration = Double(last) - Double(first)
            self.slices = slices
        }

        func slice(_ time: Int64?) -> Int? {
            guard let time else { return nil }
            let position = (Double(time) - Double(start)) / duration * Double(slices)
            return min(max(Int(position), 0), slices - 1)
        }
    }
}
