import ArgumentParser
import Glibc
import ProfileAnalysis
import ProfileExport
import SiftPipeline
import StackModel
import TraceFormats

extension StackDepthRule: ExpressibleByArgument {}
extension DiffNorm: ExpressibleByArgument {}
extension FunctionOrder: ExpressibleByArgument {}
extension FlamePalette: ExpressibleByArgument {}
extension FlameDelta: ExpressibleByArgument {}
extension GarbageCollectorPlacement: ExpressibleByArgument {}

/// Options that every command that reads traces has.
struct ReadingOptions: ParsableArguments {
    @Option(name: .long, help: "Format of the inputs, when it is not to be told by content (see: stacksift formats).")
    var inputFormat: String?

    @Flag(name: .long, help: "Fail at the first bad record.")
    var strict = false

    /// How many cores the machine has.
    static let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    @Option(
        name: .shortAndLong,
        help: "How many threads read: files side by side, and pieces of one large perf or folded text.")
    var jobs: Int = ReadingOptions.cores

    @Option(name: .long, help: "Where a .cpuprofile's garbage collector goes: stack or root.")
    var gc: GarbageCollectorPlacement = .stack

    @Flag(name: .long, help: "Read perf's sched_switch events as waits: the time that threads spent off the CPU.")
    var offCpu = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Folder with source maps (x.js.map of x.js): functions of bundles and TypeScript get their own places.",
            valueName: "dir"))
    var sourceMaps: String?

    @OptionGroup(title: "Limits") var limits: LimitOptions

    @Flag(name: .long, help: "Say nothing but errors.")
    var quiet = false

    @Flag(name: .long, help: "Draw no progress bar.")
    var noProgress = false

    func validate() throws {
        if let inputFormat, FormatRegistry.format(id: inputFormat) == nil {
            let known = FormatRegistry.all.map { $0.descriptor.id }.joined(separator: ", ")
            throw ValidationError("expected --input-format to be one of \(known), found \"\(inputFormat)\"")
        }
        if let sourceMaps, sourceMapIndex == nil {
            throw ValidationError("expected source maps (*.map) in \(sourceMaps), found none")
        }
        if jobs < 1 { throw ValidationError("expected --jobs to be 1 or more, found \(jobs)") }
    }

    /// How traces are read; how much of each sample is kept is for the plan to say.
    var loading: LoadOptions {
        var options = LoadOptions()
        options.inputFormat = inputFormat
        options.jobs = jobs
        options.limits = limits.limits
        options.read.isStrict = strict
        options.read.garbageCollector = gc
        options.read.isOffCPU = offCpu
        options.read.sourceMaps = sourceMapIndex
        return options
    }

    /// The maps in the folder that is named; nil where there are none.
    private var sourceMapIndex: SourceMapIndex? {
        guard let sourceMaps, let files = try? PathExpansion.expand([sourceMaps]) else { return nil }
        let index = SourceMapIndex(files: files)
        return index.isEmpty ? nil : index
    }

    /// What the run says on stderr.
    var session: Session { Session(isQuiet: quiet, showsProgress: !noProgress) }
}

/// The traces of a command; none, with something piped in, is stdin.
struct TraceArguments: ParsableArguments {
    @Argument(help: "Trace files, folders or globs; - is standard input.")
    var traces: [String] = []

    func validate() throws {
        if traces.isEmpty, isatty(0) != 0 { throw ValidationError("expected at least one trace, found none") }
    }

    /// The words, or stdin.
    var words: [String] { traces.isEmpty ? ["-"] : traces }
}

extension SummaryKey: ExpressibleByArgument {
    /// The key that a word names.
    public init?(argument: String) { self.init(argument) }
    /// The word for the usual key.
    public var defaultValueDescription: String { "function" }
}

/// A part of a whole: `80%` or `80`.
struct Percent: ExpressibleByArgument {
    let value: Double

    init?(argument: String) {
        let digits = argument.hasSuffix("%") ? String(argument.dropLast()) : argument
        guard let value = Double(digits), (0...100).contains(value) else { return nil }
        self.value = value
    }
}

/// What a table may use of the terminal that it is written to; plain in a file or pipe.
func terminalStyle(for output: String?) -> TerminalStyle {
    guard output == nil, isatty(1) != 0 else { return .plain }
    var window = winsize()
    let columns = getenv("COLUMNS").flatMap { Int(String(cString: $0)) }
    let measured = ioctl(1, UInt(TIOCGWINSZ), &window) == 0 && window.ws_col > 0 ? Int(window.ws_col) : 80
    let hasColor = getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
    let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
    let width = columns ?? measured
    // On a narrow terminal names need the room more.
    return TerminalStyle(width: width, hasColor: hasColor && !isDumb, hasBars: !isDumb && width >= 80)
}

/// What of a profile is counted, and how call graphs get stacks.
struct ValueOptions: ParsableArguments {
    @Option(
        name: [.long, .customLong("sample-index"), .customLong("sample_index")],
        help: "Value type (see: stacksift info).")
    var value: String?

    @Option(help: "Stacks of a call graph (pstats): exact (caller and callee) or estimate (whole paths).")
    var stacks: StackDepthRule = .estimate

    /// Applies the options to an output.
    func apply(to output: inout OutputPlan) {
        output.value = value
        output.stacks = stacks
        output.options.toolVersion = stackSiftVersion
        output.options.terminal = terminalStyle(for: output.path)
    }
}

/// A command that is one plan: it makes the plan of its words, and the plan is run elsewhere.
protocol PlannedCommand: AsyncParsableCommand {
    var reading: ReadingOptions { get }
    /// What the words ask for, filters apart.
    func plan() throws -> Plan
}

extension PlannedCommand {
    func run() async throws { try await runPlan() }

    /// Runs the plan, with the filters of a command that has them.
    func runPlan() async throws {
        var plan = try plan()
        if let filtered = self as? any FilteredCommand { try filtered.filters.apply(to: &plan) }
        var runner = PlanRunner(reading.session)
        if await !runner.run(plan) { throw ExitCode(2) }
        if runner.foundRegression { throw ExitCode(1) }
    }
}

/// A command whose traces can be filtered and reshaped first.
protocol FilteredCommand: PlannedCommand {
    var filters: FilterOptions { get }
}

extension FilterOptions {
    /// Gives every profile of a plan the transforms that the options ask for.
    func apply(to plan: inout Plan) throws {
        let value = plan.outputs.first?.value
        for index in plan.profiles.indices {
            plan.profiles[index].transforms = try transforms(value: value)
            plan.profiles[index].keepsAllFrames = allFrames
            plan.profiles[index].keepsRawNames = rawNames
        }
    }
}
