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
        var (good, paths, bad) = (0, 0, 0)
        while position < head.count {
            let newline = head.firstIndex(of: 0x0A, from: position)
            // The last line at hand may go on beyond it.
            if newline == nil, head.count == 4096 || good > 0 { break }
            let line = head.slice(position, newline ?? head.count)
            let text = line.trimmed
            position = (newline ?? head.count) + 1
            if FoldedLine.isEmptyOrComment(text) { continue }
            guard let record = FoldedLine(line, columns: 1) else {
                // The reader says better what is wrong with a number that is too large.
                if FoldedLine.endsInHugeNumber(text) { good += 1 } else { bad += 1 }
                continue
            }
            if record.stack.isEmpty { continue }
            let isPath = record.stack.firstIndex(of: 0x3B) != nil
            if isPath, bad == 0 { return .yes }
            good += 1
            if isPath { paths += 1 }
        }
        // A few lines that are none are passed over where there is no doubt of the others.
        if bad > 0 { return paths >= 2 * bad ? .maybe : .no }
        return good > 0 || beginsLongLine(head) ? .maybe : .no
    }

    /// Whether a line begins here whose count lies beyond what was peeked.
    private static func beginsLongLine(_ head: ByteView) -> Bool {
        head.count == 4096 && head.firstIndex(of: 0x3B) != nil && head.firstIndex(of: 0) == nil
            && head.firstIndex(of: 0x0A) == nil && head.first != 0x7B && head.first != 0x3C
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var parser = FoldedParser(try FoldedLayout(reader.peek()), options: options, limits: reader.limits)
        parser.prepare(&builder)
        try parser.read(reader, into: &builder, options: options)
        try parser.finish(reader, into: &builder)
    }
}

/// What the lines of a folded file have at their ends, told by the first ones.
struct FoldedLayout {
    /// One number, or two: before and after.
    let columns: Int
    /// How many decimal digits are kept: none, unless a value lies below 1 and would be lost.
    let fractionDigits: Int

    /// Looks through the whole lines of `head`, the first bytes of a file.
    init(_ head: ByteView) {
        var position = 0
        var lines = 0
        var pairs = 0
        var digits = 0
        var hasSmallValues = false
        while position < head.count {
            let newline = head.firstIndex(of: 0x0A, from: position)
            if newline == nil, head.count == 4096, lines > 0 { break }
            let line = head.slice(position, newline ?? head.count)
            let text = line.trimmed
            position = (newline ?? head.count) + 1
            if FoldedLine.isEmptyOrComment(text) { continue }
            lines += 1
            if FoldedLine(line, columns: 2) != nil { pairs += 1 }
            guard let number = FoldedLine.lastWord(text) else { continue }
            let fraction = FoldedLine.fraction(number)
            digits = max(digits, fraction.count)
            hasSmallValues = hasSmallValues || !fraction.isEmpty && FoldedLine.isBelowOne(number)
        }
        // difffolded.pl writes two columns in every line.
        columns = lines > 0 && pairs == lines ? 2 : 1
        fractionDigits = hasSmallValues ? min((digits + 2) / 3 * 3, 9) : 0
    }

    /// What the columns count.
    var valueTypes: [ValueType] {
        let unit = [0: "count", 3: "thousandths", 6: "millionths"][fractionDigits] ?? "billionths"
        return (columns == 1 ? ["samples"] : ["before", "after"]).map { ValueType(name: $0, unit: unit) }
    }
}
