import StackModel

/// What the first lines of samples meant that differ in nothing but time and period, as most do: the same thread and
/// the same event, read over and over.
///
/// A line is looked at from its end: the event and what follows, the period, the time. Where both what stands before the
/// time and what stands from the event on are those of a line that was read in full, so would this line be.
struct PerfHeaderMemo {
    /// What differs from line to line, and where the time begins.
    private struct Figures {
        var start: Int
        var time: Int64
        var period: Int64
    }

    private struct Ending {
        var text = ShortText.empty
        /// Tells it from all endings that were ever here.
        var serial = 0
    }

    private struct Beginning {
        var text = ShortText.empty
        var ending = -1
        var key = SampleKey(stack: .none)
    }

    private var endings = [Ending](repeating: Ending(), count: 8)
    private var beginnings = [Beginning](repeating: Beginning(), count: 64)
    private var serial = 0

    /// The key, time and period of a line; nil where it has to be read in full.
    @inline(__always)
    func find(_ line: ByteView) -> (key: SampleKey, time: Int64, period: Int64)? {
        guard line.count > 8 else { return nil }
        let ending = endings[PerfHeaderMemo.slot(line, 7)]
        let tail = line.count &- ending.text.count
        guard tail > 0, tail < line.count, ending.text.matches(line.dropFirst(tail)),
            let figures = PerfHeaderMemo.figures(line, before: tail)
        else { return nil }
        let text = line.prefix(figures.start)
        let beginning = beginnings[PerfHeaderMemo.slot(text, 63)]
        guard beginning.ending == ending.serial, beginning.text.matches(text) else { return nil }
        return (beginning.key, figures.time, figures.period)
    }

    /// Remembers what a line with a period and no frame means.
    mutating func remember(_ line: ByteView, _ header: PerfHeader, _ key: SampleKey) {
        let tail = line.count - header.event.count - 1 - header.rest.count
        guard header.period != nil, !header.event.isEmpty, tail > 0, line.count > 8,
            let text = ShortText(line.dropFirst(tail)), let figures = PerfHeaderMemo.figures(line, before: tail),
            figures.time == header.time, let before = ShortText(line.prefix(figures.start))
        else { return }
        let slot = PerfHeaderMemo.slot(line, 7)
        if !endings[slot].text.matches(line.dropFirst(tail)) {
            serial += 1
            endings[slot] = Ending(text: text, serial: serial)
        }
        beginnings[PerfHeaderMemo.slot(line.prefix(figures.start), 63)] = Beginning(
            text: before, ending: endings[slot].serial, key: key)
    }

    /// `TIME: PERIOD ` in front of `end`: nothing but blanks may stand between time and period, and period and event.
    @inline(__always)
    private static func figures(_ line: ByteView, before end: Int) -> Figures? {
        let periodEnd = PerfIdentity.trimmed(line, end)
        let periodStart = PerfIdentity.wordStart(line, before: periodEnd)
        let timeEnd = PerfIdentity.trimmed(line, periodStart)
        guard periodEnd < end, timeEnd > 0, line[timeEnd &- 1] == 0x3A,
            let period = line.slice(periodStart, periodEnd).decimal, period <= UInt64(Int64.max),
            let (time, start) = PerfHeader.time(line, endingAt: timeEnd &- 1)
        else { return nil }
        return Figures(start: start, time: time, period: Int64(period))
    }

    /// By the last eight bytes.
    @inline(__always)
    private static func slot(_ text: ByteView, _ mask: UInt64) -> Int {
        guard text.count >= 8 else { return 0 }
        return Int(truncatingIfNeeded: mix(text.word(at: text.count &- 8), 0x9E37_79B9_7F4A_7C15) & mask)
    }
}

/// A few bytes, held in place.
private struct ShortText {
    private(set) var count = 0
    private var words = SIMD8<UInt64>.zero

    static let empty = ShortText()

    private init() {}

    /// Nil for more bytes than it holds.
    init?(_ text: ByteView) {
        guard text.count <= 64 else { return nil }
        count = text.count
        for index in 0..<text.count / 8 { words[index] = text.word(at: index * 8) }
        if count % 8 > 0 { words[count / 8] = ShortText.rest(text, from: count / 8 * 8) }
    }

    /// Whether it is these bytes.
    @inline(__always)
    func matches(_ text: ByteView) -> Bool {
        guard text.count == count else { return false }
        var start = 0
        while start &+ 8 <= count {
            if text.word(at: start) != words[start / 8] { return false }
            start &+= 8
        }
        return start == count || ShortText.rest(text, from: start) == words[start / 8]
    }

    /// At most seven bytes.
    @inline(__always)
    private static func rest(_ text: ByteView, from start: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in start..<text.count { word = word << 8 | UInt64(text[index]) }
        return word
    }
}
