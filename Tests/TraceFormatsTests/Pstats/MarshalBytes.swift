/// Writes marshal data by hand, as each version of the format does (CPython's Python/marshal.c).
struct MarshalBytes {
    /// 0 and 1: Python 2.3 and before; 2: Python 2.5 on; 3 and 4: Python 3.4 on; 5: Python 3.14 on.
    let version: Int
    private(set) var bytes: [UInt8] = []
    /// Texts that were written and may be referred to, with their numbers.
    private var known: [String: Int] = [:]
    private var references = 0

    init(version: Int) { self.version = version }

    mutating func int(_ value: Int) {
        if let small = Int32(exactly: value) {
            bytes.append(0x69)
            fixed(UInt64(UInt32(bitPattern: small)), 4)
        } else if version == 0 {
            // Python 2 on machines of 64 bits.
            bytes.append(0x49)
            fixed(UInt64(bitPattern: Int64(value)), 8)
        } else {
            long(value)
        }
    }

    /// A long: as many 15-bit digits as it takes, their number negative for a negative value.
    mutating func long(_ value: Int) {
        var digits: [UInt64] = []
        var left = value.magnitude
        while left > 0 {
            digits.append(UInt64(left & 0x7FFF))
            left >>= 15
        }
        bytes.append(0x6C)
        fixed(UInt64(UInt32(bitPattern: Int32(value < 0 ? -digits.count : digits.count))), 4)
        for digit in digits { fixed(digit, 2) }
    }

    /// A float: its text before version 2, its bits since.
    mutating func float(_ value: Double) {
        if version < 2 {
            let text = Array("\(value)".utf8)
            bytes += [0x66, UInt8(text.count)] + text
        } else {
            bytes.append(0x67)
            fixed(value.bitPattern, 8)
        }
    }

    /// A text: plain in version 0, interned by number in 1 and 2, short and referred to by number since 3.
    mutating func text(_ text: String) {
        if let number = known[text] {
            bytes.append(version < 3 ? 0x52 : 0x72)
            return fixed(UInt64(number), 4)
        }
        let content = Array(text.utf8)
        let isPlain = content.allSatisfy { $0 < 0x80 }
        switch version {
        case 0: bytes.append(0x73)
        case 1, 2:
            bytes.append(0x74)
            known[text] = known.count
        default:
            // Z: short, ASCII and interned; u: any other.
            bytes.append((isPlain ? 0x5A : 0x75) | 0x80)
            known[text] = takeReference()
        }
        if version >= 3, isPlain { bytes.append(UInt8(content.count)) } else { fixed(UInt64(content.count), 4) }
        bytes += content
    }

    /// The head of a tuple, which may be referred to since version 3.
    mutating func tuple(_ count: Int) {
        if version >= 3 {
            bytes += [0x29 | 0x80, UInt8(count)]
            _ = takeReference()
        } else {
            bytes.append(0x28)
            fixed(UInt64(count), 4)
        }
    }

    mutating func openDict() {
        if version >= 3 { _ = takeReference() }
        bytes.append(version >= 3 ? 0x7B | 0x80 : 0x7B)
    }

    mutating func closeDict() { bytes.append(0x30) }

    mutating func raw(_ more: [UInt8]) { bytes += more }

    private mutating func takeReference() -> Int {
        references += 1
        return references - 1
    }

    private mutating func fixed(_ value: UInt64, _ size: Int) {
        for index in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }
}

/// What stands in a dump: functions, their figures and their callers.
struct PstatsContent {
    struct Key: Hashable {
        let file: String
        let line: Int
        let name: String
    }

    struct Figures {
        let calls: Int
        let primitiveCalls: Int
        let own: Double
        let total: Double
    }

    /// A caller's figures: all four, or the number of calls alone, as the pure-Python profiler writes them.
    enum Caller {
        case figures(Figures)
        case count(Int)
    }

    var functions: [(key: Key, figures: Figures, callers: [(key: Key, caller: Caller)])] = []
    /// Whether Python 3.15's sampling profiler wrote it.
    var isSampled = false

    /// The dump in one version of marshal.
    func bytes(version: Int) -> [UInt8] {
        var marshal = MarshalBytes(version: version)
        marshal.openDict()
        for function in functions {
            add(function.key, to: &marshal)
            marshal.tuple(5)
            marshal.int(function.figures.primitiveCalls)
            marshal.int(function.figures.calls)
            marshal.float(function.figures.own)
            marshal.float(function.figures.total)
            marshal.openDict()
            for (key, caller) in function.callers {
                add(key, to: &marshal)
                add(caller, to: &marshal)
            }
            marshal.closeDict()
        }
        if isSampled {
            marshal.tuple(1)
            marshal.text("__sampled__")
            marshal.raw([0x54])
        }
        marshal.closeDict()
        return marshal.bytes
    }

    private func add(_ key: Key, to marshal: inout MarshalBytes) {
        marshal.tuple(3)
        marshal.text(key.file)
        marshal.int(key.line)
        marshal.text(key.name)
    }

    /// In a caller's tuple the two counts stand the other way round.
    private func add(_ caller: Caller, to marshal: inout MarshalBytes) {
        switch caller {
        case .count(let calls): marshal.int(calls)
        case .figures(let figures):
            marshal.tuple(4)
            marshal.int(figures.calls)
            marshal.int(figures.primitiveCalls)
            marshal.float(figures.own)
            marshal.float(figures.total)
        }
    }
}
