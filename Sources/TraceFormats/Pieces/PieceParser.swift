import StackModel
import TraceInput

/// The parser of a text that several threads may read piece by piece: each piece by a parser of its own into a builder
/// of its own, and then `join` makes of it what reading on would have made.
protocol PieceParser: Sendable {
    /// How far a block of whole lines reaches up to the last place in it where one record ends and another begins; nil
    /// where none is found, which costs time and nothing else.
    static func lastBorder(in block: ByteView) -> Int?

    /// A parser for a piece of the same text that begins at a border, and nothing known of what comes before it; one of
    /// `threads` at work, which keep within the limits of the text together, or nearly.
    func forPiece(ofThreads threads: Int) -> Self

    /// Gets an empty builder ready for this text.
    func prepare(_ builder: inout ProfileBuilder)

    /// Reads lines until there are no more; the text may go on.
    mutating func take(_ lines: inout LineStream, into builder: inout ProfileBuilder) throws(TraceError)

    /// Ends a piece, whose last record is complete.
    mutating func endPiece(into builder: inout ProfileBuilder)

    /// Takes over what `parser` read of the piece behind all that was read so far. False, and nothing done, where
    /// reading the piece after the others might have come to something else: a message, a record that says something
    /// of later ones.
    mutating func join(
        _ parser: Self, _ piece: Profile, limits: InputLimits, into builder: inout ProfileBuilder
    ) -> Bool
}

extension PieceParser {
    /// Reads a whole text, with several threads where the options allow more than one.
    mutating func read(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        if options.threads > 1, let parts = try PartReading<Self>(reader, options) {
            try parts.read(with: &self, into: &builder)
        } else if options.threads > 1 {
            var pieces = PieceReading<Self>(reader, options)
            try pieces.read(with: &self, into: &builder)
        } else {
            var lines = LineStream(reader)
            try take(&lines, into: &builder)
        }
    }
}
