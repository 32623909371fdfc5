import StackModel

/// The first line of a perf sample: `COMM PID/TID [CPU] MISC TOD TIME: PERIOD EVENT: REST`.
///
/// The command name may hold blanks, digits, brackets and colons, so the line is read from the right: the time is
/// found first, then what stands before it is taken off backwards, and what is left is the name. (Column order:
/// perf's builtin-script.c, perf_sample__fprintf_start.)
struct PerfHeader {
    var command: ByteView
    var processID: Int64?
    var threadID: Int64?
    /// Nanoseconds; nil when the line has no time.
    var time: Int64?
    /// nil when the line has no period.
    var period: UInt64?
    /// Whether a number stands where the period does but does not fit into 64 bits.
    var periodIsTooLarge = false
    /// Event name with its modifiers; empty when the line names none.
    var event: ByteView
    /// What follows the event: nothing, one frame, or a tracepoint's text.
    var rest: ByteView
    /// Column of `rest` in the line.
    var restColumn = 0

    /// Reads a line that does not begin a frame; nil when it is no sample header.
    init?(_ line: ByteView) {
        var search = line.skipBlanks()
        while let colon = line.firstIndex(of: 0x3A, from: search) {
            search = colon + 1
            guard let (time, timeStart) = PerfHeader.timeToken(line, endingAt: colon) else { continue }
            guard let (command, process, thread) = PerfHeader.identity(line.prefix(timeStart)) else { continue }
            self.command = command
            processID = process
            threadID = thread
            self.time = time
            event = .empty
            rest = .empty
            period = nil
            readEvent(line, from: colon + 1)
            return
        }
        guard let header = PerfHeader(withoutTime: line) else { return nil }
        self = header
    }

    /// `digits.digits:` that stands as a word of its own: the value in nanoseconds and where it begins.
    private static func timeToken(_ line: ByteView, endingAt colon: Int) -> (Int64, Int)? {
        guard colon + 1 == line.count || line[colon + 1] == 0x20 || line[colon + 1] == 0x09 else { return nil }
        var dot = colon
        while dot > 0, line[dot - 1] &- 0x30 < 10 { dot -= 1 }
        let fraction = line.slice(dot, colon)
        guard fraction.count >= 1, fraction.count <= 9, dot > 0, line[dot - 1] == 0x2E else { return nil }
        var start = dot - 1
        while start > 0, line[start - 1] &- 0x30 < 10 { start -= 1 }
        guard start == 0 || line[start - 1] == 0x20 || line[start - 1] == 0x09 else { return nil }
        guard let seconds = line.slice(start, dot - 1).decimal, seconds < 9_000_000_000, let part = fraction.decimal
        else { return nil }
        var nanoseconds = Int64(part)
        for _ in fraction.count..<9 { nanoseconds *= 10 }
        return (Int64(seconds) * 1_000_000_000 + nanoseconds, start)
    }

    /// What stands before the time: command name and ids, with `[cpu]`, misc letters and time of day taken off.
    private static func identity(_ text: ByteView) -> (ByteView, Int64?, Int64?)? {
        var rest = text.trimmed
        var candidate: (ByteView, Int64?, Int64?)?
        for step in 0..<5 {
            let start = wordStart(rest)
            let word = rest.dropFirst(start)
            if let (process, thread) = ids(word) {
                let command = rest.prefix(start).trimmed
                return command.isEmpty && start == 0 && step == 0
                    ? (.empty, process, thread) : (command, process, thread)
            }
            if candidate == nil { candidate = (rest, nil, nil) }
            guard isCPU(word) || isMisc(word) || isTimeOfDay(word) || isDate(word) else { break }
            rest = rest.prefix(start).trimmed
        }
        // Without ids (-F comm,time,...) what is left of cpu and misc is the name.
        return rest.isEmpty ? nil : (rest, nil, nil)
    }

    /// `PID/TID`, or `TID` alone: perf's default prints the thread id only.
    static func ids(_ word: ByteView) -> (process: Int64?, thread: Int64?)? {
        if let slash = word.firstIndex(of: 0x2F) {
            guard let process = word.prefix(slash).signedDecimal, let thread = word.dropFirst(slash + 1).signedDecimal
            else { return nil }
            return (process, thread)
        }
        guard let thread = word.signedDecimal else { return nil }
        return (nil, thread)
    }

    private static func wordStart(_ text: ByteView) -> Int {
        var start = text.count
        while start > 0, text[start - 1] != 0x20, text[start - 1] != 0x09 { start -= 1 }
        return start
    }

    private static func isCPU(_ word: ByteView) -> Bool {
        word.count >= 3 && word.first == 0x5B && word.last == 0x5D
            && word.decimalDigits(from: 1) == word.count - 2
    }

    private static func isMisc(_ word: ByteView) -> Bool {
        guard word.count <= 6, !word.isEmpty else { return false }
        for index in 0..<word.count {
            switch word[index] {
            case 0x4B, 0x55, 0x48, 0x47, 0x67, 0x4D, 0x45, 0x53, 0x70: continue  // K U H G g M E S p
            default: return false
            }
        }
        return true
    }

    private static func isDate(_ word: ByteView) -> Bool {
        word.count == 10 && word[4] == 0x2D && word[7] == 0x2D && word.decimalDigits(from: 0) == 4
    }

    private static func isTimeOfDay(_ word: ByteView) -> Bool {
        word.count >= 8 && word[2] == 0x3A && word[5] == 0x3A && word.decimalDigits(from: 0) == 2
    }

    /// Reads `PERIOD EVENT: REST` from `position` on.
    private mutating func readEvent(_ line: ByteView, from position: Int) {
        var start = line.skipBlanks(from: position)
        var end = PerfHeader.wordEnd(line, from: start)
        if end > start, line.decimalDigits(from: start) == end - start {
            period = line.slice(start, end).decimal
            periodIsTooLarge = period == nil
            start = line.skipBlanks(from: end)
            end = PerfHeader.wordEnd(line, from: start)
        }
        let word = line.slice(start, end)
        if word.last == 0x3A {
            event = word.prefix(word.count - 1)
        } else if end == line.trimmedEnd {
            // swift-profile-recorder prints no colon behind the event.
            event = word
        } else {
            end = start
        }
        restColumn = line.skipBlanks(from: end)
        rest = line.dropFirst(restColumn).trimmed
    }

    private static func wordEnd(_ line: ByteView, from start: Int) -> Int {
        var end = start
        while end < line.count, line[end] != 0x20, line[end] != 0x09 { end += 1 }
        return end
    }

    /// A header without a time counts only with a period (`COMM PID PERIOD EVENT:`).
    private init?(withoutTime line: ByteView) {
        let text = line.trimmed
        guard text.last == 0x3A else { return nil }
        let eventStart = PerfHeader.wordStart(text)
        let before = text.prefix(eventStart).trimmed
        let periodStart = PerfHeader.wordStart(before)
        guard let period = before.dropFirst(periodStart).decimal else { return nil }
        let identity = before.prefix(periodStart).trimmed
        guard let (command, process, thread) = PerfHeader.identity(identity), thread != nil else { return nil }
        self.command = command
        processID = process
        threadID = thread
        time = nil
        self.period = period
        event = text.slice(eventStart, text.count - 1)
        rest = .empty
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
