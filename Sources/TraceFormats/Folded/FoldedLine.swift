import StackModel

/// One line of folded text, split into the stack and the numbers at its end.
struct FoldedLine {
    let stack: ByteView
    /// The number, or the first of two.
    let first: Int64
    /// The second of two numbers.
    let second: Int64
    /// Whether decimals beyond those that are kept were rounded away.
    let wasRounded: Bool

    /// Splits a line with `columns` (1 or 2) numbers at its end, in units of 10 to the power of minus `fractionDigits`;
    /// nil when it has not. A line of a blank and numbers is a stack without frames (py-spy writes such lines).
    init?(_ line: ByteView, columns: Int, fractionDigits: Int = 0) {
        let line = line.prefix(line.trimmedEnd)
        // What nearly every line is, without looking for its number twice.
        if columns == 1, fractionDigits == 0, let number = line.lastWholeNumber {
            (first, second, wasRounded) = (number.value, 0, false)
            stack = line.prefix(number.start).trimmed
            return
        }
        guard let word = FoldedLine.lastWord(line), let last = word.fixedPoint(fractionDigits) else { return nil }
        var rest = line.prefix(line.count - word.count)
        var wasRounded = FoldedLine.fraction(word).count > fractionDigits
        if columns == 1 {
            first = last
            second = 0
        } else {
            rest = rest.prefix(rest.trimmedEnd)
            guard let word = FoldedLine.lastWord(rest), let number = word.fixedPoint(fractionDigits) else { return nil }
            rest = rest.prefix(rest.count - word.count)
            wasRounded = wasRounded || FoldedLine.fraction(word).count > fractionDigits
            first = number
            second = last
        }
        stack = rest.trimmed
        self.wasRounded = wasRounded
    }

    /// Whether a line says nothing.
    @inline(__always)
    static func isEmptyOrComment(_ line: ByteView) -> Bool {
        // Most lines begin with a letter.
        if let first = line.first, first > 0x23 { return false }
        let text = line.trimmed
        return text.isEmpty || text.first == 0x23
    }

    /// What stands behind the last blank or tab of a line; nil when there is none, or nothing before it.
    static func lastWord(_ line: ByteView) -> ByteView? {
        var start = line.count
        while start > 0, line[start - 1] != 0x20, line[start - 1] != 0x09 { start -= 1 }
        return start > 0 && start < line.count ? line.dropFirst(start) : nil
    }

    /// The digits behind the point of a number, without zeros at the end; empty for anything else.
    static func fraction(_ number: ByteView) -> ByteView {
        guard let dot = number.firstIndex(of: 0x2E) else { return .empty }
        var digits = number.dropFirst(dot + 1)
        guard digits.decimalDigits(from: 0) == digits.count else { return .empty }
        while digits.last == 0x30 { digits = digits.prefix(digits.count - 1) }
        return digits
    }

    /// Whether a number with a fraction has nothing but zeros before its point.
    static func isBelowOne(_ number: ByteView) -> Bool {
        let dot = number.firstIndex(of: 0x2E) ?? number.count
        for index in 0..<dot where number[index] &- 0x31 < 9 { return false }
        return true
    }

    /// Whether a line ends in a whole number that does not fit into 64 bits.
    static func endsInHugeNumber(_ line: ByteView) -> Bool {
        guard let word = lastWord(line) else { return false }
        return word.count > 18 && word.decimalDigits(from: 0) == word.count && word.signedDecimal == nil
    }
}
