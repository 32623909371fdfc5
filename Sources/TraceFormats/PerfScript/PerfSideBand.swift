import StackModel

/// What a `PERF_RECORD_...` line tells; perf prints them with --show-task-events, --show-lost-events and their like.
enum PerfSideBand {
    /// A thread has a name and belongs to a process.
    case command(name: ByteView, process: Int64, thread: Int64)
    /// A thread was made by another one, whose name it has at first.
    case fork(process: Int64, thread: Int64, parent: Int64)
    /// The recorder lost events.
    case lost(Int64)
    /// Anything else: mappings, switches, exits.
    case other

    /// Reads a line from `PERF_RECORD_` on.
    init(_ text: ByteView) {
        if text.hasPrefix("PERF_RECORD_COMM") {
            self = PerfSideBand.command(text) ?? .other
        } else if text.hasPrefix("PERF_RECORD_FORK(") {
            self = PerfSideBand.fork(text) ?? .other
        } else if text.hasPrefix("PERF_RECORD_LOST") {
            self = .lost(PerfSideBand.lost(text))
        } else {
            self = .other
        }
    }

    /// `PERF_RECORD_COMM exec: NAME:PID/TID`; the name may hold colons.
    private static func command(_ text: ByteView) -> PerfSideBand? {
        guard let start = text.firstIndex(of: ByteView(literal: ": ")), let end = text.lastIndex(of: 0x3A),
            end >= start + 2,
            let ids = PerfIdentity.ids(text.dropFirst(end + 1).trimmed), let process = ids.process,
            let thread = ids.thread
        else { return nil }
        return .command(name: text.slice(start + 2, end), process: process, thread: thread)
    }

    /// `PERF_RECORD_FORK(PID:TID):(PPID:PTID)`
    private static func fork(_ text: ByteView) -> PerfSideBand? {
        var numbers: [Int64] = []
        var index = 0
        while index < text.count, numbers.count < 4 {
            let digits = text.decimalDigits(from: index)
            if digits > 0 {
                guard let number = text.slice(index, index + digits).signedDecimal else { return nil }
                numbers.append(number)
            }
            index += max(digits, 1)
        }
        return numbers.count == 4 ? .fork(process: numbers[0], thread: numbers[1], parent: numbers[3]) : nil
    }

    /// `PERF_RECORD_LOST lost 12`; without a number at least one was.
    private static func lost(_ text: ByteView) -> Int64 {
        let word = ByteView(literal: "lost ")
        guard let found = text.firstIndex(of: word) else { return 1 }
        let start = found + word.count
        let digits = text.decimalDigits(from: start)
        return text.slice(start, start + digits).decimal.map { Int64(clamping: $0) } ?? 1
    }
}
