import ProfileAnalysis
import StackModel

extension ValueRows {
    /// Writes `line_sum`, where frames have lines.
    func writeLines(_ placed: PlacedTree, _ files: SourceFileDirectory) throws(StoreError) {
        guard let profile = stored.stackProfile else { return }
        let lines = try SourceLines(profile, placed, files)
        if lines.lines.count == 1 { return }
        let grouping = StackGrouping(profile, frameGroups: lines.frameGroups, groupCount: lines.lines.count)
        for series in series {
            guard let selection = selection(of: series.value, in: profile) else { continue }
            let (own, total) = grouping.sums(StackValues(profile, selection))
            let samples = series.samples.flatMap { self.selection(of: $0, in: profile) }
                .map { grouping.sums(StackValues(profile, $0)) }
            var insert = try sums("line_sum", series, ["function_id", "source_path_id", "line"])
            for row in lines.order {
                let sums = SeriesSums(
                    own: own[row], total: total[row], ownSamples: samples?.own[row] ?? 0,
                    totalSamples: samples?.total[row] ?? 0)
                if !sums.hasAny { continue }
                insert.push(lines.lines[row].function)
                insert.push(lines.lines[row].file)
                insert.push(Int64(lines.lines[row].line))
                try insert.endRow(sums)
            }
            try insert.finish()
        }
    }
}

/// The source lines of a profile's frames.
private struct SourceLines {
    struct Line: Hashable {
        let function: Int64
        let file: Int64
        let line: Int32
    }

    /// Row 0 is none.
    private(set) var lines = [Line(function: 0, file: 0, line: 0)]
    /// By row of the profile's frame table; -1 is none.
    private(set) var frameGroups: [Int32]

    init(_ profile: Profile, _ placed: PlacedTree, _ files: SourceFileDirectory) throws(StoreError) {
        frameGroups = [Int32](repeating: -1, count: profile.frames.count)
        var index: [Line: Int32] = [:]
        for row in 1..<max(profile.frames.count, 1) {
            let frame = profile.frames[FrameID(row: row)]
            let function = placed.function(frame.function)
            guard frame.line > 0, function > 0 else { continue }
            let file = try files.id(of: profile.functions[frame.function].file, in: profile)
            let line = Line(function: function, file: file, line: frame.line)
            let next = Int32(truncatingIfNeeded: lines.count)
            let group = index[line] ?? next
            if group == next {
                lines.append(line)
                index[line] = group
            }
            frameGroups[row] = group
        }
    }

    /// The rows in the order of the table's key.
    var order: [Int] {
        (1..<lines.count).sorted {
            let (left, right) = (lines[$0], lines[$1])
            return (left.function, left.file, left.line) < (right.function, right.file, right.line)
        }
    }
}

/// The source files of a store, `source_path`: gives each its id, and adds those that are new.
final class SourceFileDirectory {
    private let connection: SQLiteConnection
    /// By text; nil is a file that is not known.
    private var ids: [String?: Int64] = [:]
    private var next: Int64 = 1
    /// By string of the profile at hand.
    private var known: [StringID: Int64] = [:]

    init(_ connection: SQLiteConnection) { self.connection = connection }

    /// Reads what the store has; see `CodeDirectory.refresh`.
    func refresh() throws(StoreError) {
        ids = [:]
        next = try connection.nextID("source_path_id", of: "source_path")
        let rows = try SQLiteStatement(connection, "SELECT source_path_id, source_file FROM source_path")
        while try rows.step() {
            if let id = rows.integer(0) { ids[rows.text(1)] = id }
        }
    }

    /// To be called before the first file of a profile.
    func begin() { known = [:] }

    /// The id of a file of the profile, which is written when it is new.
    func id(of file: StringID, in profile: Profile) throws(StoreError) -> Int64 {
        if let id = known[file] { return id }
        let text = file.isNone ? nil : profile.text(file)
        let id = ids[text] ?? next
        if id == next {
            next += 1
            ids[text] = id
            let insert = try SQLiteStatement(connection, "INSERT INTO source_path VALUES (?, ?)")
            insert.bind(1, id)
            insert.bind(2, text)
            try insert.insert()
        }
        known[file] = id
        return id
    }
}
