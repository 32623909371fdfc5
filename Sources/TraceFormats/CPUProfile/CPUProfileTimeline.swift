import StackModel

/// When each sample of a V8 profile was taken and how long it lasted.
///
/// `timeDeltas[i]` is the time between sample i - 1 (or the start) and sample i, in microseconds; so sample i lasts
/// `timeDeltas[i + 1]`, and the last one until the end. (V8: src/inspector/v8-profiler-agent-impl.cc,
/// buildInspectorObjectForTimestamps.) Deltas are signed: V8's two clocks do not always agree.
struct CPUProfileTimeline {
    private let count: Int
    private let deltas: CPUProfileDeltas
    private let start: Double
    private let end: Double?
    /// How many deltas are below 0.
    let negatives: Int

    /// The times of `count` samples; `start` and `end` in microseconds.
    init(count: Int, deltas: CPUProfileDeltas, start: Double, end: Double?) {
        self.count = count
        self.deltas = deltas
        self.start = start
        self.end = end
        negatives = deltas.negatives(ofFirst: count)
    }

    /// Calls `body` for every sample in the order of time, with its time and duration in nanoseconds.
    @inline(__always)
    func forEach(_ body: (_ index: Int, _ time: Int64, _ duration: Int64) -> Void) {
        if deltas.count == 0 { return spreadEvenly(body) }
        if negatives > 0 { return sorted(body) }
        var clock = deltas.clock(from: start)
        clock.advance(0)
        var time = clock.nanoseconds
        for index in 0..<count {
            clock.advance(index + 1)
            let isLast = index + 1 == count && index + 1 >= deltas.count
            let next = isLast ? endTime ?? time : clock.nanoseconds
            body(index, time, max(next.subtractingSaturated(time), 0))
            time = next
        }
    }

    private var endTime: Int64? { end.map(CPUProfileDeltas.nanoseconds) }

    /// Without deltas: the samples are taken to be equally far apart, as DevTools does.
    private func spreadEvenly(_ body: (_ index: Int, _ time: Int64, _ duration: Int64) -> Void) {
        let step = max((end ?? start) - start, 0) / Double(max(count, 1))
        var time = CPUProfileDeltas.nanoseconds(start)
        for index in 0..<count {
            let next = CPUProfileDeltas.nanoseconds(start + step * Double(index + 1))
            body(index, time, next.subtractingSaturated(time))
            time = next
        }
    }

    /// Where time runs backwards, as DevTools does: samples in the order of their times. What comes before the first
    /// sample of the file was not measured, so that the sum stays what the deltas add up to.
    private func sorted(_ body: (_ index: Int, _ time: Int64, _ duration: Int64) -> Void) {
        var times: [Int64] = []
        times.reserveCapacity(count)
        var clock = deltas.clock(from: start)
        for index in 0..<count {
            clock.advance(index)
            times.append(clock.nanoseconds)
        }
        let first = times.first ?? 0
        var order = Array(0..<count)
        order.sort { times[$0] == times[$1] ? $0 < $1 : times[$0] < times[$1] }
        for (place, index) in order.enumerated() {
            let next = place + 1 < count ? times[order[place + 1]] : endTime ?? times[index]
            let begin = max(times[index], first)
            body(index, times[index], max(next.subtractingSaturated(begin), 0))
        }
    }

    /// Says what is odd about the times.
    func report(into builder: inout ProfileBuilder, file: String) {
        if negatives > 0 {
            builder.diagnostics.report(
                .note, "cpuprofile.order", at: SourceLocation(file: file), count: negatives,
                "time runs backwards here: the samples were sorted by time")
        }
        if deltas.count == 0 {
            builder.diagnostics.report(
                .note, "cpuprofile.times", at: SourceLocation(file: file),
                "the file has no times of samples: they are taken to be equally far apart")
        } else if deltas.count != count {
            builder.diagnostics.report(
                .warning, "cpuprofile.deltas", at: SourceLocation(file: file),
                "there are \(deltas.count) times of samples for \(count) samples")
        }
    }
}
