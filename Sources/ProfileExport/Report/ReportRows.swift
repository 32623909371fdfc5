import ProfileAnalysis
import StackModel

/// What was measured, summed by run, path, thread and cell of time: all that the page adds up.
struct ReportRows: ~Copyable {
    private(set) var runs: [Int32] = []
    private(set) var paths: [Int32] = []
    private(set) var threads: [Int32] = []
    private(set) var cells: [Int32] = []
    /// By value type, then by row.
    private(set) var values: [[Int64]]
    /// How many cells of the heat map are one cell here.
    let cellsTogether: Int32
    private var index = HashSlots(expecting: 4096)

    /// With more rows than this, time is kept more coarsely.
    static let limit = 400_000

    /// No rows, of `typeCount` value types.
    init(typeCount: Int, cellsTogether: Int32) {
        values = [[Int64]](repeating: [], count: typeCount)
        self.cellsTogether = cellsTogether
    }

    /// How many rows there are.
    var count: Int { runs.count }

    /// Adds a run's samples.
    mutating func add(
        _ run: Profile, number: Int, _ selections: [ValueSelection], paths pathOf: [Int32], threads threadOf: [Int32],
        _ clock: ReportClock?
    ) {
        for (type, selection) in selections.enumerated() {
            run.forEachValue(selection) { sample, value in
                let key = run.samples.key(sample)
                let cell = clock?.cell(run.samples.time(sample), run: number) ?? -1
                let row = self.row(
                    Int32(truncatingIfNeeded: number), pathOf[key.stack.row], threadOf[key.thread.row],
                    cell < 0 ? -1 : cell / cellsTogether)
                values[type][row] = values[type][row].addingSaturated(value)
            }
        }
    }

    private mutating func row(_ run: Int32, _ path: Int32, _ thread: Int32, _ cell: Int32) -> Int {
        let place = UInt64(UInt32(bitPattern: path)) << 32 | UInt64(UInt32(bitPattern: cell))
        let who = UInt64(UInt32(bitPattern: run)) << 32 | UInt64(UInt32(bitPattern: thread))
        let hash = mix(mix(ProcessSeed.value ^ place, 0x9E37_79B9_7F4A_7C15) ^ who, 0xD6E8_FEB8_6659_FD93)
        let found = index.find(hash) { entry in
            let row = entry - 1
            return paths[row] == path && cells[row] == cell && runs[row] == run && threads[row] == thread
        }
        if found != 0 { return found - 1 }
        runs.append(run)
        paths.append(path)
        threads.append(thread)
        cells.append(cell)
        for type in values.indices { values[type].append(0) }
        index.insert(hash, row: runs.count)
        return runs.count - 1
    }
}
