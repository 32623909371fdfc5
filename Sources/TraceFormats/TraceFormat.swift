import StackModel
import TraceInput

/// How sure a format is, from the first bytes, that a file is its own.
package enum SniffVerdict: Int, Sendable, Comparable {
    case no = 0
    case maybe = 1
    case yes = 2

    package static func < (left: SniffVerdict, right: SniffVerdict) -> Bool { left.rawValue < right.rawValue }
}

/// What people want to know of a format before they use it.
package struct FormatDescriptor: Sendable {
    /// Short id, as in `--input-format` and in `info`.
    package let id: String
    package let name: String
    /// How such a file is recorded, as a command line.
    package let recordedBy: String
    /// What the reader takes a weight or time to mean.
    package let weights: String
}

/// Where the garbage collector's time of a `.cpuprofile` goes.
package enum GarbageCollectorPlacement: String, Sendable {
    /// On top of the stack that it interrupted.
    case stack
    /// Under the root, as V8 writes it.
    case root
}

/// How a trace is read.
package struct ReadOptions: Sendable {
    package var detail = SampleDetail.stacks
    /// Whether the first bad record is an error.
    package var isStrict = false
    /// Whether addresses of unresolved frames are kept.
    package var keepsAddresses = false
    package var garbageCollector = GarbageCollectorPlacement.stack
    /// Whether perf text is read as waits: time off the CPU, from its sched_switch events.
    package var isOffCPU = false
    /// Whether stacks may stay lists: what reads the profile only adds values up.
    package var allowsLooseStacks = false
    /// How many threads may read one large text.
    package var threads = 1
    /// How much of a text each of them takes at a time, in bytes.
    package var pieceSize = 4 << 20
    /// Source maps that functions of generated scripts are looked up in.
    package var sourceMaps: SourceMapIndex?
    /// What is done to a profile before it is finished: changes of names that make no new tables there.
    package var finishing: (@Sendable (inout ProfileBuilder) -> Void)?
    /// Labels of the run, and when it was recorded (nanoseconds since 1970), where others than the trace say so.
    package var runLabels: [String: String] = [:]
    package var recordedAt: Int64?

    /// Lenient, aggregated.
    package init() {}
}

/// A format that StackSift reads: one folder, one line in `FormatRegistry.all`.
package protocol TraceFormat: Sendable {
    static var descriptor: FormatDescriptor { get }

    /// Whether a file that begins with `head` (at most 4 KiB) is of this format.
    static func sniff(_ head: ByteView) -> SniffVerdict

    /// Reads a whole trace into `builder`. Bad records go to its diagnostics; what cannot be read at all is thrown.
    static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError)
}
