/// One reading of a counter.
package struct CounterReading: Hashable, Sendable, BitwiseCopyable {
    /// The counter's row.
    package var counter: Int
    /// Nanoseconds of the trace's own clock.
    package var time: Int64
    package var value: Int64

    /// A reading.
    package init(counter: Int, time: Int64, value: Int64) {
        self.counter = counter
        self.time = time
        self.value = value
    }
}

/// What a trace read again and again beside its samples: memory, handles, load. Kept where every sample is kept.
package struct CounterTable: ~Copyable, Sendable {
    /// Name and unit of each counter.
    package private(set) var counters: [ValueType] = []
    private var rowOf: [ValueType: Int] = [:]
    private var rows = Column<CounterReading>()

    /// A table without counters.
    package init() {}

    /// How many readings there are.
    package var count: Int { rows.count }

    /// The reading in row `row`.
    package subscript(row: Int) -> CounterReading { rows[row] }

    /// The row of a counter, which is added when it is new.
    package mutating func counter(_ type: ValueType) -> Int {
        if let row = rowOf[type] { return row }
        rowOf[type] = counters.count
        counters.append(type)
        return counters.count - 1
    }

    /// Adds a reading of a counter that is there.
    package mutating func append(_ reading: CounterReading) { rows.append(reading) }
}
