import StackModel
import TraceInput

/// What `mprof run` writes: readings of memory over time, and the calls of functions marked with `@profile`.
///
/// (Lines: memory_profiler's mprof.py, `read_mprofile_file`.)
package enum MprofFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "mprof", name: "memory_profiler recording (mprof .dat)",
        recordedBy: "mprof run -o x.dat python PROGRAM.py",
        weights: "bytes that each function kept itself, from the first reading in it to the last")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        var lines = TextLines(head, file: "")
        var seen = 0
        while seen < 8, let line = lines.next() {
            if line.trimmed.isEmpty { continue }
            if MprofCall(line) != nil || MprofReading(line) != nil { return .yes }
            if !line.hasPrefix("CMDLINE ") { return .no }
            seen += 1
        }
        return seen > 0 ? .maybe : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var recording = MprofRecording(isStrict: options.isStrict)
        builder.setWideValueTypes(MprofRecording.valueTypes)
        builder.metadata.isMeasured = true
        try recording.read(reader, into: &builder)
        recording.addCalls(into: &builder)
    }
}

/// `MEM 51.519531 1795468666.9762`, or `CHLD 1 12.5 1795468666.9762` of a child process.
struct MprofReading {
    /// Number of the child process; nil for the process itself.
    var child: Int64?
    /// Bytes.
    var memory: Int64
    /// Nanoseconds since 1970.
    var time: Int64

    /// Reads a line; nil when it is none.
    init?(_ line: ByteView) {
        var fields = FieldCursor(line)
        if fields.skip("CHLD ") {
            guard let number = fields.word().signedDecimal else { return nil }
            child = number
        } else if !fields.skip("MEM ") {
            return nil
        }
        guard let memory = fields.word().mebibytes, let time = fields.word().fixedPoint(9), fields.isAtEnd else {
            return nil
        }
        self.memory = memory
        self.time = time
    }
}

/// `FUNC __main__.load 22.9141 1795468666.6914 41.9805 1795468666.9489 1`: name, memory and time at the start, the same
/// at the end, and since version 0.59 how many marked functions called it.
struct MprofCall {
    var name: ByteView
    var memory: (start: Int64, end: Int64)
    var time: (start: Int64, end: Int64)
    var level: Int64?

    /// Reads a line; nil when it is none. The name is what stands in front of the numbers.
    init?(_ line: ByteView) {
        guard line.hasPrefix("FUNC ") else { return nil }
        var rest = line.dropFirst(5).trimmed
        var words: [ByteView] = []
        while words.count < 5, let blank = rest.lastIndex(of: 0x20) {
            let word = rest.dropFirst(blank + 1)
            // The level, which older versions lack, is the one number without a point.
            if words.isEmpty, word.firstIndex(of: 0x2E) != nil { words.append(.empty) }
            words.append(word)
            rest = rest.prefix(blank).trimmed
        }
        guard words.count == 5 else { return nil }
        name = rest
        level = words[0].signedDecimal
        words.reverse()
        guard !name.isEmpty, let memoryStart = words[0].mebibytes, let timeStart = words[1].fixedPoint(9),
            let memoryEnd = words[2].mebibytes, let timeEnd = words[3].fixedPoint(9)
        else { return nil }
        memory = (memoryStart, memoryEnd)
        time = (timeStart, timeEnd)
    }
}

extension ByteView {
    /// A decimal number of MiB, as bytes.
    var mebibytes: Int64? {
        guard let millionths = fixedPoint(6) else { return nil }
        let product = millionths.multipliedFullWidth(by: 1 << 20)
        guard product.high == (millionths < 0 ? -1 : 0) else { return nil }
        let bytes = Int64(truncatingIfNeeded: product.low)
        guard (bytes < 0) == (millionths < 0) || millionths == 0 else { return nil }
        return (bytes / 500_000).addingSaturated(bytes < 0 ? -1 : 1) / 2
    }
}
