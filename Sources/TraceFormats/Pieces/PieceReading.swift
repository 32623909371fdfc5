import Dispatch
import StackModel
import TraceInput

/// Reads one text with several threads: pieces of it are parsed apart and joined in their order, so that the profile
/// and all messages are those of one thread, whatever the number of threads and the size of the pieces.
///
/// While pieces are parsed this thread decompresses and cuts the next ones and joins those that are done. Only a few
/// are held at any time (docs/decisions/0070-pieces.md).
struct PieceReading<Parser: PieceParser> {
    private let reader: ByteReader
    private let threads: Int
    private var pieces: TextPieces<Parser>
    private let detail: SampleDetail
    private var offset = 0
    private var lines = 0

    /// Reads with as many threads beside this one as the options say.
    init(_ reader: ByteReader, _ options: ReadOptions) {
        self.reader = reader
        threads = options.threads
        detail = options.detail
        pieces = TextPieces(reader, size: options.pieceSize)
    }

    /// Reads the text to its end.
    mutating func read(with parser: inout Parser, into builder: inout ProfileBuilder) throws(TraceError) {
        guard let first = try pieces.next() else { return }
        var workers = PieceWorkers<Parser>()
        var waiting: [(piece: TextPiece, work: PieceWork<Parser>)] = []
        var failure: TraceError?
        var unread: TextPiece? = first
        while unread != nil || !waiting.isEmpty {
            while let piece = unread, waiting.count < threads + 2 {
                let work = PieceWork(parser.forPiece(ofThreads: threads), detail: detail) { [name = reader.name] in
                    LineStream(piece.bytes, file: name, offset: piece.offset, number: 0)
                }
                // A text that is one piece is read here, and so is a piece that was cut in the middle of a record.
                if piece.isWhole, !(waiting.isEmpty && offset == 0 && pieces.atEnd) {
                    workers.start(work, threads: threads)
                }
                waiting.append((piece, work))
                do throws(TraceError) { unread = try pieces.next() } catch {
                    // What stands before the place that cannot be read may have an error of its own.
                    failure = error
                    unread = nil
                }
            }
            let (piece, work) = waiting.removeFirst()
            try take(piece, work, with: &parser, into: &builder)
            pieces.takeBack(piece)
        }
        if let failure { throw failure }
    }

    private mutating func take(
        _ piece: TextPiece, _ work: PieceWork<Parser>, with parser: inout Parser, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        defer { offset += piece.bytes.count }
        if let joined = work.join(to: &parser, limits: reader.limits, into: &builder) {
            lines += joined
            return
        }
        var stream = LineStream(piece.bytes, file: reader.name, offset: offset, number: lines)
        try parser.take(&stream, into: &builder)
        lines = stream.number
        withExtendedLifetime(piece) {}
    }
}

/// The threads that parse pieces, made when they are first needed.
private struct PieceWorkers<Parser: PieceParser> {
    private var queues: [DispatchQueue] = []
    private var started = 0

    /// Lets one of `threads` threads do the work.
    mutating func start(_ work: PieceWork<Parser>, threads: Int) {
        // Queues of one thread each: a queue of many would wait for the threads that this process has already.
        if queues.count < threads { queues.append(DispatchQueue(label: "stacksift.piece.\(queues.count)")) }
        work.begin(on: queues[started % queues.count])
        started += 1
    }
}
