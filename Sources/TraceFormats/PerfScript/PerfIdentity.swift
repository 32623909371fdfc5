import StackModel

/// What stands in front of a header's time: `COMM PID/TID [CPU] MISC TOD`.
///
/// The command name may hold blanks, digits, brackets and colons, so the text is taken off from the right and what is
/// left is the name.
struct PerfIdentity {
    var command: ByteView
    var processID: Int64?
    var threadID: Int64?
    var cpu: Int64?

    /// Whether the text named a process or a thread by number.
    var isNumbered: Bool { processID != nil || threadID != nil }

    /// Nobody in particular.
    static var none: PerfIdentity { PerfIdentity(command: .empty) }

    private init(command: ByteView) { self.command = command }

    /// Reads `line` up to `end`.
    init(_ line: ByteView, upTo end: Int) {
        var rest = PerfIdentity.trimmed(line, end)
        let whole = line.prefix(rest)
        self.init(command: whole)
        // cpu, misc, and a time of day in two words, at most.
        for _ in 0..<5 {
            let start = PerfIdentity.wordStart(line, before: rest)
            let word = line.slice(start, rest)
            if cpu == nil, let bare = PerfIdentity.latencyCPU(line, start, rest) {
                cpu = bare
            } else if let ids = PerfIdentity.ids(word) {
                processID = ids.process
                threadID = ids.thread
                command = PerfIdentity.command(line, upTo: start)
                return
            } else if let number = PerfIdentity.cpu(word) {
                cpu = number
            } else if !PerfIdentity.isMisc(word), !PerfIdentity.isTimeOfDay(word), !PerfIdentity.isDate(word) {
                break
            }
            rest = PerfIdentity.trimmed(line, start)
        }
        // Without ids (-F comm,time,...) what is left is the name, unless the name itself looks like one of those.
        command = PerfIdentity.command(line, upTo: rest)
        if command.isEmpty { command = PerfIdentity.command(whole, upTo: whole.count) }
    }

    /// The name, without the marks of guest machines that perf prints in front of it.
    private static func command(_ line: ByteView, upTo end: Int) -> ByteView {
        var name = line.prefix(end).trimmed
        for mark in ["VM:", "VCPU:"] as [StaticString] where name.hasPrefix(mark) {
            let number = name.skipBlanks(from: mark.utf8CodeUnitCount)
            let digits = name.decimalDigits(from: number)
            if digits > 0, number + digits < name.count { name = name.dropFirst(number + digits).trimmed }
        }
        return name
    }

    /// `PID/TID`, or `TID` alone: perf's default prints the thread id only.
    static func ids(_ word: ByteView) -> (process: Int64?, thread: Int64?)? {
        guard let last = word.last, last &- 0x30 < 10 else { return nil }
        if let slash = word.firstIndex(of: 0x2F) {
            guard let process = word.prefix(slash).signedDecimal, let thread = word.dropFirst(slash + 1).signedDecimal
            else { return nil }
            return (process, thread)
        }
        guard let thread = word.signedDecimal else { return nil }
        return (nil, thread)
    }

    private static func cpu(_ word: ByteView) -> Int64? {
        guard word.first == 0x5B, word.last == 0x5D, word.count >= 3 else { return nil }
        return word.slice(1, word.count - 1).signedDecimal
    }

    /// `perf script -L` prints the cpu bare (`%3d`), behind a command of eight bytes and ids of seven: only the columns
    /// tell it from a thread id.
    private static func latencyCPU(_ line: ByteView, _ start: Int, _ end: Int) -> Int64? {
        let field = end - 3
        guard field >= 17, start >= field, field > 0, line[field - 1] == 0x20, line[8] == 0x20 else { return nil }
        let before = trimmed(line, field)
        let idStart = wordStart(line, before: before)
        guard idStart > 8, ids(line.slice(idStart, before)) != nil else { return nil }
        let hasSlash = line.slice(idStart, before).firstIndex(of: 0x2F).map { idStart + $0 == 16 }
        guard hasSlash ?? (before == 16), field == (hasSlash == nil ? 17 : 25) else { return nil }
        return line.slice(start, end).signedDecimal
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

    /// Where the word begins that ends at `end`.
    @inline(__always)
    static func wordStart(_ line: ByteView, before end: Int) -> Int {
        var start = end
        while start > 0, line[start &- 1] != 0x20, line[start &- 1] != 0x09 { start &-= 1 }
        return start
    }

    /// Where the blanks begin that stand in front of `end`.
    @inline(__always)
    static func trimmed(_ line: ByteView, _ end: Int) -> Int {
        var end = end
        while end > 0, line[end &- 1] == 0x20 || line[end &- 1] == 0x09 { end &-= 1 }
        return end
    }
}
