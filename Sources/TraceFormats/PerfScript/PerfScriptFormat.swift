import StackModel
import TraceInput

/// The text that `perf script` prints, and that other tools print in its manner.
package enum PerfScriptFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "perf", name: "perf script text",
        recordedBy: "perf record -g -- COMMAND; perf script > x.perf.txt",
        weights: "each event's period (nanoseconds for cpu-clock and task-clock, else counts); samples where none is printed")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        if head.firstIndex(of: 0) != nil, head.hasPrefix("PERFILE2") { return .no }
        var position = 0
        var sawHeader = false
        while position < head.count {
            let newline = head.firstIndex(of: 0x0A, from: position)
            let line = head.slice(position, newline ?? head.count)
            position = (newline ?? head.count) + 1
            let text = line.trimmed
            if text.isEmpty { continue }
            if text.first == 0x23 {
                if text.hasPrefix("# captured on") || text.hasPrefix("# ========") { return .yes }
                continue
            }
            if text.hasPrefix("{") || text.hasPrefix("<") { return .no }
            let isIndented = line.first == 0x09 || line.first == 0x20
            if isIndented, PerfFrame(line)?.module != nil {
                return .yes
            }
            if let header = PerfHeader(line), header.time != nil || header.period != nil {
                if header.threadID != nil, !header.event.isEmpty { return .yes }
                sawHeader = true
            }
        }
        return sawHeader ? .maybe : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var parser = PerfScriptParser(options: options)
        while let line = try reader.nextLine() {
            try parser.take(line, from: reader, into: &builder)
        }
        try parser.finish(reader, into: &builder)
    }
}
