import StackModel

/// Tells perf text by its first lines.
enum PerfSniff {
    /// Yes where a header with time, thread and event stands, or a frame at perf's columns; maybe where less does.
    static func verdict(_ head: ByteView) -> SniffVerdict {
        // Others have lines like perf's frames, and first lines that tell them for sure.
        let others = FormatRegistry.all.filter { $0 != PerfScriptFormat.self }
        if others.contains(where: { $0.sniff(head) == .yes }) { return .no }
        var verdict = SniffVerdict.no
        var position = head.hasPrefix("\u{FEFF}") ? 3 : 0
        var mayFollow = false
        while position < head.count {
            let newline = head.firstIndex(of: 0x0A, from: position) ?? head.count
            let line = head.slice(position, newline)
            position = newline + 1
            let text = line.trimmed
            if text.isEmpty { continue }
            // Frames at the left edge are told by the header above them only.
            if mayFollow, isFrame(line) { return .yes }
            mayFollow = PerfHeader(untimed: line)?.isNamed ?? false
            if text.hasPrefix("{") || text.hasPrefix("<") || text.hasPrefix("PERFILE2") { return .no }
            verdict = max(verdict, self.verdict(of: line, text))
            if verdict == .yes { return .yes }
        }
        return verdict
    }

    private static func verdict(of line: ByteView, _ text: ByteView) -> SniffVerdict {
        if text.first == 0x23, text.count == 1 || text[1] == 0x20 {
            return text.hasPrefix("# captured on") || text.hasPrefix("# ========") ? .yes : .no
        }
        if line.first == 0x09 || line.first == 0x20, isFrame(line) { return .yes }
        guard let header = PerfHeader(timed: line) ?? PerfHeader(untimed: line) else { return .no }
        // No event is called by a number; a table's row may end in one and a colon.
        if header.event.count > 0, header.event.decimalDigits(from: 0) == header.event.count { return .no }
        if header.time == nil { return header.hasFrame ? .yes : header.standsAlone ? .maybe : .no }
        if header.isNamed || header.sideBand != nil || header.deferredCookie != nil { return .yes }
        if PerfInline(header.rest).frame != nil { return .yes }
        // A name and a time alone (-F comm,time) is little: perf prints six digits or more, prose "Swift 6.3:".
        let isWeak = !header.identity.isNumbered && header.event.isEmpty
        return isWeak && !endsInFineTime(text) ? .no : .maybe
    }

    /// Whether the line ends in a number with at least six digits behind its point, and a colon.
    private static func endsInFineTime(_ text: ByteView) -> Bool {
        guard text.last == 0x3A, let point = text.lastIndex(of: 0x2E) else { return false }
        let digits = text.decimalDigits(from: point + 1)
        return digits >= 6 && point + 1 + digits == text.count - 1
    }

    /// A frame with a module, or with its address in perf's column.
    private static func isFrame(_ line: ByteView) -> Bool {
        guard let frame = PerfFrame(line) else { return false }
        if frame.module != nil || frame.isInlined { return true }
        return line.count >= 17 && line.first == 0x09 && line.isPaddedHexadecimal(at: 1)
    }
}
