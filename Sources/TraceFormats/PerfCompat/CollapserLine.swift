import StackModel

/// What stackcollapse-perf.pl's regular expressions see in a line, group by group, as Perl would match them.
///
/// Each function is one expression, matched by hand in linear time; where backtracking decides, the comment says how.
enum CollapserLine {
    /// Groups of an event's first line.
    struct Event {
        var command: ByteView
        /// The first number behind the command name.
        var firstID: ByteView
        /// The number behind the slash; nil where there is none.
        var secondID: ByteView?
    }

    /// Groups of a stack line.
    struct Frame {
        var address: ByteView
        var symbol: ByteView
        var module: ByteView
    }

    /// `/^(\S.+?)\s+(\d+)\/*(\d+)*\s+/`: the command ends at the first word of digits, so never before its third byte.
    static func event(_ line: ByteView) -> Event? {
        guard let first = line.first, !isSpace(first) else { return nil }
        var end = 2
        while true {
            while end < line.count, !isSpace(line[end]) { end += 1 }
            guard end < line.count else { return nil }
            let number = skipSpaces(line, from: end)
            let numberEnd = number + line.decimalDigits(from: number)
            var second = numberEnd
            while second < line.count, line[second] == 0x2F { second += 1 }
            let secondEnd = second + line.decimalDigits(from: second)
            if numberEnd > number, secondEnd < line.count, isSpace(line[secondEnd]) {
                return Event(
                    command: line.prefix(end), firstID: line.slice(number, numberEnd),
                    secondID: secondEnd > second ? line.slice(second, secondEnd) : nil)
            }
            end = number
        }
    }

    /// `/:\s*(\d+)*\s+(\S+):\s*$/`: the event is the last word, in front of it at most a period, then a colon.
    static func periodAndEvent(_ line: ByteView) -> (period: ByteView?, event: ByteView)? {
        let end = spacesBegin(line, before: line.count)
        guard end > 0, line[end - 1] == 0x3A else { return nil }
        var start = end
        while start > 0, !isSpace(line[start - 1]) { start -= 1 }
        guard end - start >= 2, start > 0 else { return nil }
        let event = line.slice(start, end - 1)
        let periodEnd = spacesBegin(line, before: start)
        var period = periodEnd
        while period > 0, line[period - 1] &- 0x30 < 10 { period -= 1 }
        let colon = period < periodEnd ? spacesBegin(line, before: period) : periodEnd
        guard colon > 0, line[colon - 1] == 0x3A else { return nil }
        return (period < periodEnd ? line.slice(period, periodEnd) : nil, event)
    }

    /// `/^\s*(\w+)\s*(.+) \((.*)\)/`: the module begins at the last ` (` that a `)` follows, and ends at the last `)`.
    static func frame(_ line: ByteView) -> Frame? {
        guard let close = line.lastIndex(of: 0x29), let open = lastOpening(line, before: close) else { return nil }
        let start = skipSpaces(line, from: 0)
        var end = start
        while end < line.count, isWord(line[end]) { end += 1 }
        guard end > start else { return nil }
        // The symbol needs a byte: first the blanks give way, then the address.
        let symbol = min(skipSpaces(line, from: end), open - 1)
        guard symbol > start else { return nil }
        return Frame(
            address: line.slice(start, min(end, symbol)), symbol: line.slice(symbol, open),
            module: line.slice(open + 2, close))
    }

    private static func lastOpening(_ line: ByteView, before close: Int) -> Int? {
        var search = close
        while let parenthesis = line.lastIndex(of: 0x28, before: search) {
            if parenthesis > 0, line[parenthesis - 1] == 0x20 { return parenthesis - 1 }
            search = parenthesis
        }
        return nil
    }

    private static func skipSpaces(_ line: ByteView, from start: Int) -> Int {
        var index = start
        while index < line.count, isSpace(line[index]) { index += 1 }
        return index
    }

    private static func spacesBegin(_ line: ByteView, before end: Int) -> Int {
        var index = end
        while index > 0, isSpace(line[index - 1]) { index -= 1 }
        return index
    }

    /// Perl's `\s` for bytes: blank, tab, newline, vertical tab, form feed, carriage return.
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }

    /// Perl's `\w` for bytes.
    static func isWord(_ byte: UInt8) -> Bool {
        byte == 0x5F || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
    }
}
