import ArgumentParser
import ProfileAnalysis
import ProfileExport
import SiftPipeline

/// How a judgement is written.
enum CheckForm: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case junit
    case markdown

    /// The output that writes it.
    var outputForm: OutputForm {
        switch self {
        case .text, .json: .bytes(CheckExporter.self)
        case .junit: .bytes(JUnitExporter.self)
        case .markdown: .bytes(MarkdownExporter.self)
        }
    }
}

/// `stacksift check`.
struct Check: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Fail when something got slower: a gate for CI over several runs a side.",
        usage: """
            stacksift check BEFORE... --against AFTER...
            stacksift check RUNS... --budget 'function parse total < 40 %'
            """,
        discussion: """
            Exit status: 0 nothing got worse, or too few runs to say (PROVISIONAL on stderr); 1 something got worse;
            2 a trace is unreadable, or the sides were recorded one after the other.

            A budget limits total, function NAME [self|total], module NAME or span NAME: their mean over the runs, or p50,
            p95, p99, p99.9; or the growth of counter NAME. It fails only when the whole interval lies beyond the limit.
              'total p95 < 2.5 s'   'span handle p99 < 20 ms'   'counter rss growth < 5 MiB/h'
            """)

    @OptionGroup var sides: SideArguments
    @OptionGroup var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions

    @Option(help: "Value type (see: stacksift info).")
    var value: String?

    @OptionGroup var comparing: ComparingOptions

    @Option(help: ArgumentHelp("Keep what was found in this store (view verdicts).", valueName: "file"))
    var store: String?

    @Option(help: "A cause that got worse by this part of the total, or more, fails.")
    var failImpact = 0.01

    @Option(help: "A total whose whole interval grew by more than this part fails; none to look at functions only.")
    var failTotal = "0.02"

    @Option(
        help: ArgumentHelp(
            "What the runs (with --against: those after) may take; may be repeated.", valueName: "limit"),
        transform: Check.budget)
    var budget: [Budget] = []

    @Flag(help: "Judge runs that were recorded one side after the other all the same.")
    var allowBlocked = false

    @Flag(help: "Too few runs for a verdict are exit status 2.")
    var requireVerdict = false

    @Option(name: .customLong("as"), help: "text, json, junit or markdown.")
    var form: CheckForm?

    @Flag(help: "Print the object of schema stacksift.check/1.")
    var json = false

    @Option(name: .shortAndLong, help: "Output file, else stdout. Its ending (.json, .xml, .md) says the form.")
    var output: String?

    @Option(help: "Write JUnit XML to this file, too.")
    var junit: String?

    @Option(help: "Write Markdown to this file, too.")
    var markdown: String?

    func validate() throws {
        if !isAboutBudgetsAlone { _ = try sides.resolved() }
        guard failImpact >= 0, failImpact < 1 else {
            throw ValidationError("expected --fail-impact to be a part of the total from 0 to 1, found \(failImpact)")
        }
        _ = try totalLimit()
    }

    /// Whether no two sides are given: all traces are runs of one program then.
    private var isAboutBudgetsAlone: Bool { !budget.isEmpty && sides.against.isEmpty && sides.after.isEmpty }

    func plan() throws -> Plan {
        let form = form ?? (json ? .json : output.flatMap(Self.form(of:)) ?? .text)
        let limits = try gateLimits()
        var plan = try subjectPlan(as: form.outputForm)
        plan.outputs[0].options.form = form == .json ? .json : .text
        for (form, path) in [(CheckForm.junit, junit), (.markdown, markdown)] {
            guard let path else { continue }
            plan.outputs.append(OutputPlan(of: plan.outputs[0].subjects, as: form.outputForm, to: path))
        }
        for index in plan.outputs.indices { plan.outputs[index].options.gate = limits }
        var check = CheckPlan(of: plan.outputs[0].subjects[0], limits)
        check.budgets = budget
        check.value = value
        plan.checks = [check]
        if !plan.diffs.isEmpty { plan.diffs[0].store = store }
        return plan
    }

    private func subjectPlan(as form: OutputForm) throws -> Plan {
        if isAboutBudgetsAlone {
            return .single(sides.traces + sides.before, as: form, to: output, load: reading.loading)
        }
        let (before, after) = try sides.resolved()
        return .comparison(
            before: before, after: after, as: form, to: output, load: reading.loading, value: value,
            norm: comparing.norm, statistics: try comparing.questions())
    }

    @Sendable
    private static func budget(_ sentence: String) throws -> Budget {
        do throws(BudgetError) {
            return try Budget(sentence)
        } catch {
            throw ValidationError(error.description)
        }
    }

    private func gateLimits() throws -> GateLimits {
        var limits = GateLimits()
        limits.impact = failImpact
        limits.total = try totalLimit()
        limits.allowsBlocks = allowBlocked
        limits.requiresVerdict = requireVerdict
        return limits
    }

    private func totalLimit() throws -> Double? {
        if failTotal == "none" { return nil }
        guard let part = Double(failTotal), part >= 0, part.isFinite else {
            throw ValidationError("expected --fail-total to be a part such as 0.02, or none, found \"\(failTotal)\"")
        }
        return part
    }

    private static func form(of path: String) -> CheckForm? {
        if path.hasSuffix(".xml") { return .junit }
        if path.hasSuffix(".md") { return .markdown }
        return path.hasSuffix(".json") ? .json : nil
    }
}
