import StackModel

/// Two profiles whose stacks are lists, path by path: what a tree of both would say, without the tree.
struct ListedPaths: Sendable {
    private let sides: [ListedStacks]
    private let selections: [ValueSelection]

    /// One path: a list that is it, both values, and when a tree would have come by it.
    private struct Path {
        let list: Int
        var values: (before: Int64, after: Int64) = (0, 0)
        var order = Int.max

        var isEmpty: Bool { values == (0, 0) }
    }

    /// Both sides, each with what is counted of it and the groups of its functions.
    init(_ sides: [(profile: Profile, selection: ValueSelection, groups: [Int32])]) {
        self.sides = sides.map { ListedStacks($0.profile, groups: $0.groups) }
        selections = sides.map(\.selection)
    }

    /// Whether a profile's paths may be looked at as lists: no command stands in front of one.
    static func suit(_ profile: Profile) -> Bool {
        profile.hasLooseStacks
            && (0..<profile.threads.count).allSatisfy { profile.threads[ThreadID(row: $0)].command.isNone }
    }

    /// The groups of a changed path, outermost first.
    func path(_ number: Int) -> [Int32] {
        if number == 0 { return [] }
        let (side, list) = place(number)
        return sides[side].path(list)
    }

    /// The `limit` paths that differ most, in the order of `ProfileDiff.stacks`; `figure` makes one of two values.
    func changes(first limit: Int, figure: (Int64, Int64) -> DiffFigure) -> [DiffStack] {
        let (paths, isSeen) = allPaths()
        func change(_ path: Path) -> UInt64 { figure(path.values.before, path.values.after).delta.magnitude }
        var largest = LargestValues(limit)
        for path in paths { largest.add(change(path)) }
        let least = largest.least()
        var above = paths.filter { change($0) > least && !$0.isEmpty }
        // Of those that differ by just so much there may be many more than there is room for.
        var equal = paths.filter { change($0) == least && !$0.isEmpty }
        if Set(above.map(change)).count < above.count { putInOrder(&above, first: above.count, isSeen) }
        putInOrder(&equal, first: limit - above.count, isSeen)
        above.sort { (change($0), $1.order) > (change($1), $0.order) }
        equal.sort { $0.order < $1.order }
        return (above + equal).prefix(limit).map {
            DiffStack(node: $0.list, figure: figure($0.values.before, $0.values.after))
        }
    }

    /// Lists of both sides are numbered through from 1 on; 0 is the path without frames.
    private func place(_ number: Int) -> (side: Int, list: Int) {
        number <= sides[0].count ? (0, number - 1) : (1, number - 1 - sides[0].count)
    }

    private func number(_ side: Int, _ list: Int) -> Int { side == 0 ? list + 1 : sides[0].count + list + 1 }

    /// Every path with its values, and which lists have a sample.
    private func allPaths() -> (paths: [Path], isSeen: [Bool]) {
        var isSeen = [Bool](repeating: false, count: sides[0].count + sides[1].count + 1)
        var paths = [Path(list: 0)]
        var slots = HashSlots(expecting: isSeen.count)
        for side in sides.indices {
            for (list, value) in values(side, &isSeen).enumerated() where value != 0 {
                let row = list == 0 ? 0 : row(of: number(side, list - 1), &paths, &slots)
                if side == 0 {
                    paths[row].values.before = paths[row].values.before.addingSaturated(value)
                } else {
                    paths[row].values.after = paths[row].values.after.addingSaturated(value)
                }
            }
        }
        return (paths, isSeen)
    }

    /// By list, counted from 1: what was measured with it.
    private func values(_ side: Int, _ isSeen: inout [Bool]) -> [Int64] {
        var values = [Int64](repeating: 0, count: sides[side].count + 1)
        let profile = sides[side].profile
        let first = number(side, 0) - 1
        profile.forEachValue(selections[side]) { row, value in
            let stack = profile.samples.key(row).stack.row
            values[stack] = values[stack].addingSaturated(value)
            if stack > 0 { isSeen[first + stack] = true }
        }
        return values
    }

    private func row(of number: Int, _ paths: inout [Path], _ slots: inout HashSlots) -> Int {
        var (hash, length) = (ProcessSeed.value, 0)
        forEachBeginning(of: number) { (hash, length) = ($0, $1) }
        if length == 0 { return 0 }
        let found = slots.find(hash) { isSame(paths[$0].list, number, length: length) }
        if found > 0 { return found }
        paths.append(Path(list: number))
        slots.insert(hash, row: paths.count - 1)
        return paths.count - 1
    }

    /// Calls `body` with the hash and the length of all that a list begins with, up to the whole of it.
    @inline(__always)
    private func forEachBeginning(of number: Int, _ body: (_ hash: UInt64, _ length: Int) -> Void) {
        let (side, list) = place(number)
        let listed = sides[side]
        var places = listed.places(of: list)
        var (hash, length) = (ProcessSeed.value, 0)
        while let group = listed.next(&places) {
            hash = mix(hash ^ UInt64(UInt32(bitPattern: group)), 0x9E37_79B9_7F4A_7C15)
            length += 1
            body(hash, length)
        }
    }

    /// Whether a whole list is the first `length` groups of another one.
    private func isSame(_ whole: Int, _ other: Int, length: Int) -> Bool {
        let (left, right) = (place(whole), place(other))
        var wholePlaces = sides[left.side].places(of: left.list)
        var otherPlaces = sides[right.side].places(of: right.list)
        for _ in 0..<length {
            guard let group = sides[left.side].next(&wholePlaces), group == sides[right.side].next(&otherPlaces) else {
                return false
            }
        }
        return sides[left.side].next(&wholePlaces) == nil
    }

    /// Finds which of `paths` are the `count` first ones that are come by, by themselves or on the way to another: a tree
    /// numbers its places so.
    private func putInOrder(_ paths: inout [Path], first count: Int, _ isSeen: [Bool]) {
        var slots = HashSlots(expecting: paths.count)
        // Most beginnings are none of the paths, which a few bits of their hashes tell.
        var possible = HashFilter()
        for row in paths.indices {
            var hash = ProcessSeed.value
            if paths[row].list > 0 { forEachBeginning(of: paths[row].list) { whole, _ in hash = whole } }
            possible.insert(hash)
            slots.insert(hash, row: row + 1)
        }
        var (next, left) = (0, min(count, paths.count))
        if let root = paths.firstIndex(where: { $0.list == 0 }) {
            paths[root].order = -1
            left -= 1
        }
        for number in isSeen.indices where isSeen[number] {
            if left <= 0 { return }
            forEachBeginning(of: number) { hash, length in
                guard possible.mayContain(hash) else { return }
                // Each path is compared once, so that many on the way to a deep one cost no more than their frames.
                let found = slots.find(hash) {
                    paths[$0 - 1].order == .max && isSame(paths[$0 - 1].list, number, length: length)
                }
                if found > 0 {
                    paths[found - 1].order = next
                    next += 1
                    left -= 1
                }
            }
        }
    }
}

/// Whether a hash may be one of a few, in as many bits as stay close at hand.
private struct HashFilter {
    private var words = [UInt64](repeating: 0, count: 1 << 11)

    mutating func insert(_ hash: UInt64) { words[Int(hash >> 6 & 0x7FF)] |= 1 << (hash & 63) }

    @inline(__always)
    func mayContain(_ hash: UInt64) -> Bool { words[Int(hash >> 6 & 0x7FF)] >> (hash & 63) & 1 == 1 }
}

/// The largest of many values.
private struct LargestValues {
    /// How many are looked for.
    private let limit: Int
    private var values: [UInt64] = []
    private var smallest: UInt64 = 0

    init(_ limit: Int) { self.limit = limit }

    mutating func add(_ value: UInt64) {
        guard value > smallest else { return }
        values.append(value)
        if values.count / 2 >= limit { cut() }
    }

    /// What a value must be at least to be one of them; 0 where all are.
    mutating func least() -> UInt64 {
        cut()
        return smallest
    }

    private mutating func cut() {
        guard values.count >= limit, limit > 0 else { return }
        values.sort(by: >)
        values.removeLast(values.count - limit)
        smallest = values[limit - 1]
    }
}
