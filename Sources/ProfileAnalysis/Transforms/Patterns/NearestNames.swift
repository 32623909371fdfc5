/// Finds the names that are likest to what was asked for, for messages.
package enum NearestNames {
    /// At most three of `names`, the likest first; none when none is like it.
    ///
    /// Likeness is the share of the asked word's letter pairs that a name has too, case and punctuation aside.
    package static func find(_ asked: String, in names: [String]) -> [String] {
        let wanted = pairs(asked)
        guard !wanted.isEmpty else { return [] }
        var scored: [(score: Double, name: String)] = []
        var seen = Set<String>()
        for name in names.prefix(20_000) where seen.insert(name).inserted {
            let own = pairs(name)
            guard !own.isEmpty else { continue }
            let shared = Double(wanted.intersection(own).count)
            let score = 0.9 * shared / Double(wanted.count) + 0.1 * shared / Double(own.count)
            if score >= 0.4 { scored.append((score, name)) }
        }
        return scored.sorted { ($1.score, $0.name) < ($0.score, $1.name) }.prefix(3).map(\.name)
    }

    private static func pairs(_ text: String) -> Set<UInt16> {
        var pairs = Set<UInt16>()
        var previous: UInt8 = 0
        for byte in text.utf8.prefix(400) {
            let isLetter = byte >= 0x61 && byte <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte >= 0x80
            let isCapital = byte >= 0x41 && byte <= 0x5A
            guard isLetter || isCapital else { continue }
            let letter = isCapital ? byte | 0x20 : byte
            if previous != 0 { pairs.insert(UInt16(previous) << 8 | UInt16(letter)) }
            previous = letter
        }
        return pairs
    }
}
