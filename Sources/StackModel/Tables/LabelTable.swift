/// One label of a sample: a text, or a number with an optional unit.
package struct Label: Hashable, Comparable, Sendable, BitwiseCopyable {
    package var key: StringID
    /// The text; none for a number.
    package var text: StringID = .none
    /// The number; nil for a text.
    package var number: Int64?
    /// The number's unit; none when the trace gives none.
    package var unit: StringID = .none

    /// A label with a text.
    package init(key: StringID, text: StringID) {
        self.key = key
        self.text = text
    }

    /// A label with a number.
    package init(key: StringID, number: Int64, unit: StringID) {
        self.key = key
        self.number = number
        self.unit = unit
    }

    /// By key first, so that a set has one order.
    package static func < (left: Label, right: Label) -> Bool {
        (left.key, left.text, left.number ?? .min, left.unit)
            < (right.key, right.text, right.number ?? .min, right.unit)
    }
}

/// The sets of labels that samples carry, each set once. Set 0 has no label.
package struct LabelTable: ~Copyable, Sendable {
    private var entries = Column<Label>()
    private var ends = Column<Int>()
    private var index = HashSlots()
    private let seed: UInt64

    /// A table of the empty set only.
    package init(seed: UInt64) {
        self.seed = seed
        ends.append(0)
    }

    /// How many sets there are, the empty one included.
    package var count: Int { ends.count }

    /// The labels of a set, sorted.
    package subscript(id: LabelSetID) -> [Label] { range(id.row).map { entries[$0] } }

    /// The id of the set of `labels`, in whatever order they come; it is added when it is new.
    package mutating func intern(_ labels: [Label]) -> LabelSetID {
        if labels.isEmpty { return .none }
        let sorted = labels.count == 1 ? labels : labels.sorted()
        let hash = hash(sorted)
        let row = index.find(hash) { row in
            let range = range(row)
            return range.count == sorted.count && zip(range, sorted).allSatisfy { entries[$0] == $1 }
        }
        if row != 0 { return LabelSetID(row: row) }
        let id = LabelSetID(row: ends.count)
        for label in sorted { entries.append(label) }
        ends.append(entries.count)
        index.insert(hash, row: id.row)
        return id
    }

    private func range(_ row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }

    private func hash(_ labels: [Label]) -> UInt64 {
        var hash = seed
        for label in labels {
            hash = mix(hash ^ UInt64(label.key.raw) << 32 ^ UInt64(label.text.raw), 0x9E37_79B9_7F4A_7C15)
            hash = mix(hash ^ UInt64(bitPattern: label.number ?? .min), 0xD6E8_FEB8_6659_FD93 ^ UInt64(label.unit.raw))
        }
        return hash
    }
}
