import ProfileAnalysis
import StackModel

/// Writes a profile as pprof's protobuf, gzipped. (Layout: google/pprof, proto/profile.proto.)
///
/// Everything is numbered in canonical order, so profiles of equal content give equal bytes however they were read
/// or merged. Inlined calls share a location with their caller; threads become labels; sample times are left out,
/// which pprof has no place for. A call graph must have been given stacks before.
package struct PprofWriter {
    /// Whether the message is gzipped, as the format asks for.
    package var isCompressed = true
    /// Version of StackSift for the comment that names it.
    package var version: String
    /// Frames in all samples together; a small file of deep stacks can ask for any amount.
    package var frameLimit = 1 << 29

    /// A writer of gzipped files.
    package init(version: String) { self.version = version }

    /// Writes `profile`; readers show `selection` first. The sink takes pieces, uncompressed ones as they are made.
    package func write(
        _ profile: Profile, showing selection: ValueSelection, to sink: inout ByteSink
    ) throws(ExportError) {
        try FrameLimit(frameLimit).check(profile)
        var output = PprofMessageOutput(isCompressed: isCompressed)
        var message = PprofMessage(profile, showing: selection)
        try message.writeSamples(&output, to: &sink)
        message.writeTables(&output)
        message.writeMetadata(version: version, &output)
        try output.finish(to: &sink)
    }
}

/// Hands a message on piece by piece, as it is or gzipped.
struct PprofMessageOutput: ~Copyable {
    /// What is not handed on yet.
    var message = ProtobufMessage()
    private let gzip: GzipStream?

    init(isCompressed: Bool) { gzip = isCompressed ? GzipStream() : nil }

    /// Hands on what there is once it is enough.
    @inline(__always)
    mutating func flushIfFull(to sink: inout ByteSink) throws(ExportError) {
        if message.count >= 1 << 17 { try flush(isLast: false, to: &sink) }
    }

    /// Hands on all there is.
    mutating func finish(to sink: inout ByteSink) throws(ExportError) { try flush(isLast: true, to: &sink) }

    private mutating func flush(isLast: Bool, to sink: inout ByteSink) throws(ExportError) {
        if let gzip {
            try gzip.write(message.view, isLast: isLast, to: &sink)
        } else {
            sink.write(message.view)
        }
        message.removeAll()
    }
}
