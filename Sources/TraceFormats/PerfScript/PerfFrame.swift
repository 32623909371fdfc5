import StackModel

/// One line of a perf stack: `ADDRESS SYMBOL+0xOFFSET (MODULE)`, in all its variants.
///
/// The symbol may hold blanks and parentheses, and so may the module's path, so the line is read from both ends.
/// (What perf prints: builtin-script.c and util/evsel_fprintf.c, sample__fprintf_callchain.)
struct PerfFrame {
    var address: UInt64
    /// Symbol without offset; empty when perf printed none.
    var symbol: ByteView
    /// Path in the parentheses at the end, without them; nil when there are none.
    var module: ByteView?
    /// Whether the line says that the function was inlined: by `(inlined)` in the module's place, as perf does, or by
    /// `[inlined]` behind the symbol, as swift-profile-recorder does.
    var isInlined = false

    /// Reads a line with any number of blanks in front; nil when it is no frame.
    init?(_ line: ByteView) {
        let start = line.skipBlanks()
        let digits = line.hexDigits(from: start)
        let end = line.trimmedEnd
        guard let address = line.slice(start, start + digits).hexadecimal,
            start + digits >= end || line[start + digits] == 0x20
        else { return nil }
        self.init(address: address, body: line.slice(min(start + digits + 1, end), end))
    }

    private init(address: UInt64, body: ByteView) {
        self.address = address
        guard let open = PerfFrame.moduleStart(body) else {
            module = nil
            symbol = PerfFrame.withoutOffset(body.trimmed)
            return
        }
        symbol = PerfFrame.withoutOffset(body.prefix(open).trimmed)
        let inside = body.slice(open + 1, body.count - 1)
        if inside == "inlined" {
            isInlined = true
            module = nil
        } else {
            module = PerfFrame.withoutOffset(inside)
        }
        if symbol.hasSuffix(" [inlined]") {
            isInlined = true
            symbol = symbol.prefix(symbol.count - 10)
        }
    }

    /// Whether perf found no symbol for the address.
    var isUnresolved: Bool { symbol.isEmpty || symbol == "[unknown]" }

    /// Whether nothing of the line can be missing at its end: it says where the function is, and its parentheses pair.
    var isWhole: Bool {
        guard module != nil || isInlined else { return false }
        var depth = 0
        for index in 0..<symbol.count {
            if symbol[index] == 0x28 { depth += 1 }
            if symbol[index] == 0x29 { depth -= 1 }
        }
        return depth <= 0
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
                    if index == 0 || body[index &- 1] == 0x20 { return index }
                    break
                }
            }
        }
        return lastOpening(body)
    }

    /// The last parenthesis behind a blank: for paths with parentheses that do not pair.
    private static func lastOpening(_ body: ByteView) -> Int? {
        var index = body.count - 1
        while index > 0 {
            index -= 1
            if body[index] == 0x28, index == 0 || body[index - 1] == 0x20 { return index }
        }
        return nil
    }

    /// Cuts `+0x1f` off the end.
    @inline(__always)
    static func withoutOffset(_ name: ByteView) -> ByteView {
        let start = name.count &- 3 &- name.lastHexDigits
        if name.count >= 12, name[start &+ 2] == 0x78, name[start &+ 1] == 0x30, name[start] == 0x2B,
            start &+ 3 < name.count
        {
            return name.prefix(start)
        }
        var index = name.count
        while index > 0, ByteView.hexValue(name[index &- 1]) < 16 { index &-= 1 }
        guard index >= 3, index < name.count, name[index &- 1] == 0x78, name[index &- 2] == 0x30,
            name[index &- 3] == 0x2B
        else { return name }
        return name.prefix(index &- 3)
    }
}
