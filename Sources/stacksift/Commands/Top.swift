import ArgumentParser
import ProfileExport
import SiftPipeline

extension FunctionOrder: ExpressibleByArgument {}

/// `stacksift top`.
struct Top: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the hottest functions.")

    @OptionGroup var traces: TraceArguments
    @OptionGroup var reading: ReadingOptions

    @Option(name: [.customShort("n"), .customLong("limit")], help: "How many functions; 0 for all.")
    var limit: Int = 30

    @Option(help: "What to sort by: self or total.")
    var sort: FunctionOrder = .own

    @Option(help: "Value type (see: stacksift info).")
    var value: String?

    @Flag(help: "Print the object of schema stacksift.top/1.")
    var json = false

    func run() async throws {
        var session = Session(isQuiet: reading.quiet)
        if let profile = await session.loadMerged(traces.words, reading.loading(.stacks)),
            let selection = session.selection(profile, value)
        {
            let table = TopTable(profile, selection, order: sort, limit: limit)
            let bytes = json ? table.json() : Array(table.text().utf8)
            session.write(to: nil) { sink in try sink(bytes) }
        }
        if session.failed { throw ExitCode(2) }
    }
}
