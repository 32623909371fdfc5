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

    private struct Beginning {
        /// The ending that it was seen with.
        var ending = 0
        var key = SampleKey(stack: .none)
    }

    private var endings = ShortTexts(slots: 8)
    /// Tells each ending from all that were ever here.
    private var serials = [Int](repeating: 0, count: 8)
    private var beginnings = [Beginning](repeating: Beginning(), count: 64)
    private var beginningTexts = ShortTexts(slots: 64)
    private var lastSerial = 0

    /// The key, time and period of a line; nil where it has to be read in full.
    @inline(__always)
    func find(_ line: ByteView) -> (key: SampleKey, time: Int64, period: Int64)? {
        guard line.count > 8 else { return nil }
        let slot = endings.slot(of: line)
        let tail = line.count &- endings.count(slot)
        guard tail > 0, endings.ends(line, in: slot), let figures = PerfHeaderMemo.figures(line, before: tail) else {
            return nil
        }
        let text = line.prefix(figures.start)
        let place = beginningTexts.slot(of: text)
        guard beginnings[place].ending == serials[slot], beginningTexts.holds(text, in: place) else { return nil }
        return (beginnings[place].key, figures.time, figures.period)
    }

    /// Remembers what a line with a period and no frame means.
    mutating func remember(_ line: ByteView, _ header: PerfHeader, _ key: SampleKey) {
        let tail = line.count - header.event.count - 1 - header.rest.count
        guard header.period != nil, !header.event.isEmpty, tail > 0, line.count > 8,
            let figures = PerfHeaderMemo.figures(line, before: tail), figures.time == header.time
        else { return }
        let (ending, text) = (line.dropFirst(tail), line.prefix(figures.start))
        let (slot, place) = (endings.slot(of: line), beginningTexts.slot(of: text))
        if !endings.holds(ending, in: slot) {
            guard endings.put(ending, into: slot) else { return }
            lastSerial += 1
            serials[slot] = lastSerial
        }
        guard beginningTexts.put(text, into: place) else { return }
        beginnings[place] = Beginning(ending: serials[slot], key: key)
    }

    /// `TIME: PERIOD ` in front of `end`: nothing but blanks may stand between time and period, and period and event.
    @inline(__always)
    private static func figures(_ line: ByteView, before end: Int) -> Figures? {
        let periodEnd = PerfIdentity.trimmed(line, end)
        guard periodEnd < end, let (period, periodStart) = line.number(before: periodEnd) else { return nil }
        let timeEnd = PerfIdentity.trimmed(line, periodStart)
        guard timeEnd < periodStart, timeEnd > 0, line[timeEnd &- 1] == 0x3A,
            let (time, start) = PerfHeader.time(line, endingAt: timeEnd &- 1)
        else { return nil }
        return Figures(start: start, time: time, period: Int64(truncatingIfNeeded: period))
    }
}
