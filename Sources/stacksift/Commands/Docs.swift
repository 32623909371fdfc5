import ArgumentParser
import ProfileStore
import SiftPipeline

/// `stacksift docs`: what docs/cli.md and the manual page are made of, so that they cannot differ from the command.
struct Docs: ParsableCommand {
    enum Page: String, ExpressibleByArgument, CaseIterable {
        case cli
        case man
        case schema
        case datasette
    }

    static let configuration = CommandConfiguration(
        commandName: "docs", abstract: "Print the pages of docs/ that are made from the code, or the manual page.",
        shouldDisplay: false)

    @Argument(help: "cli: docs/cli.md; schema: docs/schema.md; man: the page of section 1; datasette: metadata.")
    var page: Page

    @Option(help: "The store that Datasette serves: its file's name without the ending.")
    var database = "runs"

    func run() {
        switch page {
        case .cli: print(markdown, terminator: "")
        case .man: print(manual, terminator: "")
        case .schema: print(StoreSchema.schemaMarkdown(), terminator: "")
        case .datasette: print(DatasetteMetadata.json(database: database), terminator: "")
        }
    }

    private var commands: [any ParsableCommand.Type] {
        StackSift.configuration.groupedSubcommands.flatMap(\.subcommands).filter { $0.configuration.shouldDisplay }
    }

    private var markdown: String {
        var text = """
            # The command line

            Made by `stacksift docs cli` from the commands themselves; a test compares the two. Data goes to stdout, words
            to stderr. Exit status: 0 fine, 1 a check found a regression, 2 something failed.

            - A trace is a file, a folder (walked, sorted), a glob in quotes, or `-` for stdin. No trace, with something
              piped in, means stdin. gzip and zstd are peeled off; formats are told by content.
            - On a terminal tables draw bars and colours; `NO_COLOR` and `COLUMNS` are honoured. In pipes and files they
              are plain.
            - Shell completions: `stacksift --generate-completion-script bash` (or zsh, fish). Manual page:
              `stacksift docs man`. `make install` puts all of them in place.


            """
        text += block("stacksift", StackSift.helpMessage(columns: 100))
        for command in commands {
            text += block("stacksift " + command._commandName, StackSift.helpMessage(for: command, columns: 100))
        }
        return text
    }

    private func block(_ title: String, _ help: String) -> String {
        "## \(title)\n\n```text\n\(Docs.withoutMachine(help))\n```\n\n"
    }

    private var manual: String {
        var text = ".TH STACKSIFT 1\n.SH NAME\nstacksift \\- read, sum, compare and export profiles of many profilers\n"
        text += section("SYNOPSIS", StackSift.helpMessage(columns: 78))
        for command in commands {
            let title = "stacksift " + command._commandName
            text += section(title.uppercased(), StackSift.helpMessage(for: command, columns: 78))
        }
        return text
    }

    private func section(_ title: String, _ help: String) -> String {
        let lines = Docs.withoutMachine(help).split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let escaped = line.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\e")
            return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
        }
        return ".SH \(title)\n.nf\n" + lines.joined(separator: "\n") + "\n.fi\n"
    }

    /// The default of --jobs is the machine's number of cores: it reads so.
    private static func withoutMachine(_ help: String) -> String {
        help.replacing("(default: \(ReadingOptions.cores))", with: "(default: one a core)")
    }
}
