import StackModel

/// What becomes of function names.
struct NameChanges {
    /// New names by old ones; a name that is not here stays.
    var newName: [StringID: [UInt8]] = [:]
    /// New names of single functions, whose old names become their system names where they have none.
    var newNameOfFunction: [FunctionID: [UInt8]] = [:]
    /// Whether frames forget their addresses.
    var dropsAddresses = false
}

/// What a transform changes in a profile; what is nil stays as it is.
struct Rewriting {
    let word: TransformWord
    /// Which rows of the sample table are kept.
    var keepsSample: ((Int) -> Bool)?
    /// What becomes of stacks.
    var plan: StackPlan?
    /// Which labels are kept.
    var keepsLabel: ((Label) -> Bool)?
    /// Which spans are kept.
    var keepsSpan: ((Span) -> Bool)?
    /// Which readings of counters are kept.
    var keepsReading: ((CounterReading) -> Bool)?
    /// What becomes of names.
    var names = NameChanges()
    /// Which value types are kept.
    var valueTypes: [ValueTypeID]?
    /// What becomes of the facts about the profile as a whole.
    var metadata: ((inout ProfileMetadata) -> Void)?
    /// What is to be said besides what was left out.
    var message: String?
    /// How bad it is, and its code.
    var severity = DiagnosticSeverity.note
    var code: String
    /// The trace, for a change that each of several traces goes through by itself.
    var trace: String?
    /// The error where no sample is left.
    var nothingLeft: () -> TransformError

    /// A change of nothing.
    init(_ word: TransformWord) {
        self.word = word
        code = "transform.\(word.name)"
        nothingLeft = {
            TransformError(
                code: "transform.empty", word, expected: "samples that it leaves over", found: "none: it matches all")
        }
    }
}

extension Profile {
    /// The profile after a change: one pass over its samples to see which stay, one over its stacks, one to add up.
    ///
    /// What is left out is said in a note; when it is everything, that is an error.
    func rewritten(_ rewriting: Rewriting) throws(TransformError) -> Profile {
        if hasLooseStacks { return try withStackTree().rewritten(rewriting) }
        let plan = rewriting.plan ?? StackPlan(self)
        var isKept = [Bool](repeating: true, count: samples.count)
        var isUsed = [Bool](repeating: false, count: stacks.count)
        var tally = DropTally(self)
        for row in 0..<samples.count {
            let key = samples.key(row)
            isKept[row] = !plan.drops[key.stack.row] && (rewriting.keepsSample?(row) ?? true)
            if let types = rewriting.valueTypes, samples.layout == .long, !types.contains(key.valueType) {
                isKept[row] = false
            }
            if isKept[row] { isUsed[key.stack.row] = true } else { tally.drop(row) }
        }
        // A call graph has no samples of which any could pass.
        let isFiltered = tally.samples > 0 || isCallGraph && rewriting.keepsSample != nil
        if isFiltered, !isKept.contains(true) { throw rewriting.nothingLeft() }
        var rewriter = ProfileRewriter(self, rewriting)
        let newStacks = rewriter.stacks(plan, isUsed: isUsed)
        for row in 0..<samples.count where isKept[row] {
            let key = samples.key(row)
            rewriter.add(row, stack: newStacks[key.stack.row], labels: rewriter.labels(key.labels))
        }
        let messages = [tally.message, droppedSpans(rewriting), rewriting.message].compactMap { $0 }
        if !messages.isEmpty { rewriter.note(messages.joined(separator: "; ")) }
        return rewriter.finish()
    }

    private func droppedSpans(_ rewriting: Rewriting) -> String? {
        guard let keeps = rewriting.keepsSpan else { return nil }
        let dropped = (0..<spans.count).count { !keeps(spans[$0]) }
        return dropped == 0 ? nil : "\(dropped) of \(spans.count) spans left out"
    }
}

/// Counts what a transform leaves out.
struct DropTally {
    private let profile: Profile
    private let total: (value: Int64, samples: Int64)
    private var value: Int64 = 0
    /// How many samples were left out.
    private(set) var samples: Int64 = 0

    init(_ profile: Profile) {
        self.profile = profile
        var all: Int64 = 0
        var value: Int64 = 0
        for row in 0..<profile.samples.count {
            all = all.addingSaturated(profile.samples.sampleCount(row))
            value = value.addingSaturated(DropTally.value(row, profile))
        }
        total = (value, all)
    }

    mutating func drop(_ row: Int) {
        samples = samples.addingSaturated(profile.samples.sampleCount(row))
        value = value.addingSaturated(DropTally.value(row, profile))
    }

    /// How much, in samples and in the default value type; nil when nothing was left out.
    var message: String? {
        guard samples > 0 else { return nil }
        let count = "\(samples) of \(total.samples) samples left out"
        guard !profile.defaultValueType.isNone else { return count }
        let type = profile.valueType(profile.defaultValueType)
        // A tenth of a percent is as exact as people read; the figures beside it are exact.
        let ratio = total.value == 0 ? 0 : Double(value) / Double(total.value)
        let tenths = Int64((min(max(ratio, -1e9), 1e9) * 1000).rounded())
        let share = "\(tenths / 10).\(abs(tenths % 10))%"
        return count + ", \(share) of \(type.name) (\(value) of \(total.value) \(type.unit))"
    }

    private static func value(_ row: Int, _ profile: Profile) -> Int64 {
        profile.defaultValueType.isNone ? 0 : profile.samples.value(row, of: profile.defaultValueType) ?? 0
    }
}
