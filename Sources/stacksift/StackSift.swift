import ArgumentParser
import Glibc
import SiftPipeline

/// The command: its words become a plan, and the plan is run elsewhere.
@main
struct StackSift: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stacksift",
        abstract: "Reads profiles of many profilers into one model; sums, compares and exports them.",
        version: stackSiftVersion,
        groupedSubcommands: [
            CommandGroup(
                name: "Look",
                subcommands: [
                    Overview.self,
                    Info.self,
                    Top.self,
                    Tree.self,
                    Callers.self,
                    Callees.self,
                    Lines.self,
                    Labels.self,
                    FlameGraph.self,
                    HeatMap.self,
                    Report.self,
                ]),
            CommandGroup(
                name: "Compare",
                subcommands: [
                    Diff.self,
                    Check.self,
                    Baseline.self,
                    TrendCommand.self,
                ]),
            CommandGroup(
                name: "Convert",
                subcommands: [
                    Fold.self,
                    Export.self,
                    Merge.self,
                    Run.self,
                    Formats.self,
                    Docs.self,
                ]),
            CommandGroup(
                name: "Keep and ask",
                subcommands: [
                    Ingest.self,
                    Query.self,
                    Store.self,
                ]),
        ],
        defaultSubcommand: Overview.self)

    /// Every verb, other spellings included.
    static var verbs: [String] {
        configuration.groupedSubcommands.flatMap(\.subcommands).flatMap { command in
            [command._commandName] + command.configuration.aliases
        }
    }

    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            // Usage errors are failures like all others: status 2.
            let code = exitCode(for: error)
            let message = fullMessage(for: error)
            if !message.isEmpty {
                try? OutputFile.writeAll(Array((message + "\n").utf8), to: code.isSuccess ? 1 : 2, "")
            }
            Glibc.exit(code.isSuccess ? 0 : error is ExitCode ? code.rawValue : 2)
        }
    }
}
