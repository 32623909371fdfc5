import ArgumentParser
import Glibc
import SiftPipeline
import StackModel
import TraceFormats

/// Options that every command that reads traces has.
struct ReadingOptions: ParsableArguments {
    @Option(name: .long, help: "Format of the inputs, when it is not to be told by content (see: stacksift formats).")
    var inputFormat: String?

    @Flag(name: .long, help: "Fail at the first bad record.")
    var strict = false

    @Option(name: .shortAndLong, help: "How many files are read at once.")
    var jobs: Int = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    @Option(name: .long, help: "Where a .cpuprofile's garbage collector goes: stack or root.")
    var gc: String = "stack"

    @Option(name: .long, help: "Largest decompressed size of a file that is read whole, in MiB.")
    var maxSize: Int = 512

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    func validate() throws {
        if let inputFormat, FormatRegistry.format(id: inputFormat) == nil {
            let known = FormatRegistry.all.map { $0.descriptor.id }.joined(separator: ", ")
            throw ValidationError("expected --input-format to be one of \(known), found \"\(inputFormat)\"")
        }
        if GarbageCollectorPlacement(rawValue: gc) == nil {
            throw ValidationError("expected --gc to be stack or root, found \"\(gc)\"")
        }
        if jobs < 1 { throw ValidationError("expected --jobs to be 1 or more, found \(jobs)") }
        if maxSize < 1 || maxSize > 1 << 20 {
            throw ValidationError("expected --max-size to be between 1 and 1048576 MiB, found \(maxSize)")
        }
    }

    /// How traces are read when as much of each sample is needed as `detail` says.
    func loading(_ detail: SampleDetail) -> LoadOptions {
        var options = LoadOptions()
        options.inputFormat = inputFormat
        options.jobs = jobs
        options.limits.wholeFileBytes = maxSize << 20
        options.read.detail = detail
        options.read.isStrict = strict
        options.read.garbageCollector = GarbageCollectorPlacement(rawValue: gc) ?? .stack
        return options
    }
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
