import ProfileAnalysis
import ProfileExport
import ProfileStore
import StackModel

/// Carries a plan out: reads each profile once, compares, writes every output. What fails is reported, and the rest
/// goes on.
package struct PlanRunner {
    private var session: Session
    private var profiles: [String: LoadedProfile] = [:]
    private var diffs: [String: LoadedDiff] = [:]
    /// By the subject of a check, what became of its budgets.
    private var budgets: [String: [BudgetVerdict]] = [:]
    /// Whether a check found that something got worse: exit status 1, where nothing failed.
    package private(set) var foundRegression = false

    /// A runner that talks through `session`.
    package init(_ session: Session) { self.session = session }

    /// Runs the whole plan; false when something failed.
    package mutating func run(_ plan: Plan) async -> Bool {
        for profile in plan.profiles {
            let need = ProfileNeed(of: profile, in: plan)
            profiles[profile.name] = await load(profile, need, plan.load)
        }
        for diff in plan.diffs {
            diffs[diff.name] = compare(diff)
            keep(diff)
        }
        for check in plan.checks { hold(check, plan) }
        for output in plan.outputs {
            if plan.makesFolders, let path = output.path { OutputFile.makeFolders(for: path) }
            write(output)
        }
        for check in plan.checks { judge(check) }
        return !session.failed
    }

    /// Holds the budgets of a check against its runs.
    private mutating func hold(_ check: CheckPlan, _ plan: Plan) {
        // What could not be read has been reported.
        guard !check.budgets.isEmpty, let loaded = profiles[plan.budgetProfile(of: check)], !loaded.traces.isEmpty
        else { return }
        do throws(DiffError) {
            let held = try BudgetCheck(loaded.traces, value: check.value)
            for budget in check.budgets {
                let verdict = try held.verdict(budget)
                budgets[check.subject, default: []].append(verdict)
                if let note = verdict.note, verdict.figure.value == 0 { session.say("\(budget.text): \(note)") }
            }
        } catch {
            session.fail(error.description)
        }
    }

    /// Judges a comparison, or budgets; what is not a plain pass is said on stderr.
    private mutating func judge(_ check: CheckPlan) {
        let comparison = diffs[check.subject]?.comparison
        let verdicts = budgets[check.subject] ?? []
        guard comparison != nil || !verdicts.isEmpty else {
            // What could not be read or compared has been reported.
            if diffs[check.subject] != nil { session.fail("error: there is nothing to check [check.runs]") }
            return
        }
        let gate = Gate(comparison, check.limits, budgets: verdicts)
        switch gate.exitStatus {
        case 0: if gate.status == .provisional { session.say(gateLine(comparison, gate)) }
        case 1: foundRegression = true
        default: session.fail(gateLine(comparison, gate))
        }
    }
}

/// The transforms of a profile, by whether traces go through them one by one.
private struct TransformSteps {
    var beforeMerge: [any ProfileTransform]
    var afterMerge: [any ProfileTransform]

    init(_ plan: ProfilePlan) {
        let names: [any ProfileTransform] = plan.keepsRawNames ? [] : [Demangle()]
        let frames: [any ProfileTransform] = plan.keepsAllFrames ? [] : [DropTraceFrames()]
        beforeMerge = names + frames + plan.transforms.filter(\.appliesBeforeMerge)
        afterMerge = plan.transforms.filter { !$0.appliesBeforeMerge }
    }
}

/// Of many traces none has a sample that passes the filters.
private struct NothingLeft: Error, CustomStringConvertible {
    let traces: Int

    var description: String { "error: expected samples in some of the \(traces) traces, found none [transform.empty]" }
}

/// What the outputs of a plan want of one of its profiles.
private struct ProfileNeed {
    var detail = SampleDetail.stacks
    var eachTrace = false
    var sum = false
    /// Whether each trace is wanted where there are enough of them for a test to say something for certain.
    var testsRepeats = false
    /// Whether all that is made of it takes stacks as lists.
    var takesLooseStacks = true

    init(of profile: ProfilePlan, in plan: Plan) {
        let name = profile.name
        detail = profile.transforms.detail
        takesLooseStacks = profile.transforms.isEmpty
        let diffs = plan.diffs.filter { $0.base == name || $0.other == name }
        let throughDiffs = diffs.map(\.name)
        // What these norms divide by is for a test to find.
        let takesFactorOfTest = diffs.contains { $0.norm == .stable || $0.norm == .units }
        if plan.diffs.contains(where: { throughDiffs.contains($0.name) && $0.store != nil }) {
            detail = .everything
            eachTrace = true
            takesLooseStacks = false
        }
        for check in plan.checks where throughDiffs.contains(check.subject) || check.subject == name {
            // A test needs every run by itself, with every sample's weight.
            detail = .everything
            eachTrace = true
            takesLooseStacks = false
        }
        for output in plan.outputs {
            let isDirect = output.subjects.contains(name)
            guard isDirect || output.subjects.contains(where: throughDiffs.contains) else { continue }
            detail = max(detail, output.detail)
            let isJSON = !isDirect && output.options.form == .json
            // As JSON a comparison has every path.
            takesLooseStacks = takesLooseStacks && !isJSON && output.form.descriptor.takesLooseStacks
            if !isDirect {
                switch output.form.descriptor.usesTests {
                case .never: break
                case .ofRepeats where !takesFactorOfTest: testsRepeats = true
                case .ofRepeats, .always:
                    detail = .everything
                    eachTrace = true
                }
            }
            let readsRuns = isDirect ? ExportSubject.Kind.traces : .comparison
            let isReport = output.form.descriptor.subjects.contains(.report)
            let takesRuns = output.form.descriptor.subjects.contains(readsRuns) || isDirect && isReport
            if isJSON || !takesRuns { sum = true }
            if isDirect, output.form.descriptor.subjects.contains(.traces) { eachTrace = true }
            if isReport { eachTrace = true }
        }
    }
}

// Reading.
extension PlanRunner {
    private mutating func load(
        _ plan: ProfilePlan, _ need: ProfileNeed, _ options: LoadOptions
    ) async -> LoadedProfile? {
        var options = options
        var need = need
        do {
            var paths = try PathExpansion.expand(plan.inputs)
            if options.labels != nil { paths = TraceLabels.withoutSidecars(paths) }
            if need.testsRepeats, paths.count >= RunSides.certain {
                need.detail = .everything
                need.eachTrace = true
            }
            options.read.detail = need.detail
            options.read.allowsLooseStacks = need.takesLooseStacks
            if !plan.keepsRawNames { options.read.finishing = { Demangle().apply(to: &$0) } }
            var sum = ProfileAccumulator()
            var traces: [Profile] = []
            var mergeError: MergeError?
            let steps = TransformSteps(plan)
            var read = 0
            await session.readEach(paths, options) { profile, session in
                do {
                    // One trace of many may have nothing left.
                    let rule = paths.count > 1 ? EmptyResultRule.emptyProfile : .error
                    let profile = try profile.applying(steps.beforeMerge, whenEmpty: rule)
                    if need.eachTrace { traces.append(try profile.applying(steps.afterMerge, whenEmpty: rule)) }
                    read += 1
                    if need.sum { try sum.add(profile) }
                } catch let error as MergeError {
                    mergeError = mergeError ?? error
                } catch {
                    session.fail("\(HumanValue.visible(profile.metadata.sources.first ?? "")): \(error)")
                }
            }
            // Traces that cannot be added up can still be looked at one by one.
            if let mergeError, !need.eachTrace { throw mergeError }
            if !traces.isEmpty, traces.allSatisfy(\.wasEmptied) { throw NothingLeft(traces: traces.count) }
            guard need.sum, mergeError == nil else {
                guard !traces.isEmpty else { return nil }
                return LoadedProfile(sum: need.sum || read == 1 ? traces.first : nil, runs: read, traces: traces)
            }
            guard var whole = sum.finish() else { return nil }
            for note in sum.notes(for: whole) { session.say(note) }
            whole = try whole.applying(steps.afterMerge)
            for note in whole.transformNotes { session.say(note.description) }
            if whole.wasEmptied { throw NothingLeft(traces: read) }
            return LoadedProfile(sum: whole, runs: read, traces: traces)
        } catch {
            session.fail("\(error)")
            return nil
        }
    }

    private mutating func compare(_ plan: DiffPlan) -> LoadedDiff? {
        guard var base = profiles[plan.base], var other = profiles[plan.other] else { return nil }
        for note in LoadedProfile.unifyUnits(&base, &other) { session.say(note) }
        do throws(DiffError) {
            let comparison = try test(base, other, plan)
            guard let before = base.sum, let after = other.sum else {
                return LoadedDiff(comparison: comparison, before: base, after: other)
            }
            let diff = try ProfileDiff(
                before: before, after: after, value: plan.value, norm: plan.norm ?? .asIs,
                runs: (base.runs, other.runs), comparison: comparison)
            return LoadedDiff(diff: diff, comparison: comparison, before: base, after: other)
        } catch {
            session.fail(error.description)
            return nil
        }
    }

    /// Writes what a comparison found into the store that the plan names.
    private mutating func keep(_ plan: DiffPlan) {
        guard let store = plan.store, let loaded = diffs[plan.name] else { return }
        guard let comparison = loaded.comparison else {
            return session.fail("error: there is nothing to keep in \(store) [diff.store]")
        }
        do throws(StoreError) {
            let id = try ComparisonStore.add(comparison, to: store, toolVersion: stackSiftVersion)
            session.say("\(store): comparison #\(id)")
        } catch {
            session.fail(error.description)
        }
    }

    /// Tests the runs of two sides, where the plan asks for that.
    private func test(
        _ base: LoadedProfile, _ other: LoadedProfile, _ plan: DiffPlan
    ) throws(DiffError) -> Comparison? {
        guard !base.traces.isEmpty, !other.traces.isEmpty else { return nil }
        var options = plan.statistics
        options.norm = plan.norm ?? options.norm
        do throws(DiffError) {
            let runs = try ComparedRuns(before: base.traces, after: other.traces, value: plan.value)
            return try Comparison(runs, options)
        } catch {
            // One trace a side is shown as it is, even where there is nothing to test.
            if max(base.runs, other.runs) > 1 { throw error }
            return nil
        }
    }
}

// Writing.
extension PlanRunner {
    private mutating func write(_ output: OutputPlan) {
        switch output.form {
        case .sqlite: writeDatabase(output)
        case .bytes(let exporter):
            guard let subject = subject(of: output, for: exporter.descriptor) else { return }
            var options = output.options
            options.budgets = output.subjects.first.flatMap { budgets[$0] } ?? []
            options.hasAllValues = output.value == nil
            do {
                try OutputFile.write(to: output.path) { [options] flush in
                    var sink = ByteSink(flushTo: flush)
                    try exporter.write(subject, options, to: &sink)
                    try sink.finish()
                }
            } catch {
                session.fail("\(error)")
            }
        }
    }

    /// What an output is made of; nil where it could not be read, which has been reported.
    private mutating func subject(of output: OutputPlan, for form: ExportDescriptor) -> ExportSubject? {
        if form.subjects.contains(.report) { return report(of: output) }
        if let name = output.subjects.first, let loaded = diffs[name] {
            return loaded.subject(for: form, asJSON: output.options.form == .json)
        }
        let loaded = output.subjects.compactMap { profiles[$0] }
        guard !loaded.isEmpty else { return nil }
        if form.subjects.contains(.traces) { return .traces(loaded.flatMap(\.traces)) }
        do {
            var sum = ProfileAccumulator()
            for profile in loaded.compactMap(\.sum) { try sum.add(profile) }
            guard var profile = sum.finish() else { return nil }
            for note in sum.notes(for: profile) { session.say(note) }
            let selection = try profile.selection(named: output.value)
            if output.value == nil, !form.holdsAllValues { sayOtherValueTypes(profile, selection) }
            if form.needsStacks, profile.isCallGraph {
                profile = profile.withStacks(output.stacks)
                sayFidelity(output.stacks)
            }
            return .profile(profile, selection)
        } catch let error as UnknownValueType {
            session.fail("error: \(error.description) [value.type]")
        } catch {
            session.fail("\(error)")
        }
        return nil
    }

    /// The runs that a report is about: those of one or several profiles, or of both sides of a comparison.
    private func report(of output: OutputPlan) -> ExportSubject? {
        if let name = output.subjects.first, let loaded = diffs[name] {
            guard let diff = loaded.diff else { return nil }
            return .report(ReportSubject(sides: loaded.sides, value: output.value, diff: diff))
        }
        let runs = output.subjects.compactMap { profiles[$0] }.flatMap(\.traces)
        if runs.isEmpty { return nil }
        return .report(ReportSubject(sides: [ReportSide(name: "profile", runs: runs)], value: output.value))
    }

    private func sayOtherValueTypes(_ profile: Profile, _ selection: ValueSelection) {
        guard profile.valueTypes.count > 1 else { return }
        let name = profile.valueType(of: selection).name
        let others = profile.valueTypeNames.filter { $0 != name }
        session.say("value type \(name); also there: \(others.joined(separator: ", "))")
    }

    private func sayFidelity(_ rule: StackDepthRule) {
        switch rule {
        case .exact: session.say("these are stacks of caller and callee: all that a call graph knows")
        case .estimate:
            session.say(
                "stacks deeper than caller and callee are estimated from a call graph; --stacks exact leaves them off")
        }
    }

    private mutating func writeDatabase(_ output: OutputPlan) {
        guard let path = output.path, path != "-" else {
            session.fail("error: expected a file name for the database (-o x.db), found none [output.path]")
            return
        }
        var stored: [StoredProfile] = []
        for name in output.subjects {
            for trace in profiles[name]?.traces ?? [] {
                stored.append(
                    StoredProfile(
                        profile: trace, path: trace.metadata.sources.first ?? "",
                        role: output.subjects.count > 1 ? name : nil,
                        estimated: trace.isCallGraph ? trace.withStacks(output.stacks) : nil,
                        runGroup: output.subjects.count > 1 ? name : nil, labels: output.labels))
            }
        }
        guard !stored.isEmpty else { return }
        do throws(StoreError) {
            try ProfileStoreWriter.export(
                profiles: stored, to: path, keep: output.keep, toolVersion: output.options.toolVersion)
        } catch {
            session.fail(error.description)
        }
    }
}
