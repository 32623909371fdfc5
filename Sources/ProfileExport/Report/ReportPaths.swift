import ProfileAnalysis
import StackModel

/// The paths of functions of all runs, each once. Row 0 is the top; a path's caller has a smaller row.
struct ReportPaths: ~Copyable {
    private(set) var parents: [Int32] = [0]
    /// The last function of each path, as its group.
    private(set) var groups: [Int32] = [-1]
    private var index = HashSlots(expecting: 1024)

    /// No paths yet.
    init() {}

    /// Adds the stacks of a run and gives the path of each; `functionGroups` has the group of each of its functions.
    mutating func add(_ run: Profile, _ functionGroups: [Int32]) -> [Int32] {
        var paths = [Int32](repeating: 0, count: run.stacks.count)
        for row in 1..<max(run.stacks.count, 1) {
            let frame = run.frames[run.stacks.frame(StackID(row: row))]
            let caller = paths[run.stacks.parent(StackID(row: row)).row]
            let group = functionGroups[frame.function.row]
            // The profiler's own root is no code, and a frame without a function adds nothing.
            paths[row] = frame.flags.contains(.root) || group < 0 ? caller : path(caller, group)
        }
        return paths
    }

    private mutating func path(_ parent: Int32, _ group: Int32) -> Int32 {
        let packed = UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: group))
        let hash = mix(ProcessSeed.value ^ packed, 0x9E37_79B9_7F4A_7C15)
        let found = index.find(hash) { parents[$0] == parent && groups[$0] == group }
        if found != 0 { return Int32(truncatingIfNeeded: found) }
        let path = Int32(truncatingIfNeeded: parents.count)
        index.insert(hash, row: Int(path))
        parents.append(parent)
        groups.append(group)
        return path
    }
}

/// The same paths in the order of a drawing: each before its callees, neighbours by name.
///
/// What is below a path is then one range of rows, so that a page lays a tree out, and leaves parts of it out, in one
/// loop.
struct ReportTree {
    /// By new row; row 0 is the top.
    private(set) var parents: [Int32] = [0]
    private(set) var functions: [Int32] = [-1]
    /// New rows in whose path the same function is further up.
    private(set) var recursive: [Int32] = []
    /// By old row; -1 where nothing was measured.
    private(set) var rows: [Int32]
    /// By new function: its group. Only functions that are on a path.
    private(set) var functionGroups: [Int32] = []

    /// Orders the paths that lead to `measured` ones; `ranks` orders groups by name.
    init(_ paths: borrowing ReportPaths, measured: [Int32], ranks: [Int32]) {
        let count = paths.parents.count
        var used = [Bool](repeating: false, count: count)
        for path in measured { used[Int(path)] = true }
        for row in stride(from: count - 1, to: 0, by: -1) where used[row] { used[Int(paths.parents[row])] = true }
        rows = [Int32](repeating: -1, count: count)
        rows[0] = 0
        var functionOf = [Int32](repeating: -1, count: ranks.count)
        var callees = [[Int32]](repeating: [], count: 1)
        var slot = [Int32](repeating: -1, count: count)
        slot[0] = 0
        for row in 1..<max(count, 1) where used[row] {
            let parent = Int(paths.parents[row])
            if slot[parent] < 0 {
                slot[parent] = Int32(truncatingIfNeeded: callees.count)
                callees.append([])
            }
            callees[Int(slot[parent])].append(Int32(truncatingIfNeeded: row))
        }
        for index in callees.indices {
            callees[index].sort { ranks[Int(paths.groups[Int($0)])] > ranks[Int(paths.groups[Int($1)])] }
        }
        // The last of a list is the next in the drawing.
        var waiting = callees[0]
        while let row = waiting.popLast() {
            let group = Int(paths.groups[Int(row)])
            if functionOf[group] < 0 {
                functionOf[group] = Int32(truncatingIfNeeded: functionGroups.count)
                functionGroups.append(Int32(truncatingIfNeeded: group))
            }
            rows[Int(row)] = Int32(truncatingIfNeeded: parents.count)
            parents.append(rows[Int(paths.parents[Int(row)])])
            functions.append(functionOf[group])
            if slot[Int(row)] >= 0 { waiting.append(contentsOf: callees[Int(slot[Int(row)])]) }
        }
        let outermost = StackGrouping.outermost(
            parents: parents, groups: functions, groupCount: functionGroups.count)
        recursive = (1..<max(parents.count, 1)).filter { !outermost[$0] }.map { Int32(truncatingIfNeeded: $0) }
    }
}
