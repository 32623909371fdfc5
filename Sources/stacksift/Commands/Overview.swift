import ArgumentParser
import Glibc
import ProfileExport
import SiftPipeline

/// `stacksift TRACE...` without a verb: what it is, the ten hottest functions, and what to try next.
struct Overview: PlannedCommand {
    static let configuration = CommandConfiguration(
        commandName: "overview", abstract: "Say what traces are, their ten hottest functions, and what to try next.")

    @OptionGroup var traces: TraceArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions

    /// What other tools call what StackSift has under another name.
    private static let otherWords = [
        "peek": "stacksift callers, callees", "graph": "stacksift export --as dot", "svg": "stacksift flamegraph",
        "web": "stacksift flamegraph", "raw": "stacksift export --as json", "report": "stacksift top",
        "annotate": "stacksift lines", "traces": "stacksift fold", "tags": "stacksift labels",
    ]

    func validate() throws {
        guard let word = traces.traces.first, access(word, F_OK) != 0, !word.contains("/"), !word.contains("*") else {
            return
        }
        if let verb = Overview.otherWords[word] {
            throw ValidationError("expected a command or a trace, found \"\(word)\": see \(verb)")
        }
        if let verb = nearestSpelling(of: word, among: StackSift.verbs) {
            throw ValidationError("expected a command or a trace, found \"\(word)\"; \(verb) is meant?")
        }
    }

    func plan() -> Plan {
        var plan = Plan.single(traces.words, as: .bytes(InfoExporter.self), load: reading.loading)
        var top = OutputPlan(of: ["profile"], as: .bytes(TopExporter.self))
        top.options.limit = 10
        top.options.terminal = terminalStyle(for: nil)
        plan.outputs.append(top)
        return plan
    }

    func run() async throws {
        var runner = PlanRunner(Session(isQuiet: true, showsProgress: !reading.noProgress))
        let isFine = await runner.run(plan())
        if isFine, !reading.quiet {
            let word = traces.words[0]
            reading.session.say(
                """

                next: stacksift flamegraph \(word) -o flame.svg     a picture to click through
                      stacksift diff \(word) OTHER                  what changed
                      stacksift query \(word) 'select * from top'   ask in SQL
                """)
        }
        if !isFine { throw ExitCode(2) }
    }
}
