import StackModel
import TraceInput

/// Dumps of Python's cProfile and profile: one marshalled dict `{(file, line, name): (cc, nc, tt, ct, callers)}`.
///
/// It is read as data and never run. A dump has functions and edges, not stacks. (Layout: CPython's Lib/pstats.py;
/// in a caller's tuple the two call counts are swapped against the outer one, Lib/cProfile.py snapshot_stats.)
package enum PstatsFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "pstats", name: "Python cProfile dump (pstats)",
        recordedBy: "python -m cProfile -o x.pstats PROGRAM.py",
        weights: "seconds of the profiler's timer (wall time by default), and calls")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        guard head.count >= 2, head[0] & 0x7F == 0x7B else { return .no }
        // An empty dict, or a key that is a tuple.
        let next = head[1] & 0x7F
        if next == 0x28 || next == 0x29 { return .yes }
        // A damaged dump is still no text: the reader says better what is wrong with it.
        return head[1] == 0x30 || head.prefix(min(head.count, 16)).firstIndex(of: 0) != nil || head[0] == 0xFB
            ? .maybe : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        let bytes = try reader.readAll()
        var decoder = PstatsDecoder(marshal: MarshalReader(bytes, file: reader.name), file: reader.name)
        try decoder.decode(into: &builder)
    }
}
