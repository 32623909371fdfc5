import StackModel

/// The stacks of a profile in canonical order: a walk of the tree, callers before callees, callees by their frames.
///
/// Two counting sorts and one walk: linear, and without recursion.
struct StackOrder {
    /// Place by stack row; stacks of equal frames share one.
    let places: [UInt32]

    /// Orders the stacks of a profile whose frames are in canonical order.
    init(_ profile: Profile, frames: Ranks) {
        let alike = StackOrder.firstAlike(profile, frames)
        let count = profile.stacks.count
        let parents = (0..<count).map { alike[profile.stacks.parent(StackID(row: $0)).row] }
        var rows = (1..<max(count, 1)).filter { alike[$0] == $0 }
        rows = StackOrder.sorted(rows, keyCount: frames.count) {
            Int(frames[profile.stacks.frame(StackID(row: $0)).row])
        }
        rows = StackOrder.sorted(rows, keyCount: count) { parents[$0] }
        // Callees of stack s: rows[starts[s] ..< starts[s + 1]].
        var starts = [Int](repeating: 0, count: count + 1)
        for row in rows { starts[parents[row] + 1] += 1 }
        for row in 0..<count { starts[row + 1] += starts[row] }
        var places = [UInt32](repeating: 0, count: count)
        var next: UInt32 = 0
        var open = [0]
        while let row = open.popLast() {
            places[row] = next
            next &+= 1
            open.append(contentsOf: rows[starts[row]..<starts[row + 1]].reversed())
        }
        for row in 0..<count { places[row] = places[alike[row]] }
        self.places = places
    }

    /// For each stack the first one of equal frames: itself, but where two frames of the table are equal.
    private static func firstAlike(_ profile: Profile, _ frames: Ranks) -> [Int] {
        let count = profile.stacks.count
        guard frames.count < profile.frames.count else { return Array(0..<count) }
        var merged = StackTable(seed: ProcessSeed.value)
        var ids = [StackID](repeating: .none, count: count)
        var first = [0]
        var alike = [Int](repeating: 0, count: count)
        for row in 1..<max(count, 1) {
            let place = FrameID(frames[profile.stacks.frame(StackID(row: row)).row])
            ids[row] = merged.intern(parent: ids[profile.stacks.parent(StackID(row: row)).row], frame: place)
            if ids[row].row == first.count { first.append(row) }
            alike[row] = first[ids[row].row]
        }
        return alike
    }

    /// `rows` ordered by a key below `keyCount`, equal keys as they were.
    private static func sorted(_ rows: [Int], keyCount: Int, key: (Int) -> Int) -> [Int] {
        var next = [Int](repeating: 0, count: keyCount + 1)
        for row in rows { next[key(row) + 1] += 1 }
        for index in 0..<keyCount { next[index + 1] += next[index] }
        var result = rows
        for row in rows {
            let slot = key(row)
            result[next[slot]] = row
            next[slot] += 1
        }
        return result
    }
}
