import Dispatch
import StackModel
import TraceInput

/// Reads one plain file with several threads, a part of the file each: this thread the first part, as if it were alone,
/// the others the parts behind it, which are joined in their order. Each thread fills tables once, where pieces of a few
/// MiB would fill new ones for each of them.
struct PartReading<Parser: PieceParser> {
    private let reader: ByteReader
    private let detail: SampleDetail
    private let parts: [Range<Int>]

    /// Nil where the text is no plain file, or a small one, or no borders are found.
    init?(_ reader: ByteReader, _ options: ReadOptions) throws(TraceError) {
        guard let size = reader.divisibleSize, size / options.threads >= options.pieceSize else { return nil }
        self.reader = reader
        detail = options.detail
        var borders = [0]
        for part in 1..<options.threads {
            let border = try PartReading.border(before: size / options.threads * part, in: reader)
            if let border, border > borders[borders.count - 1] { borders.append(border) }
        }
        guard borders.count > 1 else { return nil }
        // A file that grows is read to its new end.
        parts = zip(borders, borders.dropFirst() + [.max]).map { $0..<$1 }
    }

    /// Where one record ends and another begins, in front of `place` and near it.
    private static func border(before place: Int, in reader: ByteReader) throws(TraceError) -> Int? {
        let start = max(place - (1 << 17), 0)
        guard let part = reader.part(start..<place) else { return nil }
        let bytes = try part.readAll()
        guard let first = bytes.firstIndex(of: 0x0A), let last = bytes.lastIndex(of: 0x0A), first < last else {
            return nil
        }
        return Parser.lastBorder(in: bytes.slice(first + 1, last + 1)).map { start + first + 1 + $0 }
    }

    /// Reads the file to its end.
    func read(with parser: inout Parser, into builder: inout ProfileBuilder) throws(TraceError) {
        let readers = try parts.dropFirst().map(part)
        let others = readers.map { part in
            PieceWork(parser.forPiece(ofThreads: parts.count), detail: detail) { LineStream(part) }
        }
        for (index, work) in others.enumerated() { work.begin(on: DispatchQueue(label: "stacksift.part.\(index)")) }
        defer {
            // After an error nobody wants the other parts; they are waited for as they use the file.
            for part in readers { part.stop() }
            for work in others { work.wait() }
        }
        var lines = 0
        try take(parts[0], &lines, with: &parser, into: &builder)
        for (range, work) in zip(parts.dropFirst(), others) {
            if let joined = work.join(to: &parser, limits: reader.limits, into: &builder) {
                lines += joined
            } else {
                try take(range, &lines, with: &parser, into: &builder)
            }
        }
    }

    private func take(
        _ range: Range<Int>, _ lines: inout Int, with parser: inout Parser, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        var stream = LineStream(try part(range), number: lines)
        try parser.take(&stream, into: &builder)
        lines = stream.number
    }

    private func part(_ range: Range<Int>) throws(TraceError) -> ByteReader {
        guard let part = reader.part(range) else {
            throw TraceError(
                code: "input.read", at: SourceLocation(file: reader.name), expected: "parts of a file", found: "none")
        }
        return part
    }
}
