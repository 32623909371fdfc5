import ArgumentParser
import SiftPipeline

/// `stacksift run`.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a pipeline file: profiles, diffs and outputs in YAML, checked whole before a byte is read.")

    @Argument(help: "The pipeline file; - is standard input.")
    var pipeline: String

    @OptionGroup(title: "Reading options") var reading: ReadingOptions

    @Flag(help: "Say what would be read and written, and do nothing.")
    var dryRun = false

    func run() async throws {
        var session = reading.session
        var plan: Plan
        do {
            plan = try PipelineReader.read(path: pipeline)
        } catch {
            session.fail("\(error)")
            throw ExitCode(2)
        }
        plan.load = reading.loading
        if dryRun {
            let (text, isRunnable) = plan.described()
            print(text, terminator: "")
            if !isRunnable { throw ExitCode(2) }
            return
        }
        var runner = PlanRunner(session)
        if await !runner.run(plan) { throw ExitCode(2) }
        if runner.foundRegression { throw ExitCode(1) }
    }
}
