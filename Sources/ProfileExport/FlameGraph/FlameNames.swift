import ProfileAnalysis
import StackModel

/// The names of a tree's groups as they stand in the drawing: each is escaped once, when it is first drawn.
struct FlameNames {
    private var arena: [UInt8] = []
    private var starts: [Int]
    private var ends: [Int]
    private var columnCounts: [Int]
    private var hashes: [UInt32]

    /// Names longer than this are cut: a hostile name must not be written once for each of its frames.
    private static let longest = 4000

    /// No name is escaped yet.
    init(_ tree: CallTree) {
        let count = tree.groups.count
        starts = [Int](repeating: -1, count: count)
        ends = [Int](repeating: 0, count: count)
        columnCounts = [Int](repeating: 0, count: count)
        hashes = [UInt32](repeating: 0, count: count)
    }

    /// Makes a group's name ready for the calls below.
    mutating func prepare(_ group: Int, _ tree: CallTree) {
        guard starts[group] < 0 else { return }
        let name = tree.groups.name(Int32(truncatingIfNeeded: group))
        starts[group] = arena.count
        hashes[group] = FlameColor.hash(name)
        if FlameNames.isPlain(name) {
            name.append(to: &arena)
            columnCounts[group] = name.count
        } else {
            columnCounts[group] = FlameNames.escape(name.text, to: &arena)
        }
        ends[group] = arena.count
    }

    /// What a group's shade depends on.
    func hash(_ group: Int) -> UInt32 { hashes[group] }

    /// Adds a name.
    func add(_ group: Int, to out: inout FlameBytes) {
        out.bytes.append(contentsOf: arena[starts[group]..<ends[group]])
    }

    /// Adds what fits into `columns` columns of text; nothing when that would be less than three.
    func addFitted(_ group: Int, columns: Int, to out: inout FlameBytes) {
        if columnCounts[group] <= columns { return add(group, to: &out) }
        var position = starts[group]
        var left = columns - 2
        while position < ends[group], left > 0 {
            let (length, width) = character(at: position, end: ends[group])
            left -= width
            if left < 0 { break }
            position += length
        }
        out.bytes.append(contentsOf: arena[starts[group]..<position])
        out.add("..")
    }

    /// How many bytes the escaped character at `position` takes, and how many columns.
    private func character(at position: Int, end: Int) -> (length: Int, width: Int) {
        let byte = arena[position]
        var next = position + 1
        if byte == 0x26 {
            while next < end, arena[next - 1] != 0x3B { next += 1 }
            return (next - position, 1)
        }
        while next < end, arena[next] & 0xC0 == 0x80 { next += 1 }
        let isWide = byte > 0xE1 || byte == 0xE1 && next - position > 1 && arena[position + 1] >= 0x84
        return (next - position, isWide ? 2 : 1)
    }

    private static func isPlain(_ name: ByteView) -> Bool {
        guard name.count <= longest else { return false }
        for index in 0..<name.count {
            switch name[index] {
            case 0x26, 0x3C, 0x3E, 0x22, 0x27: return false
            case 0x20...0x7E: continue
            default: return false
            }
        }
        return true
    }

    /// Escapes `text` for XML and returns how many columns it takes. What XML does not allow, and what would turn
    /// the direction of text round, is spelled out: `\x1b`, `\u{202e}`.
    @discardableResult
    static func escape(_ text: String, to out: inout [UInt8]) -> Int {
        var columns = 0
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            if count > longest {
                out.append(contentsOf: "..".utf8)
                return columns + 2
            }
            switch scalar.value {
            case 0x26: out.append(contentsOf: "&amp;".utf8)
            case 0x3C: out.append(contentsOf: "&lt;".utf8)
            case 0x3E: out.append(contentsOf: "&gt;".utf8)
            case 0x22: out.append(contentsOf: "&quot;".utf8)
            case 0x27: out.append(contentsOf: "&#39;".utf8)
            case 0..<0x20, 0x7F...0x9F:
                let spelled = "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                out.append(contentsOf: spelled.utf8)
                columns += 3
            case 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF:
                let spelled = "\\u{" + String(scalar.value, radix: 16) + "}"
                out.append(contentsOf: spelled.utf8)
                columns += spelled.utf8.count - 1
            default: out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
            columns += scalar.value < 0x1100 ? 1 : 2
        }
        return columns
    }
}
