import StackModel

/// The duration events of one thread, on their way to become intervals.
struct ChromeThreadDurations {
    let key: ChromeThreadKey

    /// A B event, or an E event where there is no frame.
    private struct Mark {
        let time: Int64
        let name: StringID
        let frame: FrameID
        var isBegin: Bool { !frame.isNone }
    }

    private var marks: [Mark] = []
    private var complete: [FrameInterval] = []
    private var isSorted = true
    private var lastTime = Int64.min

    /// A thread without events.
    init(key: ChromeThreadKey) { self.key = key }

    /// Notes a B event.
    mutating func begin(_ name: StringID, _ frame: FrameID, at time: Int64) {
        append(Mark(time: time, name: name, frame: frame))
    }

    /// Notes an E event; without a name it ends whatever is open.
    mutating func end(_ name: StringID, at time: Int64) { append(Mark(time: time, name: name, frame: .none)) }

    /// Notes an X event.
    mutating func complete(_ frame: FrameID, from start: Int64, to end: Int64) {
        complete.append(FrameInterval(start: start, end: end, frame: frame))
        lastTime = max(lastTime, end)
    }

    private mutating func append(_ mark: Mark) {
        if let last = marks.last, last.time > mark.time { isSorted = false }
        marks.append(mark)
        lastTime = max(lastTime, mark.time)
    }

    /// All events as intervals: X as they are, then B with the E that ends it, in the order in which they begin.
    ///
    /// Events may stand in the file in any order; of equal times the order of the file counts. An E ends the open event
    /// of its name; those opened since end with it. A B that nothing ends lasts to the thread's last event.
    mutating func intervals(into builder: inout ProfileBuilder, file: String) -> [FrameInterval] {
        if !isSorted {
            // Swift's sort is stable.
            marks.sort { $0.time < $1.time }
        }
        var intervals = complete
        var open: [(name: StringID, row: Int)] = []
        var openCount: [StringID: Int] = [:]
        var unclosed = 0
        var unmatched = 0
        func close(at time: Int64) {
            guard let top = open.popLast() else { return }
            openCount[top.name, default: 1] -= 1
            intervals[top.row].end = time
        }
        var index = 0
        while index < marks.count {
            let mark = marks[index]
            if mark.isBegin {
                open.append((mark.name, intervals.count))
                openCount[mark.name, default: 0] += 1
                intervals.append(FrameInterval(start: mark.time, end: mark.time, frame: mark.frame))
            } else if !open.isEmpty, mark.name.isNone || open.last?.name == mark.name {
                close(at: mark.time)
            } else if let better = betterMark(after: index, top: open.last?.name) {
                marks.swapAt(index, better)
                continue
            } else if openCount[mark.name, default: 0] > 0 {
                while let top = open.last, top.name != mark.name {
                    unclosed += 1
                    close(at: mark.time)
                }
                close(at: mark.time)
            } else {
                unmatched += 1
            }
            index += 1
        }
        unclosed += open.count
        while !open.isEmpty { close(at: lastTime) }
        report(unclosed, "trace.unclosed", "an event is not ended; it ends with what encloses it", &builder, file)
        report(unmatched, "trace.unmatched", "the end of an event that had not begun is left out", &builder, file)
        return intervals
    }

    /// Of the events at the same time as the E event at `index` one that must come before it: the end of what is on
    /// top, or the beginning of what it ends. Few events share one time; a trace made of them is not searched through.
    private func betterMark(after index: Int, top: StringID?) -> Int? {
        let mark = marks[index]
        for next in marks.indices.dropFirst(index + 1).prefix(64) {
            let other = marks[next]
            guard other.time == mark.time else { return nil }
            if other.isBegin ? other.name == mark.name : top != nil && other.name == top { return next }
        }
        return nil
    }

    private func report(
        _ count: Int, _ code: String, _ message: String, _ builder: inout ProfileBuilder, _ file: String
    ) {
        if count == 0 { return }
        builder.diagnostics.report(.warning, code, at: SourceLocation(file: file), count: count, message)
    }
}
