import StackModel

/// What stackcollapse-perf.pl puts behind names: `_[k]` for the kernel, `_[j]` for code made at run time.
///
/// `_[i]` for inlined Java frames is always there: the script has no option for it.
package struct CollapserMarks: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// The script's `--kernel`.
    package static let kernel = CollapserMarks(rawValue: 1)
    /// The script's `--jit`.
    package static let jit = CollapserMarks(rawValue: 2)
    /// The script's `--all`.
    package static let all: CollapserMarks = [.kernel, .jit]
}

/// Makes the script's names of one stack line: split at `->`, cleaned, marked.
struct CollapserName {
    let marks: CollapserMarks
    let showsAddresses: Bool

    /// Appends the names of a frame, outermost first, with `;` between them; false where the frame has none.
    func append(_ frame: CollapserLine.Frame, isJava: Bool, to target: inout [UInt8]) -> Bool {
        let symbol = CollapserName.withoutOffset(frame.symbol)
        if symbol.first == 0x28 { return false }
        let parts = CollapserName.parts(symbol)
        for (index, part) in parts.enumerated() {
            if index > 0 { target.append(0x3B) }
            var name = part == "[unknown]" ? unknown(frame) : part.bytes
            CollapserName.tidy(&name, isJava: isJava)
            mark(&name, module: frame.module, isInlined: index > 0)
            target.append(contentsOf: name)
        }
        return !parts.isEmpty
    }

    /// `s/\+0x[\da-f]+$//`
    private static func withoutOffset(_ symbol: ByteView) -> ByteView {
        var start = symbol.count
        while start > 0, isLowerHexDigit(symbol[start - 1]) { start -= 1 }
        guard start < symbol.count, start >= 3, symbol.slice(start - 3, start) == "+0x" else { return symbol }
        return symbol.prefix(start - 3)
    }

    private static func isLowerHexDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || byte &- 0x61 < 6 }

    /// `split /->/`: empty parts at the end go, those before stay.
    private static func parts(_ symbol: ByteView) -> [ByteView] {
        let arrow = ByteView(literal: "->")
        var parts: [ByteView] = []
        var start = 0
        while let found = symbol.firstIndex(of: arrow, from: start) {
            parts.append(symbol.slice(start, found))
            start = found + 2
        }
        parts.append(symbol.dropFirst(start))
        while let last = parts.last, last.isEmpty { parts.removeLast() }
        return parts
    }

    /// The module's name, or `unknown`, in brackets.
    private func unknown(_ frame: CollapserLine.Frame) -> [UInt8] {
        var name: [UInt8] = [0x5B]
        if frame.module == "[unknown]" {
            ByteView(literal: "unknown").append(to: &name)
        } else {
            frame.module.dropFirst((frame.module.lastIndex(of: 0x2F) ?? -1) + 1).append(to: &name)
        }
        if showsAddresses {
            name += [0x20, 0x3C]
            frame.address.append(to: &name)
            name.append(0x3E)
        }
        name.append(0x5D)
        return name
    }

    private static func tidy(_ name: inout [UInt8], isJava: Bool) {
        for index in name.indices where name[index] == 0x3B { name[index] = 0x3A }
        if let cut = ByteView.withBytes(of: name, argumentsStart) { name.removeSubrange(cut...) }
        name.removeAll { $0 == 0x22 || $0 == 0x27 }
        if isJava, name.first == 0x4C, name.contains(0x2F) { name.removeFirst() }
    }

    /// Where the arguments begin that the script cuts: never in what looks like a Go method, nor at a C++ anonymous
    /// namespace.
    private static func argumentsStart(_ name: ByteView) -> Int? {
        if let dot = name.firstIndex(of: ByteView(literal: ".(")),
            name.firstIndex(of: ByteView(literal: ")."), from: dot + 2) != nil
        {
            return nil
        }
        var search = 0
        while let open = name.firstIndex(of: 0x28, from: search) {
            if !name.dropFirst(open + 1).hasPrefix("anonymous namespace)") { return open }
            search = open + 1
        }
        return nil
    }

    private func mark(_ name: inout [UInt8], module: ByteView, isInlined: Bool) {
        if isInlined {
            CollapserName.append("_[i]", unlessIn: &name)
        } else if marks.contains(.kernel), module.first == 0x5B || module.hasSuffix("vmlinux"),
            module.firstIndex(of: ByteView(literal: "unknown")) == nil
        {
            ByteView(literal: "_[k]").append(to: &name)
        } else if marks.contains(.jit), CollapserName.isPerfMap(module) {
            CollapserName.append("_[j]", unlessIn: &name)
        }
    }

    private static func append(_ mark: StaticString, unlessIn name: inout [UInt8]) {
        let mark = ByteView(literal: mark)
        let isThere = ByteView.withBytes(of: name) { $0.firstIndex(of: mark) != nil }
        if !isThere { mark.append(to: &name) }
    }

    /// `m:/tmp/perf-\d+\.map:`
    private static func isPerfMap(_ module: ByteView) -> Bool {
        let head = ByteView(literal: "/tmp/perf-")
        var search = 0
        while let found = module.firstIndex(of: head, from: search) {
            let digits = found + head.count
            let count = module.decimalDigits(from: digits)
            if count > 0, module.dropFirst(digits + count).hasPrefix(".map") { return true }
            search = digits
        }
        return false
    }
}
