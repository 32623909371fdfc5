import StackModel

/// The sums of one series by path, as the table `stack_run` holds them.
///
/// In a call tree most paths have one callee and nothing of their own: a chain of them has one total. Where their ids
/// follow each other such a chain is one row, whose last path has all that was measured in it. The view `stack_value`
/// makes a row for each path again, without recursion.
struct PathRuns {
    /// The most paths in a row: what bounds the search for the row that a path is in.
    static let longest: Int64 = 32

    /// One row.
    struct Run: Equatable {
        var last: Int64
        var length: Int64
        var sums: SeriesSums
    }

    /// In the order of the last path's id.
    private(set) var runs: [Run] = []

    /// Sums up what is in each path alone, by path of the tree; `ids` are those of the store.
    init(_ own: [SeriesSums], parents: [Int32], ids: [Int64]) {
        let count = parents.count
        var sums = own
        var calleeCount = [Int32](repeating: 0, count: count)
        var isUsed = own.map { $0.hasOwn }
        for path in stride(from: count - 1, to: 0, by: -1) where isUsed[path] {
            let parent = Int(parents[path])
            sums[parent].addBelow(sums[path])
            isUsed[parent] = true
            calleeCount[parent] += 1
        }
        var length = [Int64](repeating: 1, count: count)
        for path in 1..<max(count, 1) where isUsed[path] {
            let parent = Int(parents[path])
            let continues =
                parent > 0 && !own[parent].hasOwn && calleeCount[parent] == 1 && ids[parent] == ids[path] - 1
                && length[parent] < Self.longest
            guard continues else { continue }
            length[path] = length[parent] + 1
            length[parent] = 0
        }
        for path in 1..<max(count, 1) where isUsed[path] && length[path] > 0 {
            runs.append(Run(last: ids[path], length: length[path], sums: sums[path]))
        }
        runs.sort { $0.last < $1.last }
    }
}
