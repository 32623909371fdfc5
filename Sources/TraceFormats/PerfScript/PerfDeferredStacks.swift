import StackModel

/// Samples whose user half comes later (`perf record --call-graph fp,defer`): taken in the kernel, they end in a cookie,
/// and one record on the way back to user space completes all samples with that cookie.
struct PerfDeferredStacks {
    private struct Waiting {
        var key: SampleKey
        var value: Int64
        var time: Int64?
        /// The kernel half, leaf first.
        var frames: [FrameID]
    }

    private var waiting: [UInt64: [Waiting]] = [:]

    /// Keeps a sample until its user half comes.
    mutating func hold(_ sample: PerfSample, cookie: UInt64) {
        waiting[cookie, default: []].append(
            Waiting(key: sample.key, value: sample.value, time: sample.time, frames: sample.frames))
    }

    /// Completes the samples that wait for a user half, and says how many.
    mutating func complete(_ cookie: UInt64, with user: [FrameID], into builder: inout ProfileBuilder) -> Int {
        guard let samples = waiting.removeValue(forKey: cookie) else { return 0 }
        for sample in samples { PerfDeferredStacks.add(sample, user, to: &builder) }
        return samples.count
    }

    /// Counts the samples whose user half never came, with their kernel half.
    mutating func finish(at location: SourceLocation, into builder: inout ProfileBuilder, tally: inout RecordTally) {
        guard !waiting.isEmpty else { return }
        var count = 0
        for cookie in waiting.keys.sorted() { count += complete(cookie, with: [], into: &builder) }
        for _ in 0..<count { tally.countGood() }
        builder.diagnostics.report(
            .note, "perf.deferred", at: location, count: count,
            "the user half of a stack never came: the kernel's stands")
    }

    private static func add(_ sample: Waiting, _ user: [FrameID], to builder: inout ProfileBuilder) {
        var key = sample.key
        key.stack = builder.stack(leafFirst: sample.frames + user)
        builder.addSample(key, value: sample.value, time: sample.time)
    }
}
