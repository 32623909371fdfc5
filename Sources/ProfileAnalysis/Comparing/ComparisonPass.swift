/// One pass through scale, moments, tests, causes and shifts.
struct ComparisonPass {
    let scale: RunScale
    let moderation: VarianceModeration?
    /// Squared coefficient of variation between runs.
    let runVariance: Double
    /// The scaled total before that impacts are parts of.
    let baseline: Double
    private(set) var estimates: [EntityEstimate]
    private(set) var causes: [Cause] = []
    /// The stacks of all causes.
    private var explained: [Int32] = []

    /// Compares once; the ruler does without the entities in `excluded`.
    init(
        _ runs: ComparedRuns, _ sides: RunSides, _ options: ComparisonOptions, excluded: Set<Int> = [],
        _ known: inout EntityStacks
    ) {
        let scale = RunScale(runs.entities, sides, options, excluded: excluded)
        let scaledTotals = { (columns: [Int]) in columns.map { runs.entities.runTotals[$0] / scale.factors[$0] } }
        let least = options.minImpact / 2 * scaledTotals(sides.all).mean
        let moments = runs.entities.entities.indices.map { entity in
            EntityMoments(
                runs.entities, entity, sides, scale, samplingDispersion: runs.samplingDispersion(entity))
        }
        let isTested = moments.map { $0.samples >= options.minSamples && $0.mean >= least }
        let moderation = VarianceModeration(
            tested: zip(moments, isTested).filter(\.1).map(\.0), sides: sides)
        let tests = moments.indices.map { entity in
            ComparisonPass.test(
                entity, moments[entity], isTested[entity], moderation, runs, sides, scale, options)
        }
        baseline = scaledTotals(sides.before).mean
        estimates = ComparisonPass.estimates(tests, baseline: baseline, options)
        runVariance = moderation?.runVariance ?? options.runVariation.common * options.runVariation.common
        self.scale = scale
        self.moderation = moderation
        findCauses(runs, sides, &known)
    }

    private static func test(
        _ entity: Int, _ moments: EntityMoments, _ isTested: Bool, _ moderation: VarianceModeration?,
        _ runs: ComparedRuns, _ sides: RunSides, _ scale: RunScale, _ options: ComparisonOptions
    ) -> TestedEntity {
        // Looked up by name, so only where the runs cannot say it themselves.
        let known = moderation == nil ? options.runVariation.of(runs.entities.entities[entity], in: runs.functions) : 0
        let noise = EntityNoise(
            runVariance: moderation?.runVariance ?? known * known, dispersion: moderation?.dispersion(moments) ?? 1,
            degrees: moderation?.testDegrees ?? 1e9, scaleError: scale.error)
        return TestedEntity(
            entity: entity, moments: moments, isTested: isTested, noise: noise,
            test: EntityTest(moments, noise, sides, isTested: isTested),
            samplingDispersion: runs.samplingDispersion(entity), sides: sides)
    }

    private static func estimates(
        _ tests: [TestedEntity], baseline: Double, _ options: ComparisonOptions
    ) -> [EntityEstimate] {
        let tested = tests.filter(\.isTested)
        let degrees = tests.first?.noise.degrees ?? 1e9
        let critical = CriticalValues(alpha: options.alpha, tested: tested.count, degrees: degrees)
        var qValues = [Double](repeating: 1, count: tests.count)
        for (test, q) in zip(tested, FalseDiscovery.qValues(tested.map(\.test.p))) { qValues[test.entity] = q }
        return tests.map {
            EntityEstimate($0, q: qValues[$0.entity], critical: critical, baseline: baseline, options: options)
        }
    }

    private mutating func findCauses(_ runs: ComparedRuns, _ sides: RunSides, _ known: inout EntityStacks) {
        let candidates = estimates.indices.filter { estimates[$0].verdict.isChange }
        let blame = Blame(runs, sides, scale, estimates, candidates: candidates, &known)
        causes = blame.causes
        explained = blame.explained
        for cause in causes {
            estimates[cause.entity].isCause = true
            estimates[cause.entity].explainedImpact = cause.delta / baseline
        }
        for (entity, cause) in blame.explainedBy where !estimates[entity].isCause {
            estimates[entity].explainedBy = cause
        }
    }

    /// Finds the causes that cancel: of the last pass, since they are nothing to a ruler.
    mutating func findShifts(_ runs: ComparedRuns) {
        for pair in Shifts.pairs(causes, in: explained, runs, estimates) {
            for (entity, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
                estimates[entity].verdict = .shifted
                estimates[entity].explainedBy = other
                estimates[entity].shiftNet = pair.net
            }
        }
    }

    /// The selves of all functions that the causes reach: what a ruler should do without.
    func touched(_ runs: ComparedRuns) -> Set<Int> {
        let leaves = Set(explained.compactMap { runs.stacks.leaf(Int($0)) })
        return Set(runs.entities.indices(of: .own).filter { leaves.contains(runs.entities.entities[$0].group) })
    }
}
