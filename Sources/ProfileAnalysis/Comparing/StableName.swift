import StackModel

/// The part of a function's name that two builds of one program share.
///
/// Compilers mark copies that they split off (`parse.constprop.0`, `parse.cold`, `parse() [clone .isra.3]`), and V8
/// marks how well a function is compiled (`JS:*parse`, `LazyCompile:~parse a.js:3:1`): the same function still.
package enum StableName {
    /// The name without such marks; nil where it has none.
    package static func stripped(_ name: ByteView) -> [UInt8]? {
        let native = withoutCloneSuffixes(name)
        if let script = withoutTierMark(native) { return script }
        return native.count == name.count ? nil : native.bytes
    }

    // MARK: Clones of native functions

    private static let cloneKinds: [StaticString] = ["constprop", "isra", "cold", "part", "lto_priv", "llvm"]

    private static func withoutCloneSuffixes(_ name: ByteView) -> ByteView {
        var rest = name
        while true {
            var shorter = rest
            if shorter.last == 0x5D, let start = cloneBracket(shorter) { shorter = shorter.prefix(start) }
            shorter = withoutOneSuffix(shorter)
            if shorter.count == rest.count || shorter.isEmpty { return rest }
            rest = shorter
        }
    }

    /// Where a demangler's ` [clone .kind.number]` at the end begins.
    private static func cloneBracket(_ name: ByteView) -> Int? {
        guard let bracket = name.lastIndex(of: 0x5B), bracket > 0 else { return nil }
        return name.dropFirst(bracket - 1).hasPrefix(" [clone .") ? bracket - 1 : nil
    }

    /// Without `.kind`, `.kind.12` or `.llvm.123` at the end.
    private static func withoutOneSuffix(_ name: ByteView) -> ByteView {
        var end = name.count
        while let dot = name.prefix(end).lastIndex(of: 0x2E), dot > 0 {
            let word = name.slice(dot + 1, end)
            if cloneKinds.contains(where: { word == $0 }) { return name.prefix(dot) }
            guard !word.isEmpty, isNumber(word) else { return name }
            end = dot
        }
        return name
    }

    private static func isNumber(_ word: ByteView) -> Bool {
        for index in 0..<word.count where !(0x30...0x39).contains(word[index]) { return false }
        return true
    }

    // MARK: Tiers of compiled JavaScript

    private static let scriptTags: [StaticString] = [
        "JS:", "LazyCompile:", "Function:", "Script:", "Eval:", "Interpreted:", "Baseline:",
    ]

    /// Without V8's tier mark, and without the position behind a tagged name; nil where there is neither.
    private static func withoutTierMark(_ name: ByteView) -> [UInt8]? {
        for tag in scriptTags where name.hasPrefix(tag) {
            var start = tag.utf8CodeUnitCount
            if start < name.count, name[start] == 0x20 { start += 1 }
            if start < name.count, isTierMark(name[start]) { start += 1 }
            return name.prefix(tag.utf8CodeUnitCount).bytes + withoutPosition(name.dropFirst(start)).bytes
        }
        guard name.count > 1, name[0] == 0x2A || name[0] == 0x7E, isLetter(name[1]) else { return nil }
        return name.dropFirst(1).bytes
    }

    /// Without `:LINE:COLUMN` or `:LINE` at the end: an edit above a function moves it.
    private static func withoutPosition(_ name: ByteView) -> ByteView {
        var end = name.count
        while let colon = name.prefix(end).lastIndex(of: 0x3A), colon > 0, colon + 1 < end,
            isNumber(name.slice(colon + 1, end))
        {
            end = colon
        }
        return name.prefix(end)
    }

    /// `*` optimised, `~` interpreted, `^` baseline, `+` and `-` in between.
    private static func isTierMark(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2A, 0x2B, 0x2D, 0x5E, 0x7E: true
        default: false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A, 0x5F, 0x24: true
        default: false
        }
    }
}
