import StackModel

/// What follows the event on a header's own line: a frame where perf prints no stack below, a cgroup, numbers, text.
///
/// perf prints the frame as `' ' + %16x`, behind whatever columns and tracepoint text there are, and registers and
/// branches behind it. No text has its alignment: a word of n hexadecimal digits with at least 17 - n blanks before it.
struct PerfInline {
    /// The frame; nil when there is none.
    var frame: PerfFrame?
    /// Path of the cgroup; nil when there is none.
    var cgroup: ByteView?

    /// Reads what follows an event, blanks in front included.
    init(_ rest: ByteView) {
        guard rest.skipBlanks() < rest.count else { return }
        var before = rest
        if let start = PerfInline.start(in: rest), let frame = PerfInline.frame(rest.dropFirst(start)) {
            self.frame = frame
            before = rest.prefix(start)
        } else if let frame = PerfInline.unaligned(rest) {
            self.frame = frame
            return
        }
        cgroup = PerfInline.cgroup(before)
    }

    /// Where the last aligned address begins that a symbol follows. (The one before it is the column `addr`.)
    static func start(in line: ByteView) -> Int? {
        var found: (start: Int, hasModule: Bool)?
        let lastModule = line.lastIndex(of: 0x29) ?? 0
        var search = line.skipBlanks()
        while search < line.count {
            let end = PerfHeader.wordEnd(line, from: search)
            if isAligned(line, search, end), hasSymbol(line, from: end) {
                let hasModule = lastModule > end
                if found == nil || hasModule || found?.hasModule == false { found = (search, hasModule) }
            }
            search = line.skipBlanks(from: end)
        }
        return found?.start
    }

    /// Whether what follows an event begins as a frame does.
    static func beginsWithAddress(_ rest: ByteView) -> Bool {
        let start = rest.skipBlanks()
        let digits = rest.hexDigits(from: start)
        return digits >= 4 && start + digits == PerfHeader.wordEnd(rest, from: start)
    }

    /// Whether `start ..< end` is a hexadecimal number that is padded to 16 columns and a blank.
    static func isAligned(_ line: ByteView, _ start: Int, _ end: Int) -> Bool {
        let digits = end - start
        guard digits > 0, digits <= 16, line.hexDigits(from: start) == digits else { return false }
        return start - PerfIdentity.trimmed(line, start) >= 17 - digits
    }

    /// Whether a single blank and a symbol follow: no number of its own column, and no cgroup.
    private static func hasSymbol(_ line: ByteView, from end: Int) -> Bool {
        end + 1 < line.count && line[end] == 0x20 && line[end + 1] != 0x20 && line[end + 1] != 0x2F
            && line.hexDigits(from: end + 1) != line.count - end - 1
    }

    /// The frame that `text` begins with; registers, branches and instructions may follow its module.
    private static func frame(_ text: ByteView) -> PerfFrame? {
        let text = text.trimmed
        var search = 0
        while let close = text.firstIndex(of: 0x29, from: search) {
            search = close + 1
            if isTrailer(text.dropFirst(search)) { return PerfFrame(text.prefix(search)) }
        }
        return PerfFrame(text)
    }

    private static func isTrailer(_ text: ByteView) -> Bool {
        let word = text.trimmed
        guard !word.isEmpty, text.first == 0x20 || text.first == 0x09 else { return false }
        return word.hasPrefix("ABI:") || word.hasPrefix("0x") || word.hasPrefix("insn:") || word.hasPrefix("ilen:")
            || word.hasPrefix("=> ") || word.hasPrefix("IPC:")
            || word.hexDigits(from: 0) == PerfHeader.wordEnd(word, from: 0)
    }

    /// A frame that is not aligned, as other tools and people write it: it begins at once and ends in a module.
    private static func unaligned(_ rest: ByteView) -> PerfFrame? {
        let text = rest.trimmed
        guard text.last == 0x29, text.hexDigits(from: 0) >= 4, let frame = PerfFrame(text), frame.module != nil,
            !frame.symbol.isEmpty
        else { return nil }
        return frame
    }

    /// The path behind weights and other numbers; ` unknown` is none.
    private static func cgroup(_ text: ByteView) -> ByteView? {
        var start = text.skipBlanks()
        while start < text.count, text[start] != 0x2F {
            let end = PerfHeader.wordEnd(text, from: start)
            guard text.decimalDigits(from: start) == end - start else { return nil }
            start = text.skipBlanks(from: end)
        }
        let path = text.dropFirst(start).trimmed
        return path.isEmpty ? nil : path
    }
}
