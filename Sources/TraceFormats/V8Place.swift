import StackModel

/// A function's name and place in one text, as V8's and Hermes' tools write it: `name SEPARATOR file:line:column`.
struct V8Place {
    let name: ByteView
    let file: ByteView
    /// 1-based.
    let line: Int32
    let column: Int32

    /// Splits `text` at its last `separator` before the place; nil where no line and column end it.
    init?(_ text: ByteView, after separator: UInt8) {
        guard let columnColon = text.lastIndex(of: 0x3A), let lineColon = text.lastIndex(of: 0x3A, before: columnColon),
            let column = text.dropFirst(columnColon + 1).decimal,
            let line = text.slice(lineColon + 1, columnColon).decimal
        else { return nil }
        self.line = Int32(clamping: line)
        self.column = Int32(clamping: column)
        let rest = text.prefix(lineColon)
        guard let start = V8Place.start(rest, separator) else { return nil }
        name = rest.prefix(start)
        file = rest.dropFirst(start + 1)
    }

    /// Files and functions (`get size`) may both have blanks in their names: of several separators the first one
    /// counts behind which an absolute path or a URL begins, else the first.
    private static func start(_ text: ByteView, _ separator: UInt8) -> Int? {
        let first = text.firstIndex(of: separator)
        var next = first
        while let start = next {
            if beginsPath(text.dropFirst(start + 1)) { return start }
            next = text.firstIndex(of: separator, from: start + 1)
        }
        return first
    }

    /// Whether `text` begins as `/home/x.js`, `C:\x.js`, `file:///x.js` or `node:fs` does.
    private static func beginsPath(_ text: ByteView) -> Bool {
        if text.first == 0x2F { return true }
        guard let colon = text.firstIndex(of: 0x3A), colon > 0, colon < 32 else { return false }
        for index in 0..<colon {
            let byte = text[index]
            let isLetter = (byte | 0x20) &- 0x61 < 26
            guard isLetter || index > 0 && (byte &- 0x30 < 10 || byte == 0x2B || byte == 0x2D) else { return false }
        }
        return true
    }
}
