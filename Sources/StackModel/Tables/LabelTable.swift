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
    private var index: [[Label]: LabelSetID] = [:]

    /// A table of the empty set only.
    package init() { ends.append(0) }

    /// How many sets there are, the empty one included.
    package var count: Int { ends.count }

    /// The labels of a set, sorted.
    package subscript(id: LabelSetID) -> [Label] {
        let start = id.isNone ? 0 : ends[id.row - 1]
        return (start..<ends[id.row]).map { entries[$0] }
    }

    /// The id of the set of `labels`, in whatever order they come; it is added when it is new.
    package mutating func intern(_ labels: [Label]) -> LabelSetID {
        if labels.isEmpty { return .none }
        let sorted = labels.sorted()
        if let id = index[sorted] { return id }
        let id = LabelSetID(row: ends.count)
        for label in sorted { entries.append(label) }
        ends.append(entries.count)
        index[sorted] = id
        return id
    }
}
