import StackModel
import TraceInput

/// Stacks that DTrace aggregates, by `stack()`, `ustack()` or `jstack()`: a block of frames, then its count.
package enum DTraceFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "dtrace", name: "DTrace stacks",
        recordedBy:
            "dtrace -x ustackframes=100 -n 'profile-97 /pid == $target/ { @[ustack()] = count(); }' -p PID -o x.txt",
        weights: "the number below each stack")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        var lines = TextLines(head, file: "")
        var frames = 0
        var named = 0
        while let line = lines.next() {
            let text = line.trimmed
            if text.isEmpty {
                frames = 0
            } else if DTraceBlock.value(line) != nil {
                if named > 0, frames > 0 { return .yes }
            } else if line.first == 0x20 || line.first == 0x09 {
                frames += 1
                if DTraceBlock.isNamed(text) { named += 1 }
            } else {
                frames = 0
            }
        }
        return named >= 3 ? .yes : .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        builder.setWideValueTypes([ValueType(name: "samples", unit: "count")])
        var tally = RecordTally(isStrict: options.isStrict)
        var block = DTraceBlock()
        while let line = try reader.nextLine() {
            if let value = DTraceBlock.value(line), !block.isEmpty {
                block.add(value, into: &builder)
                block = DTraceBlock()
                tally.countGood()
            } else if line.trimmed.isEmpty {
                try skip(&block, &tally, reader, into: &builder)
            } else if line.first == 0x20 || line.first == 0x09 {
                block.take(line.trimmed, into: &builder)
            }
        }
        try skip(&block, &tally, reader, into: &builder)
        try tally.judge(reader, builder, what: "stack")
    }

    /// A block that ends without a count is none, unless it is what the program printed.
    private static func skip(
        _ block: inout DTraceBlock, _ tally: inout RecordTally, _ reader: ByteReader,
        into builder: inout ProfileBuilder
    ) throws(TraceError) {
        defer { block = DTraceBlock() }
        guard block.hasNamed else { return }
        let error = TraceError(
            code: "dtrace.count", at: reader.location(), expected: "a count below the stack", found: "an empty line")
        try tally.countBad(error, in: &builder)
    }
}

/// One stack while its lines are read.
struct DTraceBlock {
    private var frames: [FrameID] = []
    private var texts: [StringID] = []
    /// Whether a frame with a module is among the lines.
    private(set) var hasNamed = false

    /// Whether there is nothing yet.
    var isEmpty: Bool { frames.isEmpty }

    /// A line with a number alone.
    static func value(_ line: ByteView) -> Int64? {
        line.first == 0x20 || line.first == 0x09 ? line.trimmed.signedDecimal : nil
    }

    /// Whether a line is a frame with its module: `libc.so.1`__read+0xa`.
    static func isNamed(_ text: ByteView) -> Bool {
        guard let tick = text.firstIndex(of: 0x60), tick > 0, tick + 1 < text.count else { return false }
        return text.prefix(tick).firstIndex(of: 0x20) == nil
    }

    /// Takes a line: in front of the first frame another part of the key (a command name), else a frame.
    mutating func take(_ text: ByteView, into builder: inout ProfileBuilder) {
        let isNamed = DTraceBlock.isNamed(text)
        if frames.isEmpty, !isNamed, !text.hasPrefix("0x") {
            texts.append(builder.string(text))
            return
        }
        hasNamed = hasNamed || isNamed
        frames.append(frame(text, isNamed: isNamed, into: &builder))
    }

    private func frame(_ text: ByteView, isNamed: Bool, into builder: inout ProfileBuilder) -> FrameID {
        guard isNamed, let tick = text.firstIndex(of: 0x60) else {
            let flags: FrameFlags = text.hasPrefix("0x") ? .unresolved : []
            return builder.frame(symbol: text, mapping: .none, flags: flags)
        }
        let module = text.prefix(tick)
        let isKernel = DTraceBlock.kernelModules.contains { module == $0 }
        let mapping = builder.mapping(
            Mapping(file: builder.string(module), kind: isKernel ? .kernel : .native))
        return builder.frame(
            symbol: text.dropFirst(tick + 1).withoutOffset, mapping: mapping, flags: isKernel ? .kernel : .native)
    }

    private static let kernelModules: [StaticString] = [
        "unix", "genunix", "kernel", "mach_kernel", "kernel.kasan", "zfs", "ip", "sockfs", "specfs", "vmlinux",
    ]

    /// Adds the sample: frames are listed leaf first.
    func add(_ value: Int64, into builder: inout ProfileBuilder) {
        var stack = StackID.none
        for frame in frames.reversed() { stack = builder.stack(parent: stack, frame: frame) }
        var info = ThreadInfo()
        if let command = texts.last { info.command = command }
        builder.addSample(SampleKey(stack: stack, thread: builder.thread(info)), values: [value], count: max(value, 0))
    }
}
