import StackModel
import TraceInput

// Reading one text by several threads.
extension PerfScriptParser: PieceParser {
    func forPiece(ofThreads threads: Int) -> PerfScriptParser { PerfScriptParser(options: options, detail: detail) }

    func prepare(_ builder: inout ProfileBuilder) {}

    mutating func take(_ lines: inout LineStream, into builder: inout ProfileBuilder) throws(TraceError) {
        while let line = try lines.next() {
            // The stream is handed on only where a place may be wanted: handing it on copies it.
            if !takeOrdinary(line, into: &builder) { try takeOther(line, at: lines, into: &builder) }
        }
    }

    mutating func endPiece(into builder: inout ProfileBuilder) { closeSample(into: &builder) }

    mutating func join(
        _ parser: PerfScriptParser, _ piece: Profile, limits: InputLimits, into builder: inout ProfileBuilder
    ) -> Bool {
        guard parser.isPlain, piece.diagnostics.diagnostics.isEmpty, !threads.knowsMore else { return false }
        // The piece begins with the first line of a sample, if not behind a blank line.
        closeSample(into: &builder)
        guard let types = events.join(parser.events, piece, into: &builder) else { return false }
        builder.absorbPiece(piece, types: types)
        tally.join(parser.tally)
        sawHeader = sawHeader || parser.sawHeader
        isBetweenRecords = parser.isBetweenRecords
        return true
    }

    /// Behind the last blank line of the block, else before its last line with a time at its left edge: prints without
    /// stacks have no blank lines.
    static func lastBorder(in block: ByteView) -> Int? {
        var end = block.count
        while let newline = block.lastIndex(of: 0x0A, before: end), block.count - newline < farthestBorder {
            let line = block.slice(newline + 1, end)
            if end < block.count, line.trimmedEnd == 0 { return end + 1 }
            end = newline
        }
        return lastHeader(in: block)
    }

    /// How far from the end of a block a border is looked for.
    private static let farthestBorder = 1 << 16

    private static func lastHeader(in block: ByteView) -> Int? {
        var end = block.count
        while let newline = block.lastIndex(of: 0x0A, before: end), block.count - newline < farthestBorder {
            let line = block.slice(newline + 1, end)
            let isAtEdge = line.first.map { $0 > 0x20 && $0 != 0x23 } ?? false
            if isAtEdge, PerfHeader(timed: line) != nil { return newline + 1 }
            end = newline
        }
        return nil
    }
}
