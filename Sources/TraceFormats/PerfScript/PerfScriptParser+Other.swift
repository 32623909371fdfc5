import StackModel

// Lines that are no ordinary frame of an open sample.
extension PerfScriptParser {
    /// Takes any line that takeOrdinary does not take.
    @inline(never)
    mutating func takeOther(
        _ line: ByteView, at lines: borrowing LineStream, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        if line.trimmedEnd == 0 {
            closeSample(into: &builder)
            isBetweenRecords = true
        } else if !lines.isWhole, !isWholeLastLine(line) {
            dropLast(line, at: lines, into: &builder)
        } else if line.first == 0x09 {
            try takeIndented(line, at: lines, into: &builder)
        } else if line.first == 0x20 {
            try takeBlankLed(line, at: lines, into: &builder)
        } else {
            try takeFlush(line, at: lines, into: &builder)
        }
    }

    /// A line that begins at its left edge: a header, rarely a frame, a comment, or words.
    private mutating func takeFlush(
        _ line: ByteView, at lines: borrowing LineStream, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        if line.first == 0x23, line.count == 1 || line[1] == 0x20 {
            isBetweenRecords = true
            isPlain = false
            metadata.take(line)
        } else if takeKnownHeader(line, into: &builder) {
            return
        } else if let header = PerfHeader(timed: line) ?? PerfHeader(framed: line) {
            try take(header, line, at: lines, into: &builder)
        } else if sample.kind != .none, let frame = PerfFrame(line), frame.module != nil || frame.isInlined {
            try take(frame, line, at: lines, into: &builder)
        } else if let header = PerfHeader(untimed: line) {
            try takeUntimed(header, line, at: lines, into: &builder)
        } else {
            try takeWords(line, PerfOtherLine(flush: line), at: lines, into: &builder)
        }
    }

    /// A line that begins with a blank: a header that perf set to the right, a frame whose tab became blanks, a frame's
    /// source line, or what stands behind a stack.
    private mutating func takeBlankLed(
        _ line: ByteView, at lines: borrowing LineStream, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        let start = line.skipBlanks()
        let end = start + line.hexDigits(from: start)
        let isColumn = end > start && (end == line.count || line[end] == 0x20)
        if isColumn, end == 24, let frame = PerfFrame(line) {
            try take(frame, line, at: lines, into: &builder)
        } else if !isColumn, takeKnownHeader(line, into: &builder) {
            return
        } else if let header = PerfHeader(timed: line) {
            try take(header, line, at: lines, into: &builder)
        } else if isColumn, end == 17, let frame = PerfFrame(line), sample.kind == .none || sample.kind == .headless {
            try takeSingle(frame, line, at: lines, into: &builder)
        } else if isColumn, let header = PerfHeader(framed: line) {
            try take(header, line, at: lines, into: &builder)
        } else if isColumn, let frame = PerfFrame(line), frame.module != nil || frame.isInlined {
            try take(frame, line, at: lines, into: &builder)
        } else if let header = PerfHeader(untimed: line), header.standsAlone || header.isNamed {
            // Only perf sets a line to the right, and only where no stacks follow: the sample above is complete.
            closeSample(into: &builder)
            isBetweenRecords = true
            try takeUntimed(header, line, at: lines, into: &builder)
        } else if sample.takesFrames, sample.kind != .tentative {
            if sample.hasFrames, let place = PerfSourceLine(line) {
                take(place, into: &builder)
            } else {
                try takeWords(line, PerfOtherLine(indented: line), at: lines, into: &builder)
            }
        } else if let header = PerfHeader(untimed: line) {
            try takeUntimed(header, line, at: lines, into: &builder)
        } else {
            try takeWords(line, PerfOtherLine(indented: line), at: lines, into: &builder)
        }
    }

    /// A line that begins with a tab.
    private mutating func takeIndented(
        _ line: ByteView, at lines: borrowing LineStream, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        if let frame = PerfFrame(line) {
            try take(frame, line, at: lines, into: &builder)
        } else {
            try takeWords(line, PerfOtherLine(indented: line), at: lines, into: &builder)
        }
    }

    /// A frame, whatever sample is open.
    private mutating func take(
        _ frame: PerfFrame, _ line: ByteView, at lines: borrowing LineStream, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        if sample.kind != .counted { isPlain = false }
        switch sample.kind {
        case .skipped: return
        case .tentative:
            confirmTentative(into: &builder)
            if sample.key.valueType.isNone { try failForEvents(at: lines) }
        case .none where sawHeader:
            sample.open(.skipped)
            try countOrphan(at: lines.location(), found: "a frame: \(line.trimmed.quoted)", into: &builder)
            return
        case .none: openHeadless(at: lines.location())
        case .counted, .switching, .headless, .deferred: break
        }
        add(frame, line: line, into: &builder)
    }

    /// A frame that is a whole sample (`-G -F ip,sym`).
    private mutating func takeSingle(
        _ frame: PerfFrame, _ line: ByteView, at lines: borrowing LineStream, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        closeSample(into: &builder)
        try take(frame, line, at: lines, into: &builder)
        closeSample(into: &builder)
    }

    /// A line that is a header by itself.
    private mutating func take(
        _ header: PerfHeader, _ line: ByteView, at lines: borrowing LineStream, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        closeSample(into: &builder)
        if header.sideBand != nil || header.deferredCookie != nil { isPlain = false }
        if let record = header.sideBand {
            takeSideBand(PerfSideBand(record), at: lines, into: &builder)
        } else if header.hasBadPeriod {
            try skip(at: lines, into: &builder)
        } else if let cookie = header.deferredCookie {
            sample.open(.deferred(cookie))
        } else {
            open(header, as: .counted, into: &builder)
            if sample.key.valueType.isNone { try failForEvents(at: lines) }
            // Lines like this one are read the short way from now on.
            if offCPU == nil, sample.headerFrame.isNone { headers.remember(line, header, sample.key) }
        }
    }

    private func failForEvents(at lines: borrowing LineStream) throws(TraceError) {
        throw TraceError(
            code: "perf.events", at: lines.location(column: 0), expected: "at most \(PerfEvents.mostEvents) events",
            found: "one more")
    }

    /// A line without a time, which may be no header.
    private mutating func takeUntimed(
        _ header: PerfHeader, _ line: ByteView, at lines: borrowing LineStream, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        if header.standsAlone {
            try take(header, line, at: lines, into: &builder)
            return
        }
        isPlain = false
        let kind = PerfOtherLine(flush: line)
        guard isBetweenRecords, kind == .unknown else {
            try takeWords(line, kind, at: lines, into: &builder)
            return
        }
        closeSample(into: &builder)
        openTentative(line, at: lines.location(column: 0))
    }

    private mutating func takeSideBand(
        _ record: PerfSideBand, at lines: borrowing LineStream, into builder: inout ProfileBuilder
    ) {
        isBetweenRecords = true
        threads.take(record, into: &builder)
        headers = PerfHeaderMemo()
        guard case .lost(let count) = record else { return }
        builder.metadata.lostSamples = builder.metadata.lostSamples.addingSaturated(count)
        builder.diagnostics.report(
            .warning, "perf.lost", at: lines.location(), count: Int(clamping: count), "the recorder lost events here")
    }

    /// A sample whose period is no number of 63 bits: it is left out with its frames.
    private mutating func skip(
        at lines: borrowing LineStream, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        begin(.skipped)
        let error = TraceError(
            code: "perf.period", at: lines.location(column: 0), expected: "a period of at most 63 bits",
            found: "one that is negative or larger")
        try tally.countBad(error, in: &builder)
    }

    /// A line that is no part of a stack.
    private mutating func takeWords(
        _ line: ByteView, _ kind: PerfOtherLine, at lines: borrowing LineStream, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        let place = lines.location(column: line.skipBlanks())
        switch kind {
        case .extra:
            builder.diagnostics.report(
                .note, "perf.extra", at: place, "registers, branches or other columns beside the stack are not read")
        case .noise:
            builder.diagnostics.report(.note, "perf.noise", at: place, "a message of perf or one of its tools")
        case .badFrame:
            let error = TraceError(
                code: "perf.frame.address", at: place, expected: "a hexadecimal address",
                found: line.trimmed.prefix(PerfHeader.wordEnd(line.trimmed, from: 0)).quoted)
            try tally.countBad(error, in: &builder)
        case .unknown where sample.kind != .none:
            builder.diagnostics.report(
                .warning, "perf.line", at: place, "skipped inside a sample: no frame: \(line.trimmed.quoted)")
        case .unknown:
            let error = TraceError(
                code: "perf.line", at: place, expected: "a sample's first line (command, thread, time, event)",
                found: line.trimmed.quoted)
            try tally.countBad(error, in: &builder)
        }
    }
}

// The end of the file.
extension PerfScriptParser {
    /// Whether a last line without a newline is a whole header or a whole frame.
    private func isWholeLastLine(_ line: ByteView) -> Bool {
        let isIndented = line.first == 0x09 || line.first == 0x20
        if isIndented || sample.kind != .none, let frame = PerfFrame(line), frame.isWhole { return true }
        guard let header = PerfHeader(timed: line) ?? PerfHeader(untimed: line), !header.event.isEmpty else {
            return false
        }
        let rest = header.rest.trimmed
        if rest.isEmpty { return line.trimmed.last == 0x3A }
        // Tracepoint text cannot be told from half of it, and nothing of it is read; half a frame can.
        return rest.last == 0x29 || !PerfInline.beginsWithAddress(header.rest)
    }

    /// Leaves out what the file's end cuts: the sample that the line would open, or the open one that it belongs to.
    private mutating func dropLast(
        _ line: ByteView, at lines: borrowing LineStream, into builder: inout ProfileBuilder
    ) {
        if line.first != 0x09, line.first != 0x20 { closeSample(into: &builder) }
        sample.clear()
        builder.diagnostics.report(
            .warning, "perf.truncated", at: lines.location(),
            "the file ends inside a line: the last sample is left out")
    }
}
