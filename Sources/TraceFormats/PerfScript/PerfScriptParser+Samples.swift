import StackModel

// Samples that are not simply added.
extension PerfScriptParser {
    /// Ends a sample that has odd frames or none, or that may be no sample.
    @inline(never)
    mutating func closeOddSample(into builder: inout ProfileBuilder) {
        defer { sample.clear() }
        sample.settle(in: &builder)
        if sample.frames.isEmpty, !sample.headerFrame.isNone { sample.frames.append(sample.headerFrame) }
        switch sample.kind {
        case .none, .skipped: return
        case .tentative:
            framelessLines += 1
            if firstFramelessLine == nil { firstFramelessLine = sample.location }
        case .counted: add(into: &builder)
        case .switching: closeSwitch(into: &builder)
        case .headless: closeHeadless(into: &builder)
        case .deferred(let cookie):
            for _ in 0..<deferred.complete(cookie, with: sample.frames, into: &builder) { tally.countGood() }
        }
    }

    private mutating func add(into builder: inout ProfileBuilder) {
        if let cookie = sample.cookie {
            deferred.hold(sample, cookie: cookie)
            return
        }
        sample.key.stack = builder.stack(leafFirst: sample.frames)
        builder.addSample(sample.key, value: sample.value, time: sample.time)
        tally.countGood()
    }

    /// Opens a sample for a line that is a header only if frames follow; nothing of it is in the profile till then.
    mutating func openTentative(_ line: ByteView, at location: SourceLocation) {
        sample.open(.tentative)
        sample.header = line.bytes
        sample.location = location
    }

    /// A frame follows the line that might have been no header: now it is one.
    mutating func confirmTentative(into builder: inout ProfileBuilder) {
        let line = sample.header
        sample.clear()
        ByteView.withBytes(of: line) { line in
            if let header = PerfHeader(untimed: line) { open(header, as: .counted, into: &builder) }
        }
    }

    /// Reports lines that might have been headers and were none.
    mutating func reportFramelessLines(into builder: inout ProfileBuilder) throws(TraceError) {
        guard let location = firstFramelessLine else { return }
        let error = TraceError(
            code: "perf.line", at: location, expected: "a sample's first line, with frames below it",
            found: "a line without time and period, and no frames")
        if options.isStrict { throw error }
        builder.diagnostics.report(
            .warning, error.code, at: location, count: framelessLines,
            "skipped: expected \(error.expected), found \(error.found)")
    }

    /// Opens a sample for frames that no header precedes.
    mutating func openHeadless(at location: SourceLocation) {
        sample.open(.headless)
        sample.location = location
    }

    /// The first one is held until it is clear that the file has no headers.
    private mutating func closeHeadless(into builder: inout ProfileBuilder) {
        sample.key.stack = builder.stack(leafFirst: sample.frames)
        if headlessSamples == 0, let location = sample.location {
            heldSample = HeldSample(key: sample.key, location: location)
        } else {
            addHeldSample(into: &builder)
            addHeadless(sample.key, into: &builder)
        }
        headlessSamples += 1
    }

    private mutating func addHeldSample(into builder: inout ProfileBuilder) {
        guard let held = heldSample else { return }
        heldSample = nil
        addHeadless(held.key, into: &builder)
    }

    private mutating func addHeadless(_ key: SampleKey, into builder: inout ProfileBuilder) {
        var key = key
        key.valueType = events.findUnnamed(into: &builder)
        builder.addSample(key, value: 1)
        tally.countGood()
    }

    /// Decides about the held sample: it counts where the file has no headers, else its frames belong to no sample.
    mutating func settleHeldSample(into builder: inout ProfileBuilder) throws(TraceError) {
        guard let held = heldSample else { return }
        guard sawHeader else {
            addHeldSample(into: &builder)
            return
        }
        heldSample = nil
        try countOrphan(at: held.location, found: "frames at the beginning of the file", into: &builder)
    }

    /// Counts frames that belong to no sample.
    mutating func countOrphan(
        at location: SourceLocation, found: String, into builder: inout ProfileBuilder
    ) throws(TraceError) {
        let error = TraceError(
            code: "perf.frame.orphan", at: location, expected: "a sample's first line above its frames", found: found)
        try tally.countBad(error, in: &builder)
    }
}
