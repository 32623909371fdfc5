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
        abstract: "Fail when something got slower: a gate for CI over several runs a side.",
        usage: "stacksift check BEFORE... --against AFTER...",
        discussion: """
            Exit status: 0 nothing got worse, or too few runs to say (PROVISIONAL on stderr); 1 something got worse;
            2 a trace is unreadable, or the sides were recorded one after the other.
            """)

    @OptionGroup var sides: SideArguments
    @OptionGroup var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions

    @Option(help: "Value type (see: stacksift info).")
    var value: String?

    @OptionGroup var comparing: ComparingOptions

    @Option(help: "A cause that got worse by this part of the total, or more, fails.")
    var failImpact = 0.01

    @Option(help: "A total whose whole interval grew by more than this part fails; none to look at functions only.")
    var failTotal = "0.02"

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
        guard failImpact >= 0, failImpact < 1 else {
            throw ValidationError("expected --fail-impact to be a part of the total from 0 to 1, found \(failImpact)")
        }
        _ = try totalLimit()
    }

    func plan() throws -> Plan {
        let (before, after) = try sides.resolved()
        let form = form ?? (json ? .json : output.flatMap(Self.form(of:)) ?? .text)
        let limits = try gateLimits()
        var plan = Plan.comparison(
            before: before, after: after, as: form.outputForm, to: output, load: reading.loading, value: value,
            norm: comparing.norm, statistics: comparing.questions
        ) { output in
            output.options.form = form == .json ? .json : .text
            output.options.gate = limits
        }
        for (form, path) in [(CheckForm.junit, junit), (.markdown, markdown)] {
            guard let path else { continue }
            var extra = OutputPlan(of: plan.outputs[0].subjects, as: form.outputForm, to: path)
            extra.options.gate = limits
            plan.outputs.append(extra)
        }
        plan.checks = [CheckPlan(of: plan.diffs[0].name, limits)]
        return plan
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
