import ArgumentParser
import ProfileStore
import SiftPipeline

/// `stacksift store`.
struct Store: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Look after a store: what is in it, and what goes.",
        discussion: "Profiles are named by STORE:SELECTOR: commit=abc, role=before,host~web, @latest, @latest~5, #12.",
        subcommands: [
            List.self, Show.self, Remove.self, Prune.self, Vacuum.self, Check.self, Upgrade.self,
        ])

    /// Runs `body`; what it throws is reported, and makes the exit status 2.
    static func run(_ body: (inout Session) throws -> Void) throws {
        var session = Session()
        do { try body(&session) } catch { session.fail("\(error)") }
        if session.failed { throw ExitCode(2) }
    }
}

/// The store of a subcommand, with a selector or without.
struct StoreWord: ParsableArguments {
    @Argument(help: "The store; with :SELECTOR some of its profiles.")
    var store: String

    /// The store's path, and the selector if there is one.
    var parts: (path: String, selector: StoreSelector?) {
        get throws {
            guard let reference = try StoreReference(store) else { return (store, nil) }
            return (reference.store, reference.selector)
        }
    }
}

extension Store {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the profiles of a store.")

        @OptionGroup var word: StoreWord

        @Option(name: .customLong("as"), help: "The form of the list: table, csv, json or ndjson.")
        var form: QueryForm = .table

        @Flag(help: "Short for --as json.")
        var json = false

        func run() throws {
            try Store.run { _ in
                let (path, selector) = try word.parts
                let rows = try StoreReport.list(openForQuery(path: path), selector)
                try OutputFile.write(to: nil) { flush in try rows.render(json ? .json : form, to: flush) }
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Say what a store, or some of its profiles, hold.")

        @OptionGroup var word: StoreWord

        func run() throws {
            try Store.run { _ in
                let (path, selector) = try word.parts
                let text = try StoreReport.show(openForQuery(path: path), selector)
                try OutputFile.write(to: nil) { flush in try flush(Array(text.utf8)) }
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Take profiles out of a store.",
            discussion: "Functions and paths that nobody uses any more stay until: stacksift store prune.")

        @OptionGroup var word: StoreWord

        @Flag(help: "Say what would go, and leave it.")
        var dryRun = false

        func run() throws {
            try Store.run { session in
                let (path, selector) = try word.parts
                guard let selector else {
                    throw StoreError("\(path): expected STORE:SELECTOR, which says what is to go; found a store alone")
                }
                let ids = try openForQuery(path: path).profiles(selector)
                if ids.isEmpty {
                    throw StoreError("\(path): expected a selector that chooses profiles, found \(selector)")
                }
                if !dryRun { try StoreKeeper(path: path).remove(ids) }
                let numbers = ids.map { "#\($0)" }.joined(separator: " ")
                session.say("\(path): \(dryRun ? "would remove" : "removed") \(ids.count) profiles: \(numbers)")
            }
        }
    }

    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prune",
            abstract: "Take away functions and paths that no profile uses.")

        @Argument(help: "The store.")
        var store: String

        func run() throws {
            try Store.run { session in
                let pruned = try StoreKeeper(path: store).prune()
                session.say("\(store): removed \(pruned.paths) paths and \(pruned.functions) functions")
            }
        }
    }

    struct Vacuum: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "vacuum", abstract: "Make the file as small as what it holds.")

        @Argument(help: "The store.")
        var store: String

        func run() throws {
            try Store.run { _ in try StoreKeeper(path: store).vacuum() }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Say whether a store is sound: its file, its references, its sums.")

        @Argument(help: "The store.")
        var store: String

        func run() throws {
            try Store.run { session in
                let problems = try openForQuery(path: store).problems()
                for problem in problems { session.fail("\(store): error: \(problem) [store.check]") }
                if problems.isEmpty { session.say("\(store): sound") }
            }
        }
    }

    struct Upgrade: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "upgrade",
            abstract: "Bring a store that an older version wrote up to this one.")

        @Argument(help: "The store.")
        var store: String

        func run() throws {
            try Store.run { session in
                _ = try StoreKeeper(path: store)
                session.say("\(store): schema version \(StoreSchema.version)")
            }
        }
    }
}
