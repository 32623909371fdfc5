import StackModel
import TraceInput

/// The maps that bpftrace prints at its end, as far as their keys have stacks: `@[ kstack, ustack, comm ]: 12`.
///
/// (Layout: bpftrace's src/output.cpp and printf of stacks; FlameGraph's stackcollapse-bpftrace.pl reads the same.)
package enum BpftraceFormat: TraceFormat {
    package static let descriptor = FormatDescriptor(
        id: "bpftrace", name: "bpftrace maps with stacks",
        recordedBy: "bpftrace -e 'profile:hz:99 { @[kstack, ustack, comm] = count(); }' > x.txt",
        weights: "the number of each key; each map is a value type of its own")

    package static func sniff(_ head: ByteView) -> SniffVerdict {
        var lines = TextLines(head, file: "")
        var opened = false
        while let line = lines.next() {
            if opened, line.hasPrefix("    ") || line.hasPrefix("\t") { return .yes }
            opened = BpftraceMap.start(line).map { $0.isOpen } ?? false
        }
        return .no
    }

    package static func parse(
        _ reader: ByteReader, into builder: inout ProfileBuilder, options: ReadOptions
    ) throws(TraceError) {
        var tally = RecordTally(isStrict: options.isStrict)
        var map: BpftraceMap?
        while let line = try reader.nextLine() {
            if map == nil {
                if let start = BpftraceMap.start(line), start.isOpen { map = BpftraceMap(start, into: &builder) }
                if BpftraceMap.isPlain(line) {
                    builder.diagnostics.report(
                        .note, "bpftrace.plain", at: reader.location(), "a map without stacks is passed over")
                }
                continue
            }
            guard map?.take(line, into: &builder) == true else { continue }
            if map?.finish(line, into: &builder) == true {
                tally.countGood()
            } else {
                let error = TraceError(
                    code: "bpftrace.value", at: reader.location(column: 0), expected: "]: and a whole number",
                    found: line.trimmed.hasSuffix("]:") ? "a histogram or another table" : line.trimmed.quoted)
                try tally.countBad(error, in: &builder)
            }
            map = nil
        }
        if map != nil {
            let error = TraceError(
                code: "bpftrace.value", at: reader.location(), expected: "]: and a whole number",
                found: "the end of the file")
            try tally.countBad(error, in: &builder)
        }
        try tally.judge(reader, builder, what: "key of a map")
    }
}

/// One key of a map while its lines are read.
struct BpftraceMap {
    /// The first line of a key: the map's name, parts of the key on the same line, and whether a stack follows.
    struct Start {
        var name: ByteView
        var parts: ByteView
        var isOpen: Bool
    }

    private let valueName: String
    private var stacks: [[FrameName]] = [[]]
    private var parts: [[UInt8]] = []

    /// A frame of which the flags are not known yet.
    private struct FrameName {
        var name: StringID
        var module: StringID
        var isKernelEntry: Bool
    }

    /// `@name[`, with or without parts of the key behind it.
    static func start(_ line: ByteView) -> Start? {
        guard line.first == 0x40, let bracket = line.firstIndex(of: 0x5B) else { return nil }
        let name = line.slice(1, bracket)
        for index in 0..<name.count {
            let byte = name[index]
            guard byte == 0x5F || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 else { return nil }
        }
        let parts = line.dropFirst(bracket + 1).trimmed
        let isOpen = parts.firstIndex(of: ByteView(literal: "]:")) == nil && (parts.isEmpty || parts.last == 0x2C)
        return Start(name: name, parts: parts, isOpen: isOpen)
    }

    /// Whether a line is a whole map or key without a stack: `@x: 5`, `@[bash]: 7`.
    static func isPlain(_ line: ByteView) -> Bool {
        guard line.first == 0x40 else { return false }
        return line.firstIndex(of: ByteView(literal: ": ")) != nil
    }

    /// A key whose first line was read.
    init(_ start: Start, into builder: inout ProfileBuilder) {
        valueName = start.name.isEmpty ? "samples" : start.name.text
        addParts(start.parts)
    }

    /// Takes a line of the key; true where it ends the key.
    mutating func take(_ line: ByteView, into builder: inout ProfileBuilder) -> Bool {
        let text = line.trimmed
        if line.first == 0x5D || line.first == 0x2C {
            // Histograms stand below their key.
            if line.firstIndex(of: ByteView(literal: "]: ")) != nil || text.hasSuffix("]:") { return true }
        }
        if text.first == 0x2C {
            // Behind a stack: other parts of the key, or one more stack.
            addParts(text)
            if stacks.last?.isEmpty == false { stacks.append([]) }
        } else if !text.isEmpty {
            stacks[stacks.count - 1].append(frame(text, into: &builder))
        }
        return false
    }

    /// Adds the sample that the last line completes; false where it has no number.
    mutating func finish(_ line: ByteView, into builder: inout ProfileBuilder) -> Bool {
        guard let end = line.firstIndex(of: ByteView(literal: "]: ")) else { return false }
        addParts(line.prefix(end))
        guard let value = BpftraceMap.value(line.dropFirst(end + 3).trimmed) else { return false }
        let type = builder.valueType(ValueType(name: valueName, unit: BpftraceMap.unit(of: valueName)))
        let key = SampleKey(stack: stack(into: &builder), thread: thread(into: &builder), valueType: type)
        builder.addSample(key, value: value)
        return true
    }

    /// A count or sum; of `stats()`, which has several figures, the total.
    private static func value(_ text: ByteView) -> Int64? {
        if let value = text.signedDecimal { return value }
        guard let total = text.firstIndex(of: ByteView(literal: "total ")) else { return nil }
        return text.dropFirst(total + 6).trimmed.signedDecimal
    }

    /// What a map counts, as far as its name tells.
    private static func unit(of name: String) -> String {
        switch name.split(separator: "_").last.map(String.init) ?? name {
        case "ns", "nsecs": "nanoseconds"
        case "us", "usecs": "microseconds"
        case "ms", "msecs": "milliseconds"
        case "bytes": "bytes"
        default: "count"
        }
    }

    /// Parts of a key stand behind `, `; a comma without a blank belongs to a command's name.
    private mutating func addParts(_ text: ByteView) {
        let separator = ByteView(literal: ", ")
        var rest = text.trimmed
        if rest.first == 0x2C { rest = rest.dropFirst(1).trimmed }
        while !rest.isEmpty {
            let end = rest.firstIndex(of: separator) ?? rest.count
            var part = rest.prefix(end).trimmed
            if end == rest.count, part.last == 0x2C { part = part.prefix(part.count - 1) }
            if !part.isEmpty { parts.append(part.bytes) }
            rest = rest.dropFirst(min(end + separator.count, rest.count)).trimmed
        }
    }

    /// `func+12`, `func+0x1c`, `7f3bc func+12 (/lib/libc.so)` in perf mode, or an address alone.
    private func frame(_ text: ByteView, into builder: inout ProfileBuilder) -> FrameName {
        var name = text
        var module = StringID.none
        if name.last == 0x29, let open = name.lastIndex(of: 0x28), open > 1, name[open - 1] == 0x20 {
            module = builder.string(name.slice(open + 1, name.count - 1))
            name = name.prefix(open).trimmed
            let address = name.hexDigits(from: 0)
            if address >= 8, address < name.count, name[address] == 0x20 { name = name.dropFirst(address).trimmed }
        }
        name = name.withoutOffset
        let isEntry = BpftraceMap.kernelEntries.contains { name.hasPrefix($0) }
        return FrameName(name: builder.string(name), module: module, isKernelEntry: isEntry)
    }

    /// Where the kernel's own stacks begin.
    private static let kernelEntries: [StaticString] = [
        "entry_SYSCALL", "entry_INT80", "asm_", "ret_from_fork", "secondary_startup", "x86_64_start", "el0t_", "el0_",
        "do_syscall_64", "error_entry", "native_irq_return", "common_interrupt", "page_fault",
    ]

    /// The kernel's stack is on top of the program's, in whatever order the key has them.
    private func stack(into builder: inout ProfileBuilder) -> StackID {
        var ordered = stacks.filter { !$0.isEmpty }
        let kernel = ordered.firstIndex { $0.last?.isKernelEntry == true || $0.dropLast().last?.isKernelEntry == true }
        if let kernel { ordered.insert(ordered.remove(at: kernel), at: 0) }
        var stack = StackID.none
        for (index, frames) in ordered.enumerated().reversed() {
            let isKernel = kernel != nil ? index == 0 : index == 0 && ordered.count > 1
            for frame in frames.reversed() {
                let function = builder.function(Function(name: frame.name, module: frame.module))
                var made = Frame(function: function, flags: isKernel ? .kernel : [])
                if !frame.module.isNone {
                    made.mapping = builder.mapping(
                        Mapping(file: frame.module, kind: isKernel ? .kernel : .native))
                }
                stack = builder.stack(parent: stack, frame: builder.frame(made))
            }
        }
        return stack
    }

    /// The command name is the part of the key that is no number; numbers are ids.
    private func thread(into builder: inout ProfileBuilder) -> ThreadID {
        var info = ThreadInfo()
        for part in parts {
            ByteView.withBytes(of: part) { text in
                if let number = text.signedDecimal {
                    info.processID = info.processID ?? number
                } else if info.command.isNone {
                    info.command = builder.string(text)
                }
            }
        }
        return builder.thread(info)
    }
}

extension ByteView {
    /// A symbol without `+12` or `+0x1c` at its end.
    var withoutOffset: ByteView {
        guard let plus = lastIndex(of: 0x2B), plus > 0, plus + 1 < count else { return self }
        let offset = dropFirst(plus + 1)
        let isHexadecimal = offset.hasPrefix("0x") && offset.count > 2
        let digits = isHexadecimal ? 2 + offset.hexDigits(from: 2) : offset.decimalDigits(from: 0)
        return digits == offset.count ? prefix(plus) : self
    }
}
