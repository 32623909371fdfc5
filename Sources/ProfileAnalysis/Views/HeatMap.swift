import StackModel

/// Values over time in two scales: a column is a span of time, a row a part of that span.
///
/// With columns of a second this is the sub-second-offset heat map: what happens every second at the same offset
/// makes a horizontal line, a pause a hole, a burst a spot.
package struct HeatMap: Sendable {
    /// Rows in a column.
    package static let rows = 50
    /// The most columns that are made; a longer trace gets longer columns.
    private static let columnLimit = 1800

    /// Nanoseconds of a column.
    package let columnSpan: Int64
    /// First column's start on the trace's own clock, nanoseconds.
    package let start: Int64
    package let columns: Int
    /// By column and row: `values[column * rows + row]`.
    package let values: [Int64]
    /// The largest of them.
    package let largest: Int64
    /// What samples without a time hold.
    package let untimed: Int64

    /// The map of a profile that keeps single samples; nil where none has a time.
    package init?(_ profile: Profile, _ selection: ValueSelection) {
        var first = Int64.max
        var last = Int64.min
        profile.forEachValue(selection) { row, _ in
            guard let time = profile.samples.time(row) else { return }
            first = min(first, time)
            last = max(last, time)
        }
        guard first <= last else { return nil }
        let duration = last.subtractingSaturated(first)
        let span = HeatMap.span(for: duration)
        let rowSpan = span / Int64(HeatMap.rows)
        let columns = Int(duration / span) + 1
        var values = [Int64](repeating: 0, count: columns * HeatMap.rows)
        var untimed: Int64 = 0
        profile.forEachValue(selection) { row, value in
            guard let time = profile.samples.time(row) else {
                untimed = untimed.addingSaturated(value)
                return
            }
            let offset = time.subtractingSaturated(first)
            let cell = Int(offset / span) * HeatMap.rows + min(Int(offset % span / rowSpan), HeatMap.rows - 1)
            values[cell] = values[cell].addingSaturated(value)
        }
        columnSpan = span
        start = first
        self.columns = columns
        self.values = values
        largest = values.max() ?? 0
        self.untimed = untimed
    }

    /// A second; a tenth or a hundredth for short traces, several seconds for long ones.
    package static func span(for duration: Int64) -> Int64 {
        let second: Int64 = 1_000_000_000
        for span in [second, second / 10] where duration / span >= 20 {
            return span * max(1, duration / span / Int64(columnLimit) + 1)
        }
        return second / 100
    }
}
