/// A part of function names that says nothing about which function it is.
enum NamePart: String, CaseIterable, Sendable {
    /// Offsets (`main+0x1f`), addresses (`<function f at 0x7f12>`), and names that are nothing but an address.
    case addresses
    /// What compilers append to copies: `.constprop.0`, `.isra.1`, `.part.2`, `.cold`, `.lto_priv.3`, `.llvm.123`.
    case clones
    /// The marks `*`, `~`, `^` and `+` by which V8 tells the tier of its code, bare or after `JS:` and the like.
    case v8
    /// Rust's `::h0123456789abcdef` at the end.
    case rust
    /// `<...>` with template or generic arguments, as pprof's symbolizer leaves it out.
    case templates

    /// The name without the part.
    func strip(_ name: [UInt8]) -> [UInt8] {
        switch self {
        case .addresses: NamePart.withoutAddresses(name)
        case .clones: NamePart.withoutClones(name)
        case .v8: NamePart.withoutMark(name)
        case .rust: NamePart.withoutHash(name)
        case .templates: TemplateArguments.removed(from: name)
        }
    }

    // MARK: Addresses

    private static func withoutAddresses(_ name: [UInt8]) -> [UInt8] {
        if isAddress(name[...]) || name.first == UInt8(ascii: "[") && isAddress(name.dropFirst().dropLast()) {
            return Array("[unknown]".utf8)
        }
        var result: [UInt8] = []
        var index = 0
        while index < name.count {
            let rest = name[index...]
            if let length = offsetLength(rest) ?? placeLength(rest) {
                index += length
            } else {
                result.append(name[index])
                index += 1
            }
        }
        return result
    }

    /// The length of `+0x1f` or `+0x1f/0x40` at the end of a name.
    private static func offsetLength(_ text: ArraySlice<UInt8>) -> Int? {
        guard text.first == UInt8(ascii: "+") else { return nil }
        let parts = text.dropFirst().split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        return parts.allSatisfy(isAddress) ? text.count : nil
    }

    /// The length of ` at 0x7f12` anywhere in a name.
    private static func placeLength(_ text: ArraySlice<UInt8>) -> Int? {
        let lead = Array(" at 0x".utf8)
        guard text.starts(with: lead) else { return nil }
        let digits = text.dropFirst(lead.count).prefix { isHex($0) }.count
        return digits == 0 ? nil : lead.count + digits
    }

    private static func isAddress(_ text: ArraySlice<UInt8>) -> Bool {
        text.count > 2 && text.starts(with: [0x30, 0x78]) && text.dropFirst(2).allSatisfy(isHex)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    // MARK: Clones

    /// Those that always come with a number, and those that may stand alone.
    private static let numbered = ["constprop", "isra", "part", "lto_priv", "llvm", "clone"].map { Array($0.utf8) }
    private static let bare = ["cold", "localalias"].map { Array($0.utf8) }

    /// Takes suffixes away until there is none; ` [clone .cold]` is how they look after demangling.
    private static func withoutClones(_ name: [UInt8]) -> [UInt8] {
        var result = name[...]
        while let length = cloneLength(result) { result = result.dropLast(length) }
        return Array(result)
    }

    private static func cloneLength(_ name: ArraySlice<UInt8>) -> Int? {
        let lead = Array(" [clone ".utf8)
        if name.last == UInt8(ascii: "]"), let open = name.lastIndex(of: UInt8(ascii: "[")), open > name.startIndex,
            name[(open - 1)...].starts(with: lead)
        {
            return name.endIndex - open + 1
        }
        let digits = name.reversed().prefix { isDigit($0) }.count
        let isNumbered = digits > 0 && name.dropLast(digits).last == UInt8(ascii: ".")
        let words = isNumbered ? name.dropLast(digits + 1) : name
        guard let dot = words.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex,
            (isNumbered ? numbered + bare : bare).contains(where: { words[(dot + 1)...].elementsEqual($0) })
        else { return nil }
        return name.endIndex - dot
    }

    // MARK: Marks and hashes

    private static let codeKinds = ["JS", "LazyCompile", "Function", "Script", "Eval", "Callback"].map {
        Array($0.utf8)
    }

    private static func withoutMark(_ name: [UInt8]) -> [UInt8] {
        var start = 0
        if let colon = name.firstIndex(of: UInt8(ascii: ":")), codeKinds.contains(Array(name[..<colon])) {
            start = colon + 1
        }
        guard name.count > start + 1, [0x2A, 0x7E, 0x5E, 0x2B].contains(name[start]) else { return name }
        // A C++ destructor, `~Name()`, is not marked.
        let isCall = name[start + 1] != UInt8(ascii: "(") && name[start...].contains(UInt8(ascii: "("))
        if start == 0, name[0] == UInt8(ascii: "~"), isCall { return name }
        return Array(name[..<start] + name[(start + 1)...])
    }

    private static func withoutHash(_ name: [UInt8]) -> [UInt8] {
        let hash = name.suffix(19)
        guard name.count > 19, hash.starts(with: Array("::h".utf8)), hash.dropFirst(3).allSatisfy(isHex) else {
            return name
        }
        return Array(name.dropLast(19))
    }
}
