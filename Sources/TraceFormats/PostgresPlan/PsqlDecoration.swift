import StackModel

/// Takes off what psql puts around a plan: the heading, rules, borders, marks of continued lines, the count of rows.
enum PsqlDecoration {
    /// Whether a text looks like psql's output of EXPLAIN.
    static func isPresent(_ head: ByteView) -> Bool {
        head.firstIndex(of: ByteView(literal: "QUERY PLAN")) != nil
    }

    /// The text without the decoration; lines keep their order, those of the table alone are left empty.
    static func removed(from text: ByteView, file: String) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(text.count)
        var lines = TextLines(text, file: file)
        while let line = lines.next() {
            content(line).append(to: &plain)
            plain.append(0x0A)
        }
        return plain
    }

    private static func content(_ line: ByteView) -> ByteView {
        var text = line
        var end = text.count
        while end > 0, text[end - 1] <= 0x20 { end -= 1 }
        text = text.prefix(end)
        let start = text.skipBlanks()
        if isFrame(text.dropFirst(start)) { return .empty }
        for border in ["|", "│"] as [StaticString] {
            guard text.dropFirst(start).hasPrefix(border) else { continue }
            text = text.dropFirst(start + border.utf8CodeUnitCount)
            if text.hasSuffix(border) { text = text.prefix(text.count - border.utf8CodeUnitCount) }
        }
        for mark in ["+", "↵"] as [StaticString] where text.trimmed.hasSuffix(mark) {
            let whole = text.prefix(text.trimmedEnd)
            text = whole.prefix(whole.count - mark.utf8CodeUnitCount)
        }
        return text
    }

    /// A line of the table alone: its heading, a rule, the count of rows.
    private static func isFrame(_ text: ByteView) -> Bool {
        var isRule = !text.isEmpty
        for index in 0..<text.count where isRule {
            let byte = text[index]
            // Rules are made of - and +, or of box-drawing characters (U+2500...).
            isRule = byte == 0x2D || byte == 0x2B || byte == 0x7C || byte == 0xE2 || byte & 0xC0 == 0x80
        }
        if isRule, text.count > 2 { return true }
        if text.first == 0x28, text.count > 2, text[1] &- 0x30 < 10, text.last == 0x29 { return true }
        return text.firstIndex(of: ByteView(literal: "QUERY PLAN")) != nil && text.count < 400
            && text.firstIndex(of: 0x22) == nil
    }
}
