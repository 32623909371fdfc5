/// How much of each sample a profile keeps.
package enum SampleDetail: Int, Sendable, Comparable {
    /// One row for each stack and command name: memory grows with distinct stacks, not with samples.
    case stacks = 0
    /// One row for each stack, thread and set of labels.
    case threads = 1
    /// Every sample, with its time.
    case everything = 2

    package static func < (left: SampleDetail, right: SampleDetail) -> Bool { left.rawValue < right.rawValue }

    /// What must be kept for the label `key`. The CPU that a sample ran on is kept of single samples only: it would part
    /// each stack into as many rows as there are CPUs.
    package static func keeping(label key: String) -> SampleDetail { key == "cpu" ? .everything : .threads }
}

/// How a sample table holds values.
package enum SampleLayout: Hashable, Sendable {
    /// A row has one value, of the value type that the row names: perf, where each sample belongs to one event.
    case long
    /// A row has a value of every value type: pprof, .cpuprofile, folded.
    case wide(Int)
}

/// The row that a sample goes to, its values apart.
package struct SampleKey: Hashable, Sendable, BitwiseCopyable {
    package var stack: StackID
    package var thread: ThreadID = .none
    package var labels: LabelSetID = .none
    /// The value type of a long row; none in a wide one.
    package var valueType: ValueTypeID = .none

    /// A key; what is not given is none.
    package init(
        stack: StackID, thread: ThreadID = .none, labels: LabelSetID = .none, valueType: ValueTypeID = .none
    ) {
        self.stack = stack
        self.thread = thread
        self.labels = labels
        self.valueType = valueType
    }
}

/// The samples of a profile: single ones, or their sums by stack (and thread and labels).
package struct SampleTable: ~Copyable, Sendable {
    package let detail: SampleDetail
    package let layout: SampleLayout
    /// Whether a sum went beyond 64 bits and was held at the limit.
    package private(set) var overflowed = false

    /// Where the samples of each row were taken; read it through `key`, but in a loop over millions of rows.
    package private(set) var keys = Column<SampleKey>()
    /// The values of each row, `width` of them, by row and value type.
    package private(set) var values = Column<Int64>()
    /// Samples in a row; where rows are single samples, as far as the last one that stands for another number.
    private var counts = Column<Int64>()
    /// Nanoseconds of the trace's clock; kept where rows are single samples.
    private var times = Column<Int64>()
    private var index = HashSlots(expecting: 1024)
    /// How many rows the index knows: a stack's first row needs none until the stack comes with other labels.
    private var indexed = 0
    /// The row that was last added to, by stack: mostly the right one.
    private var latest = Column<UInt32>()
    /// How many values a row has.
    package let width: Int
    private let seed: UInt64

    /// An empty table.
    package init(detail: SampleDetail, layout: SampleLayout, seed: UInt64) {
        self.detail = detail
        self.layout = layout
        self.seed = seed
        if case .wide(let width) = layout { self.width = width } else { width = 1 }
    }

    /// How many rows there are.
    package var count: Int { keys.count }

    /// Where the samples of row `row` were taken.
    package func key(_ row: Int) -> SampleKey { keys[row] }

    /// How many samples row `row` stands for.
    @inline(__always)
    package func sampleCount(_ row: Int) -> Int64 { row < counts.count ? counts[row] : 1 }

    /// The time of row `row` in nanoseconds of the trace's clock; nil when samples are summed or have no time.
    package func time(_ row: Int) -> Int64? {
        guard detail == .everything, times[row] != .min else { return nil }
        return times[row]
    }

    /// The value of `type` in row `row`; nil when the row belongs to another value type.
    @inline(__always)
    package func value(_ row: Int, of type: ValueTypeID) -> Int64? {
        switch layout {
        case .long: keys[row].valueType == type ? values[row] : nil
        case .wide: values[row &* width &+ (type.row &- 1)]
        }
    }

    /// Whether the values of one type, those above 0 or those below, add up to more than 64 bits hold.
    package func sumsOverflow() -> Bool {
        if layout == .long {
            var sums: [SignedSums] = []
            for row in 0..<values.count {
                let type = keys[row].valueType.row
                while type >= sums.count { sums.append(SignedSums()) }
                if !sums[type].add(values[row]) { return true }
            }
            return false
        }
        for column in 0..<width {
            var sum = SignedSums()
            for index in stride(from: column, to: values.count, by: width) where !sum.add(values[index]) { return true }
        }
        return false
    }

    /// Whether a row of a wide table has nothing but 0 in `columns`.
    func isZero(_ row: Int, in columns: [Int]) -> Bool {
        columns.allSatisfy { values[row &* width &+ $0] == 0 }
    }

    /// Adds a sample with one value to a long table.
    @inline(__always)
    package mutating func add(_ key: SampleKey, value: Int64, time: Int64? = nil, count: Int64 = 1) {
        let row = self.row(of: key, time: time, count: count)
        if row == values.count {
            values.append(value)
        } else {
            accumulate(value, at: row)
        }
    }

    /// Adds a sample with a value of each type to a wide table; `newValues` has as many values as the table is wide.
    package mutating func add(_ key: SampleKey, values newValues: [Int64], time: Int64? = nil, count: Int64 = 1) {
        precondition(newValues.count == width)
        let first = self.row(of: key, time: time, count: count) * width
        if first == values.count {
            for value in newValues { values.append(value) }
        } else {
            for offset in 0..<width { accumulate(newValues[offset], at: first + offset) }
        }
    }

    /// Adds row `row` of another wide table to this one; column n gets the values of `columns[n]`.
    mutating func add(_ key: SampleKey, row: Int, of other: borrowing SampleTable, columns: [Int], time: Int64?) {
        precondition(columns.count == width)
        let first = self.row(of: key, time: time, count: other.sampleCount(row)) * width
        let start = row &* other.width
        if first == values.count {
            for column in columns { values.append(other.values[start &+ column]) }
        } else {
            for offset in 0..<width { accumulate(other.values[start &+ columns[offset]], at: first + offset) }
        }
    }

    /// The row for `key`, made (without values) when there is none or when every sample has its own.
    @inline(__always)
    private mutating func row(of key: SampleKey, time: Int64?, count: Int64) -> Int {
        if detail == .everything {
            keys.append(key)
            times.append(time ?? .min)
            if count != 1 { counts.extend(to: keys.count - 1, with: 1) }
            if count != 1 { counts.append(count) }
            return keys.count - 1
        }
        if key.stack.row < latest.count {
            let row = Int(latest[key.stack.row])
            if row < keys.count, keys[row] == key {
                counts[row] = counts[row].addingSaturated(count)
                return row
            }
        }
        return slowRow(of: key, count: count)
    }

    @inline(never)
    private mutating func slowRow(of key: SampleKey, count: Int64) -> Int {
        let isKnownStack = key.stack.row < latest.count && latest[key.stack.row] != .max
        var row = isKnownStack ? find(key) : -1
        if row >= 0 {
            counts[row] = counts[row].addingSaturated(count)
        } else {
            row = keys.count
            keys.append(key)
            counts.append(count)
        }
        latest.extend(to: key.stack.row + 1, with: .max)
        latest[key.stack.row] = UInt32(truncatingIfNeeded: row)
        return row
    }

    /// The row of `key`, or -1.
    private mutating func find(_ key: SampleKey) -> Int {
        while indexed < keys.count {
            index.insert(hash(keys[indexed]), row: indexed + 1)
            indexed += 1
        }
        return index.find(hash(key)) { self.keys[$0 - 1] == key } - 1
    }

    private func hash(_ key: SampleKey) -> UInt64 {
        let places = UInt64(key.stack.raw) << 32 | UInt64(key.thread.raw)
        let kinds = UInt64(key.labels.raw) << 32 | UInt64(key.valueType.raw)
        return mix(mix(seed ^ places, 0x9E37_79B9_7F4A_7C15) ^ kinds, 0xD6E8_FEB8_6659_FD93)
    }

    @inline(__always)
    private mutating func accumulate(_ value: Int64, at index: Int) {
        let (sum, overflow) = values[index].addingReportingOverflow(value)
        values[index] = overflow ? (value < 0 ? .min : .max) : sum
        if overflow { overflowed = true }
    }
}

/// The sum of what is above 0 and the sum of what is below.
private struct SignedSums {
    private var above: Int64 = 0
    private var below: Int64 = 0

    /// Adds a value; false where that is more than 64 bits hold.
    @inline(__always)
    mutating func add(_ value: Int64) -> Bool {
        let (sum, overflow) = (value < 0 ? below : above).addingReportingOverflow(value)
        if value < 0 { below = sum } else { above = sum }
        return !overflow
    }
}
