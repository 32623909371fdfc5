import StackModel
import TraceInput

/// Reads counts and times, and counts those that are odd.
struct PstatsFigures {
    /// What is no figure.
    enum Trouble: Error {
        case count, time
    }

    /// Times that are negative or no numbers.
    private(set) var oddTimes = 0
    /// Figures that 64 bits do not hold.
    private(set) var limited = 0

    /// Two counts, of which `primitive` and `calls` say the places, then self and cumulative time.
    mutating func read(
        _ items: borrowing Column<MarshalValue>, from start: Int, primitive: Int, calls: Int
    ) throws(Trouble) -> FunctionFigures {
        FunctionFigures(
            calls: try count(items[start + calls]),
            primitiveCalls: try count(items[start + primitive]),
            selfTime: try nanoseconds(items[start + 2]),
            totalTime: try nanoseconds(items[start + 3]))
    }

    private mutating func count(_ value: MarshalValue) throws(Trouble) -> Int64 {
        guard case .int(let count) = value else { throw .count }
        if count == .max || count == .min { limited += 1 }
        return count
    }

    /// Seconds as nanoseconds, rounded. A timer may count in whole numbers (`Profile(timer)` of a function that gives
    /// them), which pstats itself takes for seconds.
    private mutating func nanoseconds(_ value: MarshalValue) throws(Trouble) -> Int64 {
        let nanoseconds: Int64
        switch value {
        case .float(let seconds):
            if !seconds.isFinite || seconds < 0 { oddTimes += 1 }
            guard seconds.isFinite else { return 0 }
            nanoseconds = Int64(saturating: (seconds * 1e9).rounded())
        case .int(let seconds):
            if seconds < 0 { oddTimes += 1 }
            let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
            nanoseconds = overflow ? (seconds < 0 ? .min : .max) : product
        default: throw .time
        }
        if nanoseconds == .max || nanoseconds == .min { limited += 1 }
        return nanoseconds
    }
}
