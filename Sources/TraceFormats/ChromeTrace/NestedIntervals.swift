import StackModel

/// The time from `start` to `end`, in nanoseconds, that a thread was in a frame.
struct FrameInterval {
    var start: Int64
    var end: Int64
    let frame: FrameID
}

/// Intervals of one thread, each wholly within or wholly outside of every other, in the order in which they begin.
///
/// An interval that outlasts one it began in is split where that one ends, so that no time is lost: at any moment the
/// stack is what has begun and not ended. What is left stands on the rest that lasts longest.
struct NestedIntervals {
    private var intervals: [FrameInterval]
    private var splits = 0
    private var clipped = 0

    /// Splitting makes new overlaps; real traces need one round.
    private static let rounds = 8
    /// No runtime's stack is deeper; what a hostile trace nests deeper counts for the frame at this depth.
    static let deepest = 16_384

    /// Orders intervals, the longer of two that begin together first, and splits those that overlap.
    init(_ intervals: [FrameInterval]) {
        self.intervals = intervals
        for round in 1...NestedIntervals.rounds {
            sort()
            let isLast = round == NestedIntervals.rounds
            let rests = split()
            if isLast { clipped += rests.count } else { splits += rests.count }
            if rests.isEmpty || isLast { return }
            self.intervals += rests
        }
    }

    private mutating func sort() {
        func isBefore(_ left: FrameInterval, _ right: FrameInterval) -> Bool {
            left.start == right.start ? left.end > right.end : left.start < right.start
        }
        let isSorted = zip(intervals, intervals.dropFirst()).allSatisfy { !isBefore($1, $0) }
        if !isSorted { intervals.sort(by: isBefore) }
    }

    /// Ends every interval where the one that encloses its beginning ends; gives what was cut off.
    private mutating func split() -> [FrameInterval] {
        var rests: [FrameInterval] = []
        var ends: [Int64] = []
        for row in intervals.indices {
            let interval = intervals[row]
            while let end = ends.last, end <= interval.start { ends.removeLast() }
            if let end = ends.last, end < interval.end {
                rests.append(FrameInterval(start: end, end: interval.end, frame: interval.frame))
                intervals[row].end = end
            }
            ends.append(intervals[row].end)
        }
        return rests
    }

    /// Says how often intervals overlapped.
    func report(into builder: inout ProfileBuilder, file: String) {
        if splits > 0 {
            builder.diagnostics.report(
                .warning, "trace.overlap", at: SourceLocation(file: file), count: splits,
                "an event ends after the event that it began in; its rest stands on what is left of the stack")
        }
        if clipped > 0 {
            builder.diagnostics.report(
                .warning, "trace.clipped", at: SourceLocation(file: file), count: clipped,
                "an event overlaps too many others; its rest is left out")
        }
    }

    /// Adds the time between any two beginnings or ends to the stack that is open then.
    func addSamples(_ place: SampleKey, into builder: inout ProfileBuilder) {
        var key = place
        var open: [(end: Int64, stack: StackID)] = []
        var now = Int64.min
        var cut = 0
        func spend(until time: Int64, into builder: inout ProfileBuilder) {
            if let top = open.last, time > now {
                key.stack = top.stack
                builder.addSample(key, value: time.subtractingSaturated(now), time: now)
            }
            now = max(now, time)
        }
        for interval in intervals {
            while let top = open.last, top.end <= interval.start {
                spend(until: top.end, into: &builder)
                open.removeLast()
            }
            spend(until: interval.start, into: &builder)
            let caller = open.last?.stack ?? .none
            let isTooDeep = open.count >= NestedIntervals.deepest
            open.append((interval.end, isTooDeep ? caller : builder.stack(parent: caller, frame: interval.frame)))
            if isTooDeep { cut += 1 }
        }
        while let top = open.last {
            spend(until: top.end, into: &builder)
            open.removeLast()
        }
        if !intervals.isEmpty { builder.reach(now) }
        if cut > 0 {
            builder.diagnostics.report(
                .warning, "trace.depth", at: SourceLocation(file: builder.metadata.sources.first ?? ""), count: cut,
                "an event is nested deeper than \(NestedIntervals.deepest) others; its time counts for what encloses it"
            )
        }
    }
}
