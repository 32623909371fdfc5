/// Something that a thread did from one time to another: a traced event, a request.
package struct Span: Hashable, Sendable, BitwiseCopyable {
    package var thread: ThreadID
    package var name: StringID
    /// Nanoseconds of the trace's own clock.
    package var start: Int64
    /// Nanoseconds; never below 0.
    package var duration: Int64
    package var labels: LabelSetID

    /// A span; `duration` is in nanoseconds.
    package init(thread: ThreadID, name: StringID, start: Int64, duration: Int64, labels: LabelSetID = .none) {
        self.thread = thread
        self.name = name
        self.start = start
        self.duration = duration
        self.labels = labels
    }
}

/// The spans of a profile in the order of the trace, kept where every sample is kept.
package struct SpanTable: ~Copyable, Sendable {
    private var rows = Column<Span>()

    /// A table without spans.
    package init() {}

    /// How many spans there are.
    package var count: Int { rows.count }

    /// The span in row `row`.
    package subscript(row: Int) -> Span { rows[row] }

    /// Adds a span.
    package mutating func append(_ span: Span) { rows.append(span) }
}
