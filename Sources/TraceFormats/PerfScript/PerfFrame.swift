import StackModel

/// One line of a perf stack: `ADDRESS SYMBOL+0xOFFSET (MODULE)`.
struct PerfFrame {
    var address: UInt64
    /// Symbol without offset; empty when perf printed none.
    var symbol: ByteView
    /// Path in the parentheses at the end, without them; nil when there are none.
    var module: ByteView?
    /// Whether the parentheses said `(inlined)`: then there is no module.
    var isInlined = false

    /// Reads a line that begins with blanks; nil when it is no frame.
    @inline(__always)
    init?(_ line: ByteView) {
        let start = line.skipBlanks()
        let digits = line.hexDigits(from: start)
        let end = line.trimmedEnd
        guard digits > 0, digits <= 16, let address = line.slice(start, start + digits).hexadecimal else { return nil }
        self.address = address
        guard start + digits < end else {
            symbol = .empty
            module = nil
            return
        }
        guard line[start + digits] == 0x20 else { return nil }
        let body = line.slice(start + digits + 1, end)
        guard let open = PerfFrame.moduleStart(body) else {
            symbol = PerfFrame.withoutOffset(body.trimmed)
            module = nil
            return
        }
        var name = body.prefix(open)
        name = name.prefix(name.trimmedEnd)
        let inside = body.slice(open + 1, body.count - 1)
        if inside == "inlined" {
            isInlined = true
            module = nil
        } else {
            module = PerfFrame.withoutOffset(inside)
        }
        symbol = PerfFrame.withoutOffset(name)
    }

    /// Where the parenthesis opens that closes at the very end: paths may hold blanks and balanced parentheses.
    @inline(__always)
    static func moduleStart(_ body: ByteView) -> Int? {
        guard body.last == 0x29 else { return nil }
        var depth = 0
        var index = body.count
        while index > 0 {
            index &-= 1
            let byte = body[index]
            if byte == 0x29 {
                depth &+= 1
            } else if byte == 0x28 {
                depth &-= 1
                if depth == 0 {
                    if index == 0 || body[index - 1] == 0x20 { return index }
                    break
                }
            }
        }
        // A path with a parenthesis of its own that nothing balances: take the last one behind a blank.
        index = body.count - 1
        while index > 0 {
            index -= 1
            if body[index] == 0x28, index == 0 || body[index - 1] == 0x20 { return index }
        }
        return nil
    }

    /// Cuts `+0x1f` off the end.
    @inline(__always)
    static func withoutOffset(_ name: ByteView) -> ByteView {
        var index = name.count
        while index > 0, ByteView.hexValue(name[index &- 1]) < 16 { index &-= 1 }
        guard index >= 3, index < name.count, name[index &- 1] == 0x78, name[index &- 2] == 0x30,
            name[index &- 3] == 0x2B
        else { return name }
        return name.prefix(index &- 3)
    }
}
