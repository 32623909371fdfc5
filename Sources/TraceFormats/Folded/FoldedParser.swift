import StackModel
import TraceInput

/// Reads folded text line by line.
struct FoldedParser: PieceParser {
    private let layout: FoldedLayout
    private var tally: RecordTally
    private var stacks = FoldedStacks()
    private var values: [Int64]
    private var rounded = 0
    private var negative = 0

    private var limits: InputLimits

    init(_ layout: FoldedLayout, options: ReadOptions, limits: InputLimits) {
        self.layout = layout
        self.limits = limits
        tally = RecordTally(isStrict: options.isStrict)
        values = [Int64](repeating: 0, count: layout.columns)
    }

    func prepare(_ builder: inout ProfileBuilder) {
        builder.setWideValueTypes(layout.valueTypes)
        builder.defaultValueType = ValueTypeID(row: layout.columns)
    }

    mutating func take(_ lines: inout LineStream, into builder: inout ProfileBuilder) throws(TraceError) {
        // A block of another stream may begin at the same place, and this one's go with it.
        stacks.forgetLine()
        defer { stacks.forgetLine() }
        while let line = try lines.next() {
            if FoldedLine.isEmptyOrComment(line) { continue }
            guard let record = FoldedLine(line, columns: layout.columns, fractionDigits: layout.fractionDigits) else {
                try refuse(line.trimmed, lines, in: &builder)
                continue
            }
            try add(record, lines, into: &builder)
        }
    }

    /// Ends the file.
    func finish(_ reader: ByteReader, into builder: inout ProfileBuilder) throws(TraceError) {
        report(into: &builder, file: reader.name)
        try tally.judge(reader, builder, what: "line")
    }

    private mutating func add(
        _ record: FoldedLine, _ lines: borrowing LineStream, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        stacks.enter(block: lines.blockOffset)
        guard let stack = stacks.stack(of: record.stack, limit: limits.stackDepth, into: &builder) else {
            let error = limits.tooDeep(at: lines.location())
            return try tally.countBad(error, in: &builder)
        }
        if builder.stacks.count > limits.stackRows { throw limits.tooManyStacks(at: lines.location()) }
        values[0] = record.first
        if values.count > 1 { values[1] = record.second }
        builder.addSample(SampleKey(stack: stack), values: values)
        tally.countGood()
        if record.wasRounded { rounded += 1 }
        if record.first < 0 || record.second < 0 { negative += 1 }
    }

    /// Counts a line that ends in no number; a number that no 64 bits hold fails the file.
    private mutating func refuse(
        _ text: ByteView, _ lines: borrowing LineStream, in builder: inout ProfileBuilder
    ) throws(TraceError) {
        let error = TraceError(
            code: "folded.count", at: lines.location(column: 0),
            expected: "a stack, a blank and \(layout.columns == 1 ? "a number" : "two numbers") of at most 64 bits",
            found: text.quoted)
        if FoldedLine.endsInHugeNumber(text) { throw error }
        try tally.countBad(error, in: &builder)
    }

    private func report(into builder: inout ProfileBuilder, file: String) {
        let place = SourceLocation(file: file)
        if rounded > 0 {
            builder.diagnostics.report(
                .warning, "folded.fraction", at: place, count: rounded, "a count with decimals was rounded")
        }
        if negative > 0 {
            builder.diagnostics.report(
                .warning, "folded.negative", at: place, count: negative, "a negative count is kept as it is")
        }
        if stacks.emptyFrames > 0 {
            builder.diagnostics.report(
                .note, "folded.frame.empty", at: place, count: stacks.emptyFrames,
                "a frame without a name is left out of its stack")
        }
    }
}

// Reading one text by several threads.
extension FoldedParser {
    /// Every line is a record.
    static func lastBorder(in block: ByteView) -> Int? { block.count }

    func forPiece(ofThreads threads: Int) -> FoldedParser {
        var parser = self
        // What is too large for its share is read in its place.
        parser.limits.stackRows = limits.stackRows / (4 * threads)
        parser.tally = RecordTally(isStrict: tally.isStrict)
        parser.stacks = FoldedStacks()
        (parser.rounded, parser.negative) = (0, 0)
        return parser
    }

    mutating func endPiece(into builder: inout ProfileBuilder) {}

    mutating func join(
        _ parser: FoldedParser, _ piece: Profile, limits: InputLimits, into builder: inout ProfileBuilder
    ) -> Bool {
        guard piece.diagnostics.diagnostics.isEmpty, builder.stacks.count + piece.stacks.count <= limits.stackRows
        else {
            return false
        }
        builder.absorbPiece(piece, types: piece.valueTypeIDs)
        tally.join(parser.tally)
        stacks.join(parser.stacks)
        rounded += parser.rounded
        negative += parser.negative
        return true
    }
}

/// Interns the stacks of folded text, frame by frame from where a line differs from the line before: folded files are
/// sorted, and most of a line is what the line before began with.
///
/// The line before is looked at where it stands, as long as its block is there, and is forgotten before another thread
/// gets to see this: that is what makes it safe to hand on.
struct FoldedStacks: @unchecked Sendable {
    private(set) var emptyFrames = 0
    private var previous = ByteView.empty
    private var block = 0
    /// Where each frame of the previous line ends, the stack down to it, and how many frames of that have no name.
    private var ends: [(position: Int, stack: StackID, emptyFrames: Int)] = []

    /// Counts what was left out of the stacks of a piece.
    mutating func join(_ other: FoldedStacks) { emptyFrames += other.emptyFrames }

    /// Says where the block of the text begins that the next line is of.
    @inline(__always)
    mutating func enter(block start: Int) {
        if start != block { forgetLine() }
        block = start
    }

    /// Forgets the line before.
    mutating func forgetLine() {
        previous = .empty
        ends.removeAll(keepingCapacity: true)
    }

    /// The stack of `a;b;c`, of the block that was entered; nil when it has more frames than `limit`.
    mutating func stack(of text: ByteView, limit: Int, into builder: inout ProfileBuilder) -> StackID? {
        // A line of a count alone; what was found of the line before stays good for the next.
        guard !text.isEmpty else { return StackID.none }
        let shared = previous.commonPrefix(with: text)
        while let last = ends.last, !endsFrame(last.position, shared, text) { ends.removeLast() }
        previous = text
        var stack = ends.last?.stack ?? .none
        var emptyFrames = ends.last?.emptyFrames ?? 0
        var position = (ends.last?.position ?? -1) + 1
        while position <= text.count {
            let end = text.firstIndex(of: 0x3B, from: position) ?? text.count
            let name = text.slice(position, end)
            if name.isEmpty {
                emptyFrames += 1
            } else {
                stack = builder.stack(
                    parent: stack,
                    frame: builder.frame(symbol: name, mapping: .none, flags: FoldedStacks.flags(name)))
            }
            ends.append((end, stack, emptyFrames))
            position = end + 1
            guard ends.count <= limit else {
                forgetLine()
                return nil
            }
        }
        self.emptyFrames += emptyFrames
        return stack
    }

    /// Whether a frame of the previous line that ends at `position` is a frame of `text` too, where both lines have
    /// their first `shared` bytes in common.
    private func endsFrame(_ position: Int, _ shared: Int, _ text: ByteView) -> Bool {
        if position < shared { return true }
        return position == shared && (position == text.count || text[position] == 0x3B)
    }

    /// What the collapsers' marks say of a frame; the mark stays in its name.
    /// (`FrameFlags()`, as the literal `[]` costs 700 instructions in another module than its own.)
    private static func flags(_ name: ByteView) -> FrameFlags {
        guard name.last == 0x5D, name.count > 4 else { return FrameFlags() }
        if name.hasSuffix("_[k]") { return .kernel }
        if name.hasSuffix("_[j]") { return .jit }
        return name.hasSuffix("_[i]") ? .inlined : FrameFlags()
    }
}
