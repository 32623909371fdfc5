import StackModel
import TraceInput

/// The text that `perf script` prints, and that other tools print in its manner.
package enum PerfScriptFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "perf", name: "perf script text",
        recordedBy: "perf record -g -- COMMAND; perf script > x.perf.txt",
        weights: "each event's period (nanoseconds for cpu-clock and task-clock, else counts); "
            + "samples where none is printed")

    package static func sniff(_ head: ByteView) -> SniffVerdict { PerfSniff.verdict(head) }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var parser = PerfScriptParser(options: options, detail: builder.detail)
        var options = options
        // A wait begins in one sample and ends in another.
        if options.isOffCPU { options.threads = 1 }
        try parser.read(reader, into: &builder, options: options)
        try parser.finish(reader, into: &builder)
    }
}
