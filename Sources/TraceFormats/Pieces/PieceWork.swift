import Dispatch
import StackModel
import TraceInput

/// What another thread does with a piece or a part of a text, and what came of it.
///
/// The result is written by one thread before `done` is signalled and read by another after it, and the lines are read
/// by the one alone: that is what makes it safe to share.
final class PieceWork<Parser: PieceParser>: @unchecked Sendable {
    private let parser: Parser
    private let detail: SampleDetail
    private let lines: () -> LineStream
    private var isBegun = false
    private var isOver = false
    private let done = DispatchSemaphore(value: 0)
    private var outcome: Result?

    private struct Result {
        var parser: Parser
        var profile: Profile
        var lines: Int
    }

    /// Work for `parser` on the lines that `lines` gives, numbered from 1 on.
    init(_ parser: Parser, detail: SampleDetail, lines: @escaping () -> LineStream) {
        self.parser = parser
        self.detail = detail
        self.lines = lines
    }

    /// Lets the queue do it.
    func begin(on queue: DispatchQueue) {
        isBegun = true
        queue.async { self.run() }
    }

    private func run() {
        defer { done.signal() }
        var parser = parser
        var builder = ProfileBuilder(detail: detail)
        parser.prepare(&builder)
        var stream = lines()
        // What fails here fails again when it is read in its place, and is told then.
        do throws(TraceError) { try parser.take(&stream, into: &builder) } catch { return }
        parser.endPiece(into: &builder)
        outcome = Result(parser: parser, profile: builder.finish(), lines: stream.number)
    }

    /// Waits until nobody works on it any more.
    func wait() {
        guard isBegun, !isOver else { return }
        done.wait()
        isOver = true
    }

    /// Lets `parser` take over what came of it, once it is done, and gives the number of its lines; nil where nothing was
    /// begun, or it failed, or reading it in its place might come to something else.
    func join(to parser: inout Parser, limits: InputLimits, into builder: inout ProfileBuilder) -> Int? {
        wait()
        defer { outcome = nil }
        guard let result = outcome, parser.join(result.parser, result.profile, limits: limits, into: &builder) else {
            return nil
        }
        return result.lines
    }
}
