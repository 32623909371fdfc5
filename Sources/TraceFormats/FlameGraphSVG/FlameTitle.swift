import StackModel

/// What the tooltip of a flame graph's frame says.
struct FlameTitle {
    /// The whole name; in the picture itself it may be cut.
    let name: ByteView
    /// The frame's value; in StackSift's comparisons the one before.
    let value: Int64
    /// The value after, in StackSift's comparisons.
    var after: Int64?
    /// What is counted, as the picture calls it: `samples`, `ms`, `bytes`.
    var unit: ByteView
    /// Whether there is a percentage of change, as flamegraph.pl and inferno write it for two profiles.
    var hasChange = false

    /// Reads a tooltip whose references are replaced; nil when it is none of a frame.
    ///
    /// `NAME (1,234 samples, 5.00%)` of flamegraph.pl and inferno, with `; +1.00%` in their comparisons; StackSift
    /// adds lines below it, and has `1,234 → 2,345` on a line of its own in comparisons.
    init?(_ title: ByteView) {
        let lineEnd = title.firstIndex(of: 0x0A) ?? title.count
        // Blanks in front belong to the name.
        let line = title.prefix(title.prefix(lineEnd).trimmedEnd)
        if lineEnd < title.count, let sides = FlameTitle.sides(title.dropFirst(lineEnd + 1)) {
            (value, after, unit) = sides
            name = line
            return
        }
        guard line.last == 0x29 else { return nil }
        var end = line.count
        for _ in 0..<8 {
            guard let open = line.lastIndex(of: 0x28, before: end) else { return nil }
            if open > 0, line[open - 1] == 0x20,
                let inner = FlameTitle.inner(line.slice(open + 1, line.count - 1))
            {
                name = line.prefix(open - 1)
                (value, unit, hasChange) = inner
                return
            }
            end = open
        }
        return nil
    }

    /// `1,234 samples, 5.00%`, with or without `; +1.00%`.
    private static func inner(_ text: ByteView) -> (Int64, ByteView, Bool)? {
        guard text.last == 0x25, let blank = text.firstIndex(of: 0x20),
            let value = text.prefix(blank).groupedDecimal,
            let comma = text.firstIndex(of: ByteView(literal: ", "), from: blank)
        else { return nil }
        let share = text.dropFirst(comma + 2)
        guard share.first.map({ $0 &- 0x30 < 10 }) ?? false else { return nil }
        return (value, text.slice(blank + 1, comma), share.firstIndex(of: 0x3B) != nil)
    }

    /// The two values of a StackSift comparison: on the last line with the unit, else on the first one.
    private static func sides(_ lines: ByteView) -> (Int64, Int64?, ByteView)? {
        let last = lines.dropFirst((lines.lastIndex(of: 0x0A) ?? -1) + 1)
        if let sides = pair(last) { return sides }
        return pair(lines.prefix(lines.firstIndex(of: 0x0A) ?? lines.count))
    }

    private static func pair(_ line: ByteView) -> (Int64, Int64?, ByteView)? {
        guard let arrow = line.firstIndex(of: ByteView(literal: " → ")),
            let before = line.prefix(arrow).groupedDecimal
        else { return nil }
        let rest = line.dropFirst(arrow + 5)
        var end = 0
        while end < rest.count, rest[end] != 0x20, !(rest[end] == 0x2C && isBlank(rest, end + 1)) { end += 1 }
        guard let after = rest.prefix(end).groupedDecimal else { return nil }
        let unit = rest.dropFirst(end).trimmed
        let isUnit = !unit.isEmpty && unit.first != 0x28 && unit.first != 0x2C
        return (before, after, isUnit ? unit : .empty)
    }

    private static func isBlank(_ text: ByteView, _ index: Int) -> Bool { index < text.count && text[index] == 0x20 }
}
