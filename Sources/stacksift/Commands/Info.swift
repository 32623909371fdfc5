import ArgumentParser
import ProfileExport
import SiftPipeline

/// `stacksift info`.
struct Info: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a trace is: format, value types, counts, threads, time, diagnostics.")

    @OptionGroup var traces: TraceArguments
    @OptionGroup var reading: ReadingOptions

    @Flag(help: "Print the object of schema stacksift.info/1.")
    var json = false

    func run() async throws {
        var session = Session(isQuiet: true)
        let profiles = await session.load(traces.words, reading.loading(.threads))
        if !profiles.isEmpty {
            session.write(to: nil) { sink in
                try sink(json ? InfoReport.json(profiles) : Array(InfoReport.text(profiles).utf8))
            }
        }
        if session.failed { throw ExitCode(2) }
    }
}
