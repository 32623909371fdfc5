import StackModel
import TraceInput

/// The text of Austin, a sampler for Python: `P42;T7;file.py:function:12;... METRIC`, with comments that tell how it was
/// recorded. (Versions 1 to 3; austin-python's documentation.)
package enum AustinFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "austin", name: "Austin (Python), text",
        recordedBy: "austin -o x.austin python PROGRAM.py",
        weights: "microseconds of wall or CPU time (as nanoseconds), or bytes by which the process grew or shrank")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        if head.hasPrefix("# austin: ") { return .yes }
        var lines = TextLines(head, file: "")
        while let line = lines.next()?.trimmed {
            if line.isEmpty || line.first == 0x23 { continue }
            return AustinSample(line) == nil ? .no : .yes
        }
        return .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var tally = RecordTally(isStrict: options.isStrict)
        var recording: AustinRecording?
        var mode = AustinMode.wall
        while let line = try reader.nextLine() {
            let text = line.trimmed
            if text.isEmpty { continue }
            if text.first == 0x23 {
                AustinFormat.note(text, &mode, into: &builder)
                continue
            }
            guard let sample = AustinSample(text) else {
                let error = TraceError(
                    code: "austin.sample", at: reader.location(column: 0),
                    expected: "P<pid>;T<tid>;file:function:line;... METRIC", found: text.quoted)
                try tally.countBad(error, in: &builder)
                continue
            }
            let current = recording ?? AustinRecording(mode, isFull: sample.metrics.count == 3, into: &builder)
            current.add(sample, into: &builder)
            recording = current
            tally.countGood()
        }
        try tally.judge(reader, builder, what: "sample")
    }

    /// `# mode: cpu`, `# interval: 100`, `# duration: 23873` (microseconds).
    private static func note(_ comment: ByteView, _ mode: inout AustinMode, into builder: inout ProfileBuilder) {
        var fields = FieldCursor(comment.dropFirst(1))
        if fields.skip("mode:") {
            if fields.rest == "cpu" { mode = .cpu }
            if fields.rest == "memory" { mode = .memory }
        } else if fields.skip("interval:"), let interval = fields.integer() {
            builder.metadata.period = interval.multipliedSaturated(by: 1000)
            builder.metadata.periodType = ValueType(name: "wall", unit: "nanoseconds")
        } else if fields.skip("duration:"), let duration = fields.integer() {
            builder.metadata.duration = duration.multipliedSaturated(by: 1000)
        }
    }
}

/// What a recording counts, as its comments say.
enum AustinMode {
    case wall
    case cpu
    case memory
}

/// One line: where, and what was counted there.
struct AustinSample {
    var process: Int64?
    var thread: Int64?
    var frames: ByteView
    /// One number; in full mode three: microseconds, whether the thread was idle, bytes.
    var metrics: [Int64] = []

    /// Reads a trimmed line; nil when it is none of Austin's.
    init?(_ line: ByteView) {
        guard let blank = line.lastIndex(of: 0x20) else { return nil }
        var position = blank + 1
        while position <= line.count {
            let end = line.firstIndex(of: 0x2C, from: position) ?? line.count
            guard let metric = line.slice(position, end).signedDecimal else { return nil }
            metrics.append(metric)
            position = end + 1
        }
        guard metrics.count == 1 || metrics.count == 3 else { return nil }
        var rest = line.prefix(blank).trimmed
        guard let process = AustinSample.number(&rest, "P", "Process ") else { return nil }
        self.process = process
        guard let thread = AustinSample.number(&rest, "T", "Thread ") else { return nil }
        self.thread = thread
        frames = rest
    }

    /// The number of a process or thread at the start, with a tag in front and a semicolon behind; an interpreter's
    /// number may stand before a thread's (`T0:4711`).
    private static func number(_ rest: inout ByteView, _ short: StaticString, _ long: StaticString) -> Int64? {
        let end = rest.firstIndex(of: 0x3B) ?? rest.count
        var word = rest.prefix(end)
        if word.hasPrefix(long) {
            word = word.dropFirst(long.utf8CodeUnitCount)
        } else if word.hasPrefix(short) {
            word = word.dropFirst(short.utf8CodeUnitCount)
        } else {
            return nil
        }
        word = word.dropFirst((word.lastIndex(of: 0x3A) ?? -1) + 1)
        let number =
            word.hasPrefix("0x") ? word.dropFirst(2).hexadecimal.map { Int64(bitPattern: $0) } : word.signedDecimal
        guard let number else { return nil }
        rest = end < rest.count ? rest.dropFirst(end + 1) : .empty
        return number
    }
}

/// Adds samples to a profile whose value types the first sample told.
struct AustinRecording {
    private let mode: AustinMode
    private let isFull: Bool

    /// Says what the profile counts.
    init(_ mode: AustinMode, isFull: Bool, into builder: inout ProfileBuilder) {
        self.mode = mode
        self.isFull = isFull
        let wall = ValueType(name: "wall", unit: "nanoseconds")
        let cpu = ValueType(name: "cpu", unit: "nanoseconds")
        let memory = [ValueType(name: "growth", unit: "bytes"), ValueType(name: "freed", unit: "bytes")]
        if isFull {
            builder.setWideValueTypes([wall, cpu] + memory)
            return
        }
        switch mode {
        case .wall: builder.setWideValueTypes([wall])
        case .cpu: builder.setWideValueTypes([cpu])
        case .memory: builder.setWideValueTypes(memory)
        }
    }

    /// Adds a sample; a line with fewer numbers than the first has zeros for the rest.
    func add(_ sample: AustinSample, into builder: inout ProfileBuilder) {
        let thread = builder.thread(ThreadInfo(processID: sample.process, threadID: sample.thread))
        let key = SampleKey(stack: stack(sample.frames, into: &builder), thread: thread)
        builder.addSample(key, values: values(sample.metrics))
    }

    private func values(_ metrics: [Int64]) -> [Int64] {
        let time = metrics[0].multipliedSaturated(by: 1000)
        if isFull {
            guard metrics.count == 3 else { return [time, 0, 0, 0] }
            return [time, metrics[1] == 0 ? time : 0] + memory(metrics[2])
        }
        return mode == .memory ? memory(metrics[0]) : [time]
    }

    /// What the process grew by, or what it gave back.
    private func memory(_ change: Int64) -> [Int64] {
        [max(change, 0), change < 0 ? Int64(0).subtractingSaturated(change) : 0]
    }

    private func stack(_ frames: ByteView, into builder: inout ProfileBuilder) -> StackID {
        var stack = StackID.none
        var position = 0
        while position < frames.count {
            let end = frames.firstIndex(of: 0x3B, from: position) ?? frames.count
            let text = frames.slice(position, end)
            position = end + 1
            if text.isEmpty { continue }
            // The older form has the line behind a semicolon of its own: `function (file.py);L12`.
            var line: ByteView?
            let next = frames.firstIndex(of: 0x3B, from: min(position, frames.count)) ?? frames.count
            if position < frames.count, frames[position] == 0x4C,
                frames.slice(position + 1, next).signedDecimal != nil
            {
                line = frames.slice(position + 1, next)
                position = next + 1
            }
            stack = builder.stack(parent: stack, frame: frame(text, line: line, into: &builder))
        }
        return stack
    }

    private func frame(_ text: ByteView, line: ByteView?, into builder: inout ProfileBuilder) -> FrameID {
        if text == ":GC:" {
            let function = builder.function(Function(name: builder.string("(garbage collector)")))
            return builder.frame(Frame(function: function, flags: .garbageCollector))
        }
        var function = Function(name: builder.string(text))
        var number = line?.signedDecimal ?? 0
        if line != nil, text.last == 0x29, let open = text.lastIndex(of: 0x28), open > 1 {
            function.name = builder.string(text.prefix(open).trimmed)
            function.file = builder.string(text.slice(open + 1, text.count - 1))
        } else if let last = text.lastIndex(of: 0x3A), let value = text.dropFirst(last + 1).signedDecimal,
            let first = text.lastIndex(of: 0x3A, before: last), first > 0
        {
            function.name = builder.string(text.slice(first + 1, last))
            function.file = builder.string(text.prefix(first))
            number = value
        }
        var frame = Frame(function: builder.function(function), flags: .interpreted)
        frame.line = Int32(clamping: max(number, 0))
        return builder.frame(frame)
    }
}
