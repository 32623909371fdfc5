import ProfileAnalysis
import StackModel

/// What the test of a comparison found, as members of a JSON object: beside a plain comparison's, or by themselves.
struct ComparisonJSON {
    private let comparison: Comparison
    private var runs: ComparedRuns { comparison.runs }

    /// A writer of `comparison`.
    init(_ comparison: Comparison) { self.comparison = comparison }

    /// The members `meta`, `functions` and `stacks`.
    func addBody(to json: inout JSONText) {
        json.key("meta")
        json.open("{")
        json.member("value_type", runs.valueType.name)
        json.member("unit", runs.valueType.unit)
        json.member("n_before", Int64(comparison.sides.before.count))
        json.member("n_after", Int64(comparison.sides.after.count))
        json.member("norm", comparison.meta.norm)
        json.member("factor", comparison.meta.scaleChange.map { 1 / $0.ratio })
        json.member("total_before", comparison.meta.totalBefore)
        json.member("total_after", comparison.meta.totalAfter)
        addFindings(to: &json)
        addRuns(to: &json)
        json.close("}")
        json.key("functions")
        json.open("[")
        for estimate in comparison.bySelfChange { add(estimate, to: &json) }
        json.close("]")
        json.key("stacks")
        json.open("[")
        for stack in comparison.stackChanges() { add(stack, to: &json) }
        json.close("]")
    }

    // MARK: The comparison as a whole

    /// The keys of the method that stand in `meta`, without the plain comparison's own.
    func addFindings(to json: inout JSONText) {
        let meta = comparison.meta
        json.member("test_norm", meta.norm)
        json.member("total_ratio", meta.total?.ratio)
        json.member("total_ratio_lo", meta.total?.interval?.low)
        json.member("total_ratio_hi", meta.total?.interval?.high)
        json.member("stable_scale_ratio", meta.scaleChange?.ratio)
        json.member("stable_scale_ratio_lo", meta.scaleChange?.interval?.low)
        json.member("stable_scale_ratio_hi", meta.scaleChange?.interval?.high)
        json.key("scale")
        json.open("[")
        for factor in meta.scale { json.number(factor) }
        json.close("]")
        json.member("scale_se", meta.scaleError)
        json.member("tau", meta.runVariation)
        json.member("d0", meta.priorDegrees)
        json.member("s02", meta.priorDispersion)
        json.member("tested", Int64(meta.testedCount))
        json.member("alpha", comparison.options.alpha)
        json.member("margin", comparison.options.margin)
        json.member("min_impact", comparison.options.minImpact)
        json.key("provisional")
        json.bool(comparison.sides.isProvisional)
        json.member("recording_order", comparison.order.kind.rawValue)
        json.key("dropped_runs")
        json.open("[")
        for run in comparison.droppedRuns { json.number(Int64(run)) }
        json.close("]")
        json.key("warnings")
        json.open("[")
        for warning in comparison.warnings { json.string("\(warning.code): \(warning.words)") }
        json.close("]")
    }

    /// Each run with its side, total and scale.
    func addRuns(to json: inout JSONText) {
        json.key("runs")
        json.open("[")
        let scale = Dictionary(uniqueKeysWithValues: zip(comparison.sides.all, comparison.meta.scale))
        for run in runs.sides.all {
            json.newline()
            json.open("{")
            json.member("source", runs.facts[run].source)
            json.member("side", runs.sides.before.contains(run) ? "before" : "after")
            json.member("total", runs.entities.runTotals[run])
            json.member("scale", scale[run])
            json.key("dropped")
            json.bool(comparison.droppedRuns.contains(run))
            json.close("}")
        }
        json.close("]")
    }

    // MARK: Functions

    private func add(_ estimate: EntityEstimate, to json: inout JSONText) {
        let entity = runs.entities.entities[estimate.entity]
        let moments = estimate.moments
        json.newline()
        json.open("{")
        json.member("kind", entity.kind.rawValue)
        json.member("name", runs.functions.name(entity.group).text)
        json.member("file", runs.functions.file(entity.group))
        json.member("module", runs.functions.module(entity.group))
        json.member("before", moments.meanBefore)
        json.member("after", moments.meanAfter)
        json.member("delta", moments.delta)
        json.member("ratio", estimate.ratio)
        json.member("status", comparison.status(estimate).rawValue)
        json.member("raw_before", Int64(clamping: comparison.rawSum(estimate, comparison.sides.before)))
        json.member("raw_after", Int64(clamping: comparison.rawSum(estimate, comparison.sides.after)))
        addVerdict(of: estimate, around: (1, moments.delta), to: &json)
        json.close("}")
    }

    /// The keys of the method that stand beside a function's figures. The intervals lie around `shown`: the ratio
    /// by which the figures beside them differ from the scaled ones, and the change that is shown there.
    func addVerdict(of estimate: EntityEstimate, around shown: (scale: Double, delta: Double), to json: inout JSONText)
    {
        json.member("verdict", estimate.verdict.rawValue)
        json.key("cause")
        json.bool(estimate.isCause)
        json.key("explained_by")
        addEntity(estimate.explainedBy, to: &json)
        let moved = shown.delta - estimate.moments.delta * shown.scale
        json.member("delta_lo", estimate.deltaInterval.low * shown.scale + moved)
        json.member("delta_hi", estimate.deltaInterval.high * shown.scale + moved)
        json.member("impact", estimate.impact)
        json.member("ratio_lo", estimate.ratioInterval.map { $0.low * shown.scale })
        json.member("ratio_hi", estimate.ratioInterval.map { $0.high * shown.scale })
        json.member("t", estimate.test.t)
        json.member("df", estimate.test.degrees)
        json.member("p", estimate.test.p)
        json.member("q", estimate.q)
        json.member("mde_impact", estimate.detectableImpact)
        json.member("mde_ratio", estimate.detectableRatio)
        json.member("samples", runs.calls == nil ? estimate.moments.samples : nil)
        json.key("material")
        json.bool(comparison.isMaterial(estimate))
        json.key("provisional")
        json.bool(comparison.sides.isProvisional)
        if let net = estimate.shiftNet { json.member("net", net) }
        if let calls = comparison.calls(of: estimate) { add(calls, to: &json) }
    }

    /// The keys for something that was measured on neither side: a function that only calls others has no self.
    func addNothing(to json: inout JSONText) {
        json.member("verdict", Verdict.tooSmall.rawValue)
        json.key("cause")
        json.bool(false)
        json.key("explained_by")
        json.null()
        json.key("material")
        json.bool(false)
        json.key("provisional")
        json.bool(comparison.sides.isProvisional)
    }

    private func add(_ calls: CallChange, to json: inout JSONText) {
        json.member("calls_before", calls.before)
        json.member("calls_after", calls.after)
        json.key("calls_exact")
        json.bool(calls.isExact)
        json.member("per_call_ratio", calls.perCallRatio)
        json.member("per_call_ratio_lo", calls.perCallInterval?.low)
        json.member("per_call_ratio_hi", calls.perCallInterval?.high)
    }

    private func addEntity(_ index: Int?, to json: inout JSONText) {
        guard let index else { return json.null() }
        let entity = runs.entities.entities[index]
        json.open("{")
        json.member("kind", entity.kind.rawValue)
        json.member("name", runs.functions.name(entity.group).text)
        json.close("}")
    }

    // MARK: Stacks

    private func add(_ stack: StackChange, to json: inout JSONText) {
        json.newline()
        json.open("{")
        json.member("stack", path(stack.stack))
        json.member("before", stack.before)
        json.member("after", stack.after)
        json.member("delta", stack.delta)
        json.member("ratio", stack.before > 0 ? stack.after / stack.before : nil)
        json.member("status", stack.status.rawValue)
        json.close("}")
    }

    private func path(_ stack: Int) -> String {
        var text: [UInt8] = []
        for group in runs.stacks.path(stack) {
            if !text.isEmpty { text.append(0x3B) }
            FoldedText.append(runs.functions.name(group), to: &text)
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Int64 {
    /// The nearest whole number that fits.
    fileprivate init(clamping value: Double) {
        self = Int64(exactly: value.rounded()) ?? (value < 0 ? .min : .max)
    }
}

extension JSONText {
    /// Writes a key and a number, null where there is none or where it is not finite.
    mutating func member(_ name: String, _ value: Double?) {
        key(name)
        if let value { number(value) } else { null() }
    }
}
