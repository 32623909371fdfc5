/// Finds the template arguments of C++ names and the generic arguments of Rust names.
enum TemplateArguments {
    /// The name without `<...>` after identifiers; a name whose brackets do not balance stays as it is.
    ///
    /// What stands by itself is no argument list: `<module>`, `<lambda(int)>`, Rust's `<T as Trait>`, `operator<`.
    static func removed(from name: [UInt8]) -> [UInt8] {
        guard name.contains(less) else { return name }
        var result: [UInt8] = []
        result.reserveCapacity(name.count)
        var scan = Scan()
        var index = 0
        while index < name.count {
            if let length = operatorLength(name, index) {
                if scan.removedDepth == 0 { result += name[index..<(index + length)] }
                index += length
                // `operator< <int>` and `operator()<int>` have arguments too.
                let gap = index < name.count && name[index] == 0x20 ? 1 : 0
                if index + gap < name.count, name[index + gap] == less {
                    scan.open(isRemoved: true)
                    index += gap + 1
                }
                continue
            }
            let byte = name[index]
            switch byte {
            case less:
                let isList = scan.removedDepth > 0 || follows(name, index)
                if isList, scan.removedDepth == 0, result.suffix(2).elementsEqual([colon, colon]) {
                    result.removeLast(2)
                }
                scan.open(isRemoved: isList)
                if !isList { result.append(byte) }
            case greater where !isArrow(name, index) && scan.closes:
                if !scan.close() { result.append(byte) }
            default:
                scan.bracket(byte)
                if scan.removedDepth == 0 { result.append(byte) }
            }
            index += 1
        }
        return scan.isBalanced ? result : name
    }

    private static let less = UInt8(ascii: "<")
    private static let greater = UInt8(ascii: ">")
    private static let colon = UInt8(ascii: ":")

    /// Whether a `<` at `index` continues an identifier, or follows Rust's `::`.
    private static func follows(_ name: [UInt8], _ index: Int) -> Bool {
        guard index > 0 else { return false }
        return isIdentifier(name[index - 1]) || index > 2 && name[index - 1] == colon && name[index - 2] == colon
    }

    private static func isIdentifier(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == 0x5F || byte >= 0x80
    }

    private static func isArrow(_ name: [UInt8], _ index: Int) -> Bool {
        index > 0 && name[index - 1] == UInt8(ascii: "-")
    }

    /// The length of `operator` and its sign at `index`, for signs with brackets in them.
    private static func operatorLength(_ name: [UInt8], _ index: Int) -> Int? {
        let word = Array("operator".utf8)
        guard name[index] == word[0], name[index...].starts(with: word), index == 0 || !isIdentifier(name[index - 1])
        else { return nil }
        let rest = name[(index + word.count)...]
        let signs = ["<=>", "<<=", ">>=", "->*", "<<", ">>", "<=", ">=", "->", "()", "<", ">"]
        return signs.first { rest.starts(with: $0.utf8) }.map { word.count + $0.utf8.count }
    }

    /// The brackets that are open.
    private struct Scan {
        private var open: [(isRemoved: Bool, parentheses: Int)] = []
        private var parentheses = 0
        /// How many removed lists are open.
        private(set) var removedDepth = 0
        private var isBroken = false

        var isBalanced: Bool { open.isEmpty && !isBroken }

        /// Whether a `>` here would close a list, and is not part of an expression in parentheses.
        var closes: Bool { open.last.map { $0.parentheses == parentheses } ?? false }

        mutating func open(isRemoved: Bool) {
            open.append((isRemoved, parentheses))
            if isRemoved { removedDepth += 1 }
        }

        /// Closes the innermost list and says whether it is a removed one.
        mutating func close() -> Bool {
            guard let last = open.popLast() else { return false }
            if last.isRemoved { removedDepth -= 1 }
            return last.isRemoved
        }

        mutating func bracket(_ byte: UInt8) {
            if byte == UInt8(ascii: "(") { parentheses += 1 }
            if byte == UInt8(ascii: ")") { parentheses -= 1 }
            if parentheses < 0 { isBroken = true }
        }
    }
}
