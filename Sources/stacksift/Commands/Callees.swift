import ArgumentParser
import ProfileExport
import SiftPipeline

/// `stacksift callees`.
struct Callees: FilteredCommand {
    static let configuration = CommandConfiguration(
        commandName: "callees",
        abstract: "Show whom a function calls, with self and total of each of these calls.",
        discussion: "A recurring function counts once in each sample. Of a call graph (pstats) the figures are exact.")

    @OptionGroup var asked: FunctionArguments
    @OptionGroup(title: "Reading options") var reading: ReadingOptions
    @OptionGroup(title: "Filters and transforms") var filters: FilterOptions
    @OptionGroup var values: ValueOptions

    func plan() -> Plan { asked.plan(as: .bytes(CalleesExporter.self), reading, values) }
}
