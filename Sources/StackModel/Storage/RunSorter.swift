/// Sorts runs of frames as a dictionary sorts words: by their first element, runs that share it by the second, and so
/// on, as many elements at a time as a word holds. Runs of one beginning are then neighbours, which is all that building
/// their tree needs.
///
/// No recursion: runs with millions of frames in common are hostile input like any other.
struct RunSorter {
    /// A run in its place.
    struct Sorted: BitwiseCopyable {
        var run: UInt32
        /// Whether the run before it is the same.
        var isRepeated: Bool
    }

    /// The elements of all runs, and where each run ends in them.
    private let elements: UnsafeBufferPointer<FrameID>
    private let ends: UnsafeBufferPointer<Int>
    /// What elements are ordered by; nothing where they are ordered as they are.
    private let ranks: UnsafeBufferPointer<UInt32>
    /// Bits of an element in a key, and elements in a key.
    private let bits: UInt64
    private let width: Int

    /// One run, with the elements that are being compared, first of all at the top.
    private struct Item: BitwiseCopyable {
        var key: UInt64
        var run: UInt32
        var isRepeated = false
    }

    /// Neighbours in `items` that share their first `depth` elements.
    private struct Group {
        var range: Range<Int>
        var depth: Int
    }

    /// A sorter of runs whose elements, or their `ranks`, are below `limit`.
    init(
        elements: UnsafeBufferPointer<FrameID>, ends: UnsafeBufferPointer<Int>, ranks: UnsafeBufferPointer<UInt32>,
        limit: Int
    ) {
        self.elements = elements
        self.ends = ends
        self.ranks = ranks
        // One more than an element is kept: 0 stands for none.
        bits = UInt64(max(Int.bitWidth - max(limit, 1).leadingZeroBitCount, 1))
        width = 64 / Int(bits)
    }

    /// The runs in order.
    func sorted() -> [Sorted] {
        var items = ends.indices.map { Item(key: 0, run: UInt32(truncatingIfNeeded: $0)) }
        var spare: [Item] = []
        items.withUnsafeMutableBufferPointer { items in
            var groups = [Group(range: items.indices, depth: 0)]
            while let group = groups.popLast() {
                let slice = UnsafeMutableBufferPointer(rebasing: items[group.range])
                if slice.count > 8 {
                    split(slice, group, &groups, &spare)
                } else {
                    sortFew(slice, from: group.depth)
                }
            }
        }
        return items.map { Sorted(run: $0.run, isRepeated: $0.isRepeated) }
    }

    private func split(
        _ items: UnsafeMutableBufferPointer<Item>, _ group: Group, _ groups: inout [Group], _ spare: inout [Item]
    ) {
        var different: UInt64 = 0
        for index in items.indices {
            items[index].key = key(items[index].run, group.depth)
            different |= items[index].key ^ items[0].key
        }
        if different != 0 {
            if items.count < 2048 {
                var sorting = items
                sorting.sort { $0.key < $1.key }
            } else {
                RunSorter.sortMany(items, different, &spare)
            }
        }
        let last = UInt64.max >> (64 - bits)
        var start = 0
        for index in 1...items.count where index == items.count || items[index].key != items[start].key {
            if index - start > 1 {
                // Where the last element of the key is missing the runs have ended, and are equal.
                if items[start].key & last == 0 {
                    for place in (start + 1)..<index { items[place].isRepeated = true }
                } else {
                    let first = group.range.lowerBound + start
                    groups.append(Group(range: first..<(first + index - start), depth: group.depth + width))
                }
            }
            start = index
        }
    }

    /// Sorts many items by key, a byte at a time from the lowest; `different` has the bits in which keys differ.
    private static func sortMany(
        _ items: UnsafeMutableBufferPointer<Item>, _ different: UInt64, _ spare: inout [Item]
    ) {
        if spare.count < items.count { spare = [Item](repeating: Item(key: 0, run: 0), count: items.count) }
        spare.withUnsafeMutableBufferPointer { spare in
            var (source, target) = (items, UnsafeMutableBufferPointer(rebasing: spare[..<items.count]))
            for shift in stride(from: UInt64(0), to: 64, by: 8) where different >> shift & 0xFF != 0 {
                withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { places in
                    places.initialize(repeating: 0)
                    for item in source { places[Int(item.key >> shift & 0xFF)] += 1 }
                    var next: UInt32 = 0
                    for digit in places.indices {
                        let count = places[digit]
                        places[digit] = next
                        next += count
                    }
                    for item in source {
                        let digit = Int(item.key >> shift & 0xFF)
                        target[Int(places[digit])] = item
                        places[digit] += 1
                    }
                }
                swap(&source, &target)
            }
            if source.baseAddress != items.baseAddress { _ = items.update(fromContentsOf: source) }
        }
    }

    /// The elements of a run from `depth` on, each one more than it is: 0 stands for none.
    @inline(__always)
    private func key(_ run: UInt32, _ depth: Int) -> UInt64 {
        let end = ends[Int(run)]
        var place = min(start(run) + depth, end)
        var key: UInt64 = 0
        for _ in 0..<width {
            key = key << bits
            if place < end { key |= UInt64(element(place)) + 1 }
            place += 1
        }
        return key
    }

    @inline(__always)
    private func element(_ place: Int) -> UInt32 {
        ranks.isEmpty ? elements[place].raw : ranks[elements[place].row]
    }

    @inline(__always)
    private func start(_ run: UInt32) -> Int { run == 0 ? 0 : ends[Int(run) - 1] }

    /// Sorts a few runs by insertion.
    private func sortFew(_ items: UnsafeMutableBufferPointer<Item>, from depth: Int) {
        for index in items.indices { items[index].key = key(items[index].run, depth) }
        for index in items.indices.dropFirst() {
            let moved = items[index]
            var place = index
            while place > 0, order(moved, items[place - 1], from: depth) < 0 {
                items[place] = items[place - 1]
                place -= 1
            }
            items[place] = moved
        }
        for index in items.indices.dropFirst() where order(items[index - 1], items[index], from: depth) == 0 {
            items[index].isRepeated = true
        }
    }

    /// Below 0 where the left one comes first, 0 where both are the same, by their keys at `depth` and what follows.
    @inline(__always)
    private func order(_ left: Item, _ right: Item, from depth: Int) -> Int {
        if left.key != right.key { return left.key < right.key ? -1 : 1 }
        return order(left.run, right.run, from: depth + width)
    }

    /// Below 0 where the left run comes first, 0 where both are the same.
    private func order(_ left: UInt32, _ right: UInt32, from depth: Int) -> Int {
        let (leftEnd, rightEnd) = (ends[Int(left)], ends[Int(right)])
        var (leftPlace, rightPlace) = (min(start(left) + depth, leftEnd), min(start(right) + depth, rightEnd))
        while leftPlace < leftEnd, rightPlace < rightEnd {
            let (one, other) = (element(leftPlace), element(rightPlace))
            if one != other { return one < other ? -1 : 1 }
            leftPlace += 1
            rightPlace += 1
        }
        return (leftEnd - leftPlace) - (rightEnd - rightPlace)
    }
}
