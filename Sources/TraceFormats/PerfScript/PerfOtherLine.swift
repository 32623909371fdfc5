import StackModel

/// Lines of a perf text that are neither headers nor frames.
enum PerfOtherLine {
    /// Columns that perf prints behind a stack, and instructions of branch stacks: no part of any stack.
    case extra
    /// A line that should be a frame, but its address is none.
    case badFrame
    /// Words of perf or of the tools that it calls, which it writes to stderr.
    case noise
    /// Anything else.
    case unknown

    /// Tells a line that begins with a blank or a tab.
    init(indented line: ByteView) {
        let text = line.trimmed
        if PerfOtherLine.isExtra(text) {
            self = .extra
        } else if text.last == 0x29, PerfFrame.moduleStart(text) != nil {
            self = .badFrame
        } else {
            self = .unknown
        }
    }

    /// Tells a line that begins with neither.
    init(flush line: ByteView) {
        self = line.first == 0x7C ? .extra : PerfOtherLine.isNoise(line) ? .noise : .unknown
    }

    /// Registers (`ABI:2 AX:0x...`), branches (`0xfrom/0xto/P/-/-/0`), addresses and page sizes, IPC, instructions and
    /// the labels between them, bytes that a BPF program wrote, metrics.
    private static func isExtra(_ text: ByteView) -> Bool {
        let starts: [StaticString] = [
            "ABI:", "0x", "insn:", "ilen:", "IPC:", "BPF ", "metric:", "...", "mismatch of LBR data", "|", "br_cntr",
        ]
        if starts.contains(where: text.hasPrefix) || text.last == 0x3A { return true }
        let digits = text.hexDigits(from: 0)
        guard digits > 0 else { return false }
        // An address alone or with a page size; an instruction's address with a tab behind it.
        return digits == text.count || text[digits] == 0x09 || text.count - digits <= 8
    }

    private static func isNoise(_ line: ByteView) -> Bool {
        let starts: [StaticString] = [
            "Was the 'perf record' command", "'trace' not valid", "[ perf ", "Warning:", "WARNING:", "Processed ",
            "Check IO",
            "Failed to ", "Can't ", "Cannot ", "Couldn't ", "couldn't ", "Please ", "Samples for ", "No kallsyms",
            "no symbols",
            "Kernel address maps", "The kernel ", "incompatible file format", "Use of uninitialized",
        ]
        if starts.contains(where: line.hasPrefix) { return true }
        // `addr2line: ...`, `BFD: ...`, `cmd__addr2line ...`: a tool says its name first.
        let word = line.prefix(PerfHeader.wordEnd(line, from: 0))
        let tools: [StaticString] = [
            "addr2line:", "BFD:", "perf:", "objdump:", "sh:", "cmd__addr2line", "libbfd:", "llvm-addr2line:", "nm:",
        ]
        return tools.contains { word == $0 } || word.hasSuffix("/addr2line:") || word.hasSuffix("/perf:")
    }
}
