import ArgumentParser
import ProfileExport
import SiftPipeline

/// `stacksift callers`.
struct Callers: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "callers",
        abstract: "Show who calls a function, with self and total of each of these calls.",
        discussion: "A recurring function counts once in each sample. Of a call graph (pstats) the figures are exact.")

    @OptionGroup var asked: FunctionArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions
    @OptionGroup var values: ValueOptions

    func plan() -> Plan { asked.plan(as: .bytes(CallersExporter.self), reading, values) }
}
