import StackModel

/// When each sample was taken and how long it lasted, in nanoseconds.
struct CPUProfileTimeline {
    private(set) var times: [Int64] = []
    private(set) var durations: [Int64] = []
    /// The samples in order of time.
    private(set) var order: [Int]
    private var negatives = 0
    private var countsDiffer = false

    /// `timeDeltas[i]` is the time between sample i - 1 (or the start) and sample i, in microseconds.
    init(samples: [Int64], deltas: [Double], start: Double, end: Double?) {
        order = Array(0..<samples.count)
        countsDiffer = samples.count != deltas.count
        var now = start
        for index in 0..<samples.count {
            let delta = index < deltas.count ? deltas[index] : 0
            if delta < 0 { negatives += 1 }
            now += delta
            times.append(CPUProfileTimeline.nanoseconds(now))
        }
        if negatives > 0 { order.sort { times[$0] == times[$1] ? $0 < $1 : times[$0] < times[$1] } }
        durations = [Int64](repeating: 0, count: samples.count)
        for (place, index) in order.enumerated() {
            let next =
                place + 1 < order.count
                ? times[order[place + 1]] : end.map(CPUProfileTimeline.nanoseconds) ?? times[index]
            durations[index] = max(0, next.subtractingSaturated(times[index]))
        }
    }

    /// Says what is odd about the times.
    func report(into builder: inout ProfileBuilder, file: String) {
        if negatives > 0 {
            builder.diagnostics.report(
                .note, "cpuprofile.order", at: SourceLocation(file: file), count: negatives,
                "time runs backwards here: the samples were sorted by time")
        }
        if countsDiffer {
            builder.diagnostics.report(
                .warning, "cpuprofile.deltas", at: SourceLocation(file: file),
                "there are not as many timeDeltas as samples")
        }
    }

    private static func nanoseconds(_ microseconds: Double) -> Int64 {
        let value = (microseconds * 1000).rounded()
        return Int64(exactly: value) ?? (value < 0 ? .min : .max)
    }
}
