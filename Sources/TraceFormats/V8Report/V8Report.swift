import StackModel
import TraceInput

/// A tick report as it is read, line after line: ticks of each function, then callers of those that have many.
struct V8Report {
    private enum Section {
        case head
        /// Functions with their ticks: libraries, JavaScript, C++.
        case libraries
        case functions
        /// Summaries of what the other lists say.
        case summary
        case bottomUp
    }

    private var section = Section.head
    /// Ticks that the header promises.
    private var promised: Int64?
    /// Ticks of each function that no stack has taken.
    private var flat: [(frame: FrameID, ticks: Int64)] = []
    private var rowOf: [FrameID: Int] = [:]
    /// The lines that lead to the last one of the bottom-up profile, leaf first, with the ticks that callers have left.
    private var path: [(frame: FrameID, rest: Int64)] = []
    private var stacked: [(stack: StackID, ticks: Int64)] = []
    private var tally = RecordTally(isStrict: false)

    /// Takes the next line.
    mutating func take(
        _ line: ByteView, at reader: ByteReader, into builder: inout ProfileBuilder, isStrict: Bool
    ) throws(TraceError) {
        let text = line.trimmed
        if section == .head, promised == nil { return readHeader(line) }
        if text.isEmpty { return }
        if text.first == 0x5B, let title = V8Report.section(text) {
            section = title
            return
        }
        if section == .summary || section == .head { return }
        guard let entry = V8ReportLine(line) else {
            // Headings and the note about cut-off callers have no numbers in front.
            if text.decimalDigits(from: 0) > 0 {
                let error = TraceError(
                    code: "v8report.line", at: reader.location(), expected: "ticks, a share and a name",
                    found: text.quoted)
                if isStrict { throw error }
                try tally.countBad(error, in: &builder)
            }
            return
        }
        tally.countGood()
        switch section {
        case .libraries: add(V8Code.library(entry.name, into: &builder), entry.ticks)
        case .functions: add(V8Report.frame(entry.name, into: &builder), entry.ticks)
        default: addBottomUp(entry, into: &builder)
        }
    }

    /// `Statistical profiling result from FILE, (759 ticks, 219 unaccounted, 0 excluded).`
    private mutating func readHeader(_ line: ByteView) {
        guard let bracket = line.lastIndex(of: 0x28) else { return }
        let numbers = line.dropFirst(bracket + 1)
        promised = numbers.prefix(numbers.decimalDigits(from: 0)).signedDecimal ?? 0
    }

    private static func section(_ title: ByteView) -> Section? {
        if title == "[Shared libraries]:" { return .libraries }
        if title == "[JavaScript]:" || title == "[C++]:" { return .functions }
        if title == "[Bottom up (heavy) profile]:" { return .bottomUp }
        return title.hasSuffix("]:") ? .summary : nil
    }

    private mutating func add(_ frame: FrameID, _ ticks: Int64) {
        let row = rowOf[frame] ?? flat.count
        if row == flat.count {
            rowOf[frame] = row
            flat.append((frame, 0))
        }
        flat[row].ticks = flat[row].ticks.addingSaturated(ticks)
    }

    private mutating func addBottomUp(_ line: V8ReportLine, into builder: inout ProfileBuilder) {
        while path.count > line.depth { close(into: &builder) }
        let frame = line.name == "UNKNOWN" ? V8Code.unknown(into: &builder) : bottomUpFrame(line.name, into: &builder)
        if let row = path.indices.last { path[row].rest = path[row].rest.subtractingSaturated(line.ticks) }
        path.append((frame, line.ticks))
    }

    /// A library keeps the frame that its list made of it, else it would be a function without a file.
    private func bottomUpFrame(_ name: ByteView, into builder: inout ProfileBuilder) -> FrameID {
        if name.first == 0x2F {
            let library = V8Code.library(name, into: &builder)
            if rowOf[library] != nil { return library }
        }
        return V8Report.frame(name, into: &builder)
    }

    /// Ends the last line of the path: what its callers leave was called by what is not shown.
    private mutating func close(into builder: inout ProfileBuilder) {
        guard let last = path.last else { return }
        if last.rest > 0 {
            var stack = StackID.none
            for step in path.reversed() { stack = builder.stack(parent: stack, frame: step.frame) }
            stacked.append((stack, last.rest))
            if let leaf = path.first, let row = rowOf[leaf.frame] {
                flat[row].ticks = flat[row].ticks.subtractingSaturated(last.rest)
            }
        }
        path.removeLast()
    }

    /// Adds stacks, then the functions that have too few ticks to be in the bottom-up profile.
    mutating func finish(into builder: inout ProfileBuilder, reader: ByteReader) throws(TraceError) {
        while !path.isEmpty { close(into: &builder) }
        try tally.judge(reader, builder, what: "line of ticks")
        builder.metadata.linesIdentifyFunctions = true
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        var sum: Int64 = 0
        for (stack, ticks) in stacked {
            builder.addSample(SampleKey(stack: stack), value: ticks, count: ticks)
            sum = sum.addingSaturated(ticks)
        }
        for (frame, ticks) in flat where ticks > 0 {
            let stack = builder.stack(parent: .none, frame: frame)
            builder.addSample(SampleKey(stack: stack), value: ticks, count: ticks)
            sum = sum.addingSaturated(ticks)
        }
        addUnlisted(sum, into: &builder)
        builder.diagnostics.report(
            .note, "v8report.cut", at: SourceLocation(file: reader.name),
            "the report cuts stacks at six frames and leaves out rare callers; --preprocess keeps all of them")
    }

    /// Ticks that the header counts and no list has: code that V8 does not know.
    private func addUnlisted(_ sum: Int64, into builder: inout ProfileBuilder) {
        guard let promised, promised > sum else { return }
        let stack = builder.stack(parent: .none, frame: V8Code.unknown(into: &builder))
        let rest = promised.subtractingSaturated(sum)
        builder.addSample(SampleKey(stack: stack), value: rest, count: rest)
    }

    /// `JS: *name file:line:column`, older `LazyCompile: *name ...`; all else is V8's own or C++. As in the
    /// preprocessed log, the kind of V8's own code is not part of its name, but for regular expressions.
    private static func frame(_ text: ByteView, into builder: inout ProfileBuilder) -> FrameID {
        for prefix in ["JS: ", "LazyCompile: ", "Function: ", "Script: ", "Eval: "] as [StaticString]
        where text.hasPrefix(prefix) {
            var name = text.dropFirst(prefix.utf8CodeUnitCount)
            // The tier: ~ interpreted, ^ baseline, + mid-tier, * optimised.
            let tier = name.first ?? 0
            if [0x7E, 0x5E, 0x2B, 0x2A].contains(tier) { name = name.dropFirst(1) }
            return V8Code.script(name, isCompiled: tier != 0x7E, into: &builder)
        }
        for prefix in ["Builtin: ", "BytecodeHandler: ", "Bytecode handler: ", "Handler: ", "Stub: "] as [StaticString]
        where text.hasPrefix(prefix) { return V8Code.native(text.dropFirst(prefix.utf8CodeUnitCount), into: &builder) }
        return V8Code.native(text, into: &builder)
    }
}
