import StackModel
import TraceInput

/// Asynchronous events, which begin and end by id (b and e, or the older S and F): spans that overlap as they like.
///
/// They are no stacks. In a trace that has nothing else, such as Node's `node.async_hooks`, each one's duration is
/// counted for its name.
struct ChromeAsync {
    static let valueType = ValueType(name: "async", unit: "nanoseconds")

    /// Events meet by process, category, id and name; those of one key end in the reverse order of beginning.
    private struct Key: Hashable {
        let process: ChromeID
        let name: StringID
        let scope: [UInt8]
    }

    private struct Interval {
        let thread: ChromeThreadKey
        let name: StringID
        let start: Int64
        let end: Int64
    }

    private var open: [Key: [(thread: ChromeThreadKey, start: Int64)]] = [:]
    private var intervals: [Interval] = []
    private var openCount = 0
    private var unmatched = 0

    /// Whether no asynchronous event began and ended.
    var isEmpty: Bool { intervals.isEmpty }

    /// Takes a beginning or an end.
    mutating func take(
        _ event: ChromeEvent, begins: Bool, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        guard let time = event.time else { return unmatched += 1 }
        let name = try event.nameID(into: &builder)
        let key = Key(process: event.thread.process, name: name, scope: try event.scope())
        if begins {
            open[key, default: []].append((event.thread, time))
            openCount += 1
        } else if let begin = open[key]?.popLast() {
            openCount -= 1
            intervals.append(
                Interval(thread: begin.thread, name: name, start: begin.start, end: max(begin.start, time)))
        } else {
            unmatched += 1
        }
    }

    /// Adds all as spans, and as samples of one frame where the trace has nothing else.
    func add(
        _ threads: ChromeThreads, asSamples: Bool, into builder: inout ProfileBuilder, file: String
    ) {
        for interval in intervals {
            let thread = threads.thread(interval.thread, into: &builder)
            let duration = interval.end.subtractingSaturated(interval.start)
            builder.addSpan(Span(thread: thread, name: interval.name, start: interval.start, duration: duration))
            guard asSamples else { continue }
            let name = interval.name.isNone ? builder.string("(unnamed)") : interval.name
            let frame = builder.frame(Frame(function: builder.function(Function(name: name))))
            var key = builder.place(thread, ChromeAsync.valueType)
            key.stack = builder.stack(parent: .none, frame: frame)
            builder.addSample(key, value: duration, time: interval.start)
        }
        let left = openCount + unmatched
        if left > 0 {
            builder.diagnostics.report(
                .note, "trace.async", at: SourceLocation(file: file), count: left,
                "an asynchronous event has only a beginning or only an end; it is left out")
        }
    }
}
