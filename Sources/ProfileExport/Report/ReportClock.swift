import ProfileAnalysis
import StackModel

/// Time since the start of each run, in the cells of a heat map: so many rows a column.
struct ReportClock {
    /// Nanoseconds of a column.
    let columnSpan: Int64
    let columns: Int
    /// By run: its first sample on its own clock; nil where no sample has a time.
    let starts: [Int64?]

    /// The clock of some runs; nil where no sample has a time.
    init?(_ runs: [Profile]) {
        var longest: Int64 = -1
        var starts: [Int64?] = []
        for run in runs {
            var (first, last) = (Int64.max, Int64.min)
            for row in 0..<run.samples.count {
                guard let time = run.samples.time(row) else { continue }
                first = min(first, time)
                last = max(last, time)
            }
            starts.append(first <= last ? first : nil)
            if first <= last { longest = max(longest, last.subtractingSaturated(first)) }
        }
        guard longest >= 0 else { return nil }
        columnSpan = HeatMap.span(for: longest)
        columns = Int(longest / columnSpan) + 1
        self.starts = starts
    }

    /// The cell of a time of a run; -1 where there is none.
    func cell(_ time: Int64?, run: Int) -> Int32 {
        guard let time, let start = starts[run] else { return -1 }
        let offset = max(0, time.subtractingSaturated(start))
        let row = min(Int(offset % columnSpan / max(1, columnSpan / Int64(HeatMap.rows))), HeatMap.rows - 1)
        return Int32(clamping: min(Int(offset / columnSpan), columns - 1) * HeatMap.rows + row)
    }
}
