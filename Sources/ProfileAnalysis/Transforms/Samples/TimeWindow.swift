import StackModel

/// `time`: keeps the samples of a time window, from its first nanosecond up to, but not with, its end.
///
/// `1s..3s` counts from the profile's start, `@5023.4s..@5025s` is on the trace's own clock; either end may be left
/// away. Samples without a time are dropped. Spans stay where a part of them lies in the window.
package struct TimeWindow: ProfileTransform {
    package let word: TransformWord
    package let detail = SampleDetail.everything
    package let appliesBeforeMerge = true
    private let from: TimePoint?
    private let to: TimePoint?

    /// The window that the word's argument gives.
    init(_ word: TransformWord) throws(TransformError) {
        let expected = "a window such as 1.5s..3s, 250ms.. or @5023.4s..@5025s"
        let text = try word.required(expected)
        guard let dots = text.firstRange(of: "..") else { throw .argument(word, expected: expected) }
        self.word = word
        from = try TimeWindow.point(text[..<dots.lowerBound], word, expected)
        to = try TimeWindow.point(text[dots.upperBound...], word, expected)
        if from == nil, to == nil { throw .argument(word, expected: expected) }
        if let from, let to, from.isAbsolute == to.isAbsolute, from.nanoseconds >= to.nanoseconds {
            throw .argument(word, expected: "a window that ends after it starts")
        }
    }

    private static func point(
        _ text: Substring, _ word: TransformWord, _ expected: String
    ) throws(TransformError) -> TimePoint? {
        if text.isEmpty { return nil }
        guard let point = TimePoint(text) else {
            throw .argument(word, expected: expected, advice: "units are ns, us, ms, s, min and h")
        }
        return point
    }

    package func apply(to profile: Profile) throws(TransformError) -> Profile {
        guard let span = span(of: profile) else {
            if profile.samples.count == 0, !profile.isCallGraph { return profile }
            throw TransformError(
                code: "transform.time", word, expected: "samples with a time",
                found: "none in a profile of format \(profile.metadata.format)")
        }
        let start = from?.onClock(start: span.start) ?? .min
        let end = to?.onClock(start: span.start) ?? .max
        var rewriting = Rewriting(word)
        rewriting.trace = profile.metadata.sources.first
        rewriting.keepsSample = { row in
            guard let time = profile.samples.time(row) else { return false }
            return time >= start && (time < end || end == .max)
        }
        rewriting.keepsSpan = { $0.start < end && $0.start.addingSaturated($0.duration) >= start }
        rewriting.keepsReading = { $0.time >= start && ($0.time < end || end == .max) }
        rewriting.metadata = { metadata in
            let first = max(start, span.start)
            metadata.start = first
            metadata.duration = max(min(end, span.end).subtractingSaturated(first), 0)
        }
        rewriting.nothingLeft = { [word] in
            let length = TimePoint.seconds(span.end.subtractingSaturated(span.start))
            let ends = "@\(TimePoint.seconds(span.start)) to @\(TimePoint.seconds(span.end))"
            return TransformError(
                code: "transform.nothing", word, expected: "a window with samples in it", found: "none",
                advice: "the profile goes from \(ends), which is \(length)")
        }
        return try profile.rewritten(rewriting)
    }

    /// Start and end on the trace's clock; nil when no sample has a time.
    private func span(of profile: Profile) -> (start: Int64, end: Int64)? {
        var first = Int64.max
        var last = Int64.min
        for row in 0..<profile.samples.count {
            guard let time = profile.samples.time(row) else { continue }
            first = min(first, time)
            last = max(last, time)
        }
        guard first <= last else { return nil }
        let start = profile.metadata.start ?? first
        return (start, max(profile.metadata.duration.map { start.addingSaturated($0) } ?? last, last))
    }
}
