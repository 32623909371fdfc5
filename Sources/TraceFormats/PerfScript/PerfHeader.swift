import StackModel

/// The first line of a perf sample: `COMM PID/TID [CPU] MISC TOD TIME: PERIOD EVENT: REST`, each column optional.
///
/// The time is found first, from the left; what stands before it is read backwards, what stands behind it forwards.
/// (Column order: perf's builtin-script.c, perf_sample__fprintf_start.)
struct PerfHeader {
    var identity: PerfIdentity
    /// Nanoseconds; nil when the line has no time.
    var time: Int64?
    /// nil when the line has no period.
    var period: UInt64?
    /// Whether something stands where the period does that is none: a negative number, or one beyond 64 bits.
    var hasBadPeriod = false
    /// Event name with its modifiers; empty when the line names none.
    var event = ByteView.empty
    /// What follows the event, blanks in front included: nothing, numbers, a cgroup, a tracepoint's text, a frame.
    var rest = ByteView.empty
    /// Whether a line without a time has a frame behind its event.
    var hasFrame = false
    /// `PERF_RECORD_...` and what follows it, on lines that are no samples.
    var sideBand: ByteView?
    /// Names the sample whose user half follows (`DEFERRED CALLCHAIN [cookie: 1f]`).
    var deferredCookie: UInt64?

    /// Reads a line with a time; nil when it has none.
    init?(timed line: ByteView) {
        var search = 0
        while let colon = line.firstIndex(of: 0x3A, from: search) {
            search = colon &+ 1
            guard let (time, start) = PerfHeader.time(line, endingAt: colon) else { continue }
            self.time = time
            identity = PerfIdentity(line, upTo: start)
            readEvent(line, from: search)
            return
        }
        return nil
    }

    /// Whether the line is a sample by itself, whatever follows it.
    var standsAlone: Bool {
        time != nil || hasFrame || sideBand != nil || (period != nil && isNamed)
    }

    /// Whether the line names a thread by number and an event.
    var isNamed: Bool { identity.isNumbered && !event.isEmpty }

    /// `digits.digits:` that stands as a word of its own: the value in nanoseconds and where it begins.
    @inline(__always)
    static func time(_ line: ByteView, endingAt colon: Int) -> (Int64, Int)? {
        guard colon &+ 1 == line.count || line[colon &+ 1] == 0x20 || line[colon &+ 1] == 0x09 else { return nil }
        guard let (fraction, point) = line.number(before: colon), point > 0, line[point &- 1] == 0x2E,
            colon &- point <= 9, let (seconds, start) = line.number(before: point &- 1), seconds < 9_000_000_000,
            start == 0 || line[start &- 1] == 0x20 || line[start &- 1] == 0x09
        else { return nil }
        var nanoseconds = Int64(truncatingIfNeeded: fraction)
        for _ in (colon &- point)..<9 { nanoseconds &*= 10 }
        return (Int64(truncatingIfNeeded: seconds) &* 1_000_000_000 &+ nanoseconds, start)
    }

    /// Reads `PERIOD EVENT: REST` from `position` on.
    private mutating func readEvent(_ line: ByteView, from position: Int) {
        let start = line.skipBlanks(from: position)
        guard start < line.count else { return }
        let end = PerfHeader.wordEnd(line, from: start)
        let sign = line[start] == 0x2D ? 1 : 0
        guard end > start + sign, line.decimalDigits(from: start + sign) == end - start - sign else {
            if !readRecord(line.dropFirst(start)) { readName(line, start, end) }
            return
        }
        let next = line.skipBlanks(from: end)
        let nextEnd = PerfHeader.wordEnd(line, from: next)
        if nextEnd > next, line[nextEnd - 1] != 0x3A, PerfInline.isAligned(line, start, end) {
            // No period but the address of a frame, all of whose digits are decimal ones.
            rest = line.dropFirst(position)
            return
        }
        readPeriod(line.slice(start, end))
        readName(line, next, nextEnd)
    }

    private mutating func readPeriod(_ digits: ByteView) {
        period = digits.decimal
        hasBadPeriod = period.map { $0 > UInt64(Int64.max) } ?? true
    }

    /// The event's name is a word that ends in a colon. swift-profile-recorder prints no colon; names that the user
    /// chose may hold blanks.
    private mutating func readName(_ line: ByteView, _ start: Int, _ end: Int) {
        if end > start, line[end &- 1] == 0x3A {
            event = line.slice(start, end &- 1)
            rest = line.dropFirst(end)
            return
        }
        let lineEnd = line.trimmedEnd
        if end >= lineEnd {
            event = line.slice(min(start, lineEnd), lineEnd)
        } else if line[lineEnd &- 1] == 0x3A {
            event = line.slice(start, lineEnd &- 1)
        } else {
            rest = line.dropFirst(start)
        }
    }

    /// Takes what is no sample of its own (side-band records, metrics, user halves of stacks); false for all others.
    private mutating func readRecord(_ text: ByteView) -> Bool {
        guard let first = text.first, first == 0x50 || first == 0x44 || first == 0x6D else { return false }
        if text.hasPrefix("PERF_RECORD_") || text.hasPrefix("metric: ") {
            sideBand = text
            return true
        }
        let deferred = ByteView(literal: "DEFERRED CALLCHAIN [cookie: ")
        guard text.hasPrefix("DEFERRED CALLCHAIN [cookie: ") else { return false }
        let digits = text.hexDigits(from: deferred.count)
        deferredCookie = text.slice(deferred.count, deferred.count + digits).hexadecimal
        return deferredCookie != nil
    }

    @inline(__always)
    static func wordEnd(_ line: ByteView, from start: Int) -> Int {
        var end = start
        while end < line.count, line[end] != 0x20, line[end] != 0x09 { end &+= 1 }
        return end
    }
}

// Lines without a time.
extension PerfHeader {
    /// Reads a line without a time (`COMM PID/TID PERIOD EVENT: REST`, each column optional); nil when it cannot be one.
    ///
    /// Nearly every line can: the caller takes it for a header only if it stands alone, or if frames follow.
    init?(untimed line: ByteView) {
        identity = .none
        if let record = line.firstIndex(of: ByteView(literal: "PERF_RECORD_")) {
            sideBand = line.dropFirst(record)
            return
        }
        if readNamedEvent(line) { return }
        let frame = PerfInline.start(in: line)
        let text = line.prefix(PerfIdentity.trimmed(line, frame ?? line.trimmedEnd))
        rest = frame.map { line.dropFirst($0) } ?? .empty
        hasFrame = frame != nil
        if text.last == 0x3A {
            let start = PerfIdentity.wordStart(text, before: text.count)
            event = text.slice(start, text.count - 1)
            identity = PerfIdentity(text, upTo: takePeriod(text, before: PerfIdentity.trimmed(text, start)))
        } else {
            identity = PerfIdentity(text, upTo: takePeriod(text, before: text.count))
            let isBare = !identity.isNumbered && !hasFrame
            if isBare, identity.command.count > PerfHeader.longestCommand { return nil }
        }
    }

    /// Reads a line without a time that numbers a thread and has a frame behind it (`-G -F pid,ip,sym`): its first word
    /// alone might be an address, too. nil where it is no such line.
    init?(framed line: ByteView) {
        guard let start = PerfInline.start(in: line), start > line.skipBlanks() else { return nil }
        self.init(untimed: line)
        guard hasFrame, identity.isNumbered else { return nil }
    }

    /// Finds the first word with a colon behind it that stands behind numbers of a thread; false where there is none.
    private mutating func readNamedEvent(_ line: ByteView) -> Bool {
        var search = 0
        // The event stands early; a line of colons is not worth more.
        for _ in 0..<16 {
            guard let colon = line.firstIndex(of: 0x3A, from: search) else { return false }
            search = colon + 1
            guard search == line.count || line[search] == 0x20 else { continue }
            let start = PerfIdentity.wordStart(line, before: colon)
            let before = PerfIdentity.trimmed(line, start)
            guard start < colon, before > 0 else { continue }
            let identity = PerfIdentity(line, upTo: takePeriod(line, before: before))
            guard identity.isNumbered else {
                period = nil
                continue
            }
            self.identity = identity
            event = line.slice(start, colon)
            rest = line.dropFirst(search)
            hasFrame = PerfInline(rest).frame != nil
            return true
        }
        return false
    }

    /// Linux keeps 15 bytes of a command name.
    private static let longestCommand = 15

    /// Takes a number at the end for the period where a thread id stands before it, and gives where it begins.
    ///
    /// perf pads the period to ten columns and the thread id to seven: a number that is padded as the id is none.
    private mutating func takePeriod(_ text: ByteView, before end: Int) -> Int {
        let start = PerfIdentity.wordStart(text, before: end)
        let digits = end - start
        guard digits > 0, text.decimalDigits(from: start) >= digits else { return end }
        let blanksStart = PerfIdentity.trimmed(text, start)
        let isPaddedAsID = start - blanksStart == 8 - digits && digits < 7
        guard !isPaddedAsID, PerfIdentity(text, upTo: blanksStart).isNumbered else { return end }
        readPeriod(text.slice(start, end))
        return blanksStart
    }
}

extension ByteView {
    /// Where the trailing blanks of the window begin.
    var trimmedEnd: Int {
        var end = count
        while end > 0, self[end - 1] == 0x20 || self[end - 1] == 0x09 || self[end - 1] == 0x0D { end -= 1 }
        return end
    }
}
