import StackModel

/// A line of a tick report that counts: `   ticks share% [share%]  name`, the name indented by its depth.
struct V8ReportLine {
    let ticks: Int64
    /// How many lines above it leads to, in the bottom-up profile.
    let depth: Int
    let name: ByteView

    /// Takes a line apart; nil when it is none.
    init?(_ line: ByteView) {
        var position = line.skipBlanks()
        let digits = line.decimalDigits(from: position)
        guard digits > 0, let ticks = line.slice(position, position + digits).signedDecimal else { return nil }
        position += digits
        var shares = 0
        while let end = V8ReportLine.share(line, from: line.skipBlanks(from: position)) {
            position = end
            shares += 1
        }
        guard shares > 0 else { return nil }
        let start = line.skipBlanks(from: position)
        guard start < line.count else { return nil }
        self.ticks = ticks
        // Two blanks stand before the name, and two more for each level.
        depth = max(0, (start - position) / 2 - 1)
        name = line.dropFirst(start).trimmed
    }

    /// The end of `12.3%` at `start`; nil when something else stands there.
    private static func share(_ line: ByteView, from start: Int) -> Int? {
        let whole = line.decimalDigits(from: start)
        var end = start + whole
        guard whole > 0 else { return nil }
        if end < line.count, line[end] == 0x2E { end += 1 + line.decimalDigits(from: end + 1) }
        return end < line.count && line[end] == 0x25 ? end + 1 : nil
    }
}
