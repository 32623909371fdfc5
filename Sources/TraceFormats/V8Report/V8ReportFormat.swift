import StackModel
import TraceInput

/// The report that `node --prof-process` prints of V8's tick log.
package enum V8ReportFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "v8-report", name: "V8 tick report",
        recordedBy: "node --prof PROGRAM.js; node --prof-process isolate-*.log > x.prof.txt",
        weights: "ticks of the flat lists; stacks, cut at six frames, from the bottom-up profile")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        head.hasPrefix("Statistical profiling result from ") ? .yes : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var report = V8Report()
        while let line = try reader.nextLine() {
            try report.take(line, at: reader, into: &builder, isStrict: options.isStrict)
        }
        try report.finish(into: &builder, reader: reader)
    }
}
