import StackModel
import TraceInput

/// Folded stacks: `frame;frame;leaf COUNT`, or with two counts the stacks of a comparison.
package enum FoldedFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "folded", name: "folded stacks",
        recordedBy: "stacksift fold TRACE > x.folded, or any stackcollapse tool",
        weights: "the number at the end of each line; two numbers are the value types before and after")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        if AustinFormat.sniff(head) == .yes { return .no }
        var position = 0
        var good = 0
        while position < head.count {
            guard let newline = head.firstIndex(of: 0x0A, from: position) else { break }
            let line = head.slice(position, newline).trimmed
            position = newline + 1
            if line.isEmpty || line.first == 0x23 { continue }
            guard let record = FoldedRecord(line, columns: 1) else { return good > 0 ? .maybe : .no }
            if record.stack.firstIndex(of: 0x3B) != nil { return .yes }
            good += 1
        }
        if position < head.count, good == 0, head.count < 4096 {
            guard let record = FoldedRecord(head.dropFirst(position).trimmed, columns: 1) else { return .no }
            return record.stack.firstIndex(of: 0x3B) != nil ? .yes : .maybe
        }
        // One line of a megabyte has its count beyond what was peeked.
        if good == 0, head.count == 4096, head.firstIndex(of: 0x3B) != nil, head.firstIndex(of: 0) == nil,
            head.firstIndex(of: 0x0A) == nil, head.first != 0x7B, head.first != 0x3C
        {
            return .maybe
        }
        return good > 0 ? .maybe : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var tally = RecordTally(isStrict: options.isStrict)
        let columns = try columnCount(reader.peek())
        builder.setWideValueTypes(
            columns == 1
                ? [ValueType(name: "samples", unit: "count")]
                : [ValueType(name: "before", unit: "count"), ValueType(name: "after", unit: "count")])
        builder.defaultValueType = ValueTypeID(row: columns)
        while let line = try reader.nextLine() {
            let text = line.trimmed
            if text.isEmpty || text.first == 0x23 { continue }
            guard let record = FoldedRecord(text, columns: columns) else {
                let error = TraceError(
                    code: "folded.count", at: reader.location(column: 0),
                    expected: "a stack, a blank and \(columns == 1 ? "a whole number" : "two whole numbers")",
                    found: text.quoted)
                if FoldedRecord.endsInHugeNumber(text) { throw error }
                try tally.countBad(error, in: &builder)
                continue
            }
            if record.wasRounded {
                builder.diagnostics.report(
                    .note, "folded.fraction", at: reader.location(), "a fractional count was rounded")
            }
            if record.values.contains(where: { $0 < 0 }) {
                builder.diagnostics.report(
                    .warning, "folded.negative", at: reader.location(), "a negative count is kept as it is")
            }
            let stack = stack(of: record.stack, into: &builder)
            builder.addSample(SampleKey(stack: stack), values: record.values)
            tally.countGood()
        }
        try tally.judge(reader, builder, what: "line")
    }

    /// Two when every whole line at the start of the file ends in two numbers, as difffolded.pl writes it.
    private static func columnCount(_ head: ByteView) -> Int {
        var position = 0
        var lines = 0
        while position < head.count {
            let newline = head.firstIndex(of: 0x0A, from: position)
            if newline == nil, head.count == 4096, lines > 0 { break }
            let line = head.slice(position, newline ?? head.count).trimmed
            position = (newline ?? head.count) + 1
            if line.isEmpty || line.first == 0x23 { continue }
            if FoldedRecord(line, columns: 2) == nil { return 1 }
            lines += 1
        }
        return lines > 0 ? 2 : 1
    }

    /// Interns the frames of `a;b;c`; an empty frame name is a frame of that name.
    private static func stack(of text: ByteView, into builder: inout ProfileBuilder) -> StackID {
        var stack = StackID.none
        var position = 0
        while position <= text.count {
            let end = text.firstIndex(of: 0x3B, from: position) ?? text.count
            let name = text.slice(position, end)
            if !name.isEmpty {
                let frame = builder.frame(symbol: name, mapping: .none, flags: [])
                stack = builder.stack(parent: stack, frame: frame)
            }
            position = end + 1
        }
        return stack
    }
}

/// One line of folded text.
struct FoldedRecord {
    let stack: ByteView
    let values: [Int64]
    let wasRounded: Bool

    /// Splits a trimmed line with `columns` numbers at its end; nil when it has not.
    init?(_ line: ByteView, columns: Int) {
        var rest = line
        var values: [Int64] = []
        var wasRounded = false
        for _ in 0..<columns {
            guard let (number, start, rounded) = FoldedRecord.lastNumber(rest) else { return nil }
            values.insert(number, at: 0)
            wasRounded = wasRounded || rounded
            rest = rest.prefix(start).trimmed
        }
        guard !rest.isEmpty else { return nil }
        stack = rest
        self.values = values
        self.wasRounded = wasRounded
    }

    /// The number at the end of `text`, behind a blank or tab, and where it starts.
    private static func lastNumber(_ text: ByteView) -> (Int64, Int, Bool)? {
        var start = text.count
        while start > 0, text[start - 1] != 0x20, text[start - 1] != 0x09 { start -= 1 }
        guard start > 0, start < text.count else { return nil }
        let word = text.dropFirst(start)
        if let value = word.signedDecimal { return (value, start, false) }
        guard let dot = word.firstIndex(of: 0x2E), dot > 0, let whole = word.prefix(dot).signedDecimal else {
            return nil
        }
        let fraction = word.dropFirst(dot + 1)
        guard fraction.decimalDigits(from: 0) == fraction.count else { return nil }
        let roundsUp = (fraction.first ?? 0x30) >= 0x35
        let rounded = roundsUp ? whole.addingSaturated(word.first == 0x2D ? -1 : 1) : whole
        return (rounded, start, fraction.trimmed.count > 0)
    }

    /// Whether a line ends in a whole number that does not fit into 64 bits.
    static func endsInHugeNumber(_ text: ByteView) -> Bool {
        var start = text.count
        while start > 0, text[start - 1] != 0x20, text[start - 1] != 0x09 { start -= 1 }
        let word = text.dropFirst(start)
        return word.count > 18 && word.decimalDigits(from: 0) == word.count
    }
}
