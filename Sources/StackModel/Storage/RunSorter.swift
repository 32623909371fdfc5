/// Sorts runs of numbers as a dictionary sorts words: by their first element, runs that share it by the second, and so
/// on, two elements at a time. Runs of one beginning are then neighbours, which is all that building their tree needs.
///
/// No recursion: runs with millions of elements in common are hostile input like any other.
struct RunSorter {
    /// The elements of all runs, and where each run ends in them.
    let elements: UnsafeBufferPointer<UInt32>
    let ends: UnsafeBufferPointer<Int>

    /// One run, with the two elements that are being compared.
    private struct Item: BitwiseCopyable {
        var key: UInt64
        var run: UInt32
    }

    /// Neighbours in `items` that share their first `depth` elements.
    private struct Group {
        var range: Range<Int>
        var depth: Int
    }

    /// The runs in order.
    func sorted() -> [UInt32] {
        var items = ends.indices.map { Item(key: 0, run: UInt32(truncatingIfNeeded: $0)) }
        items.withUnsafeMutableBufferPointer { items in
            var groups = [Group(range: items.indices, depth: 0)]
            while let group = groups.popLast() {
                let slice = UnsafeMutableBufferPointer(rebasing: items[group.range])
                if slice.count > 8 {
                    split(slice, group, &groups)
                } else {
                    sortFew(slice, from: group.depth)
                }
            }
        }
        return items.map(\.run)
    }

    private func split(_ items: UnsafeMutableBufferPointer<Item>, _ group: Group, _ groups: inout [Group]) {
        var isEven = true
        for index in items.indices {
            items[index].key = key(items[index].run, group.depth)
            isEven = isEven && items[index].key == items[0].key
        }
        if !isEven {
            var sorting = items
            sorting.sort { $0.key < $1.key }
        }
        var start = 0
        for index in 1...items.count where index == items.count || items[index].key != items[start].key {
            // Where the second element is missing the runs have ended, and are equal.
            if index - start > 1, items[start].key & 0xFFFF_FFFF != 0 {
                let first = group.range.lowerBound + start
                groups.append(Group(range: first..<(first + index - start), depth: group.depth + 2))
            }
            start = index
        }
    }

    /// The two elements of a run at `depth`, each one more than it is: 0 stands for none.
    @inline(__always)
    private func key(_ run: UInt32, _ depth: Int) -> UInt64 {
        let start = self.start(run) + depth
        let end = ends[Int(run)]
        let first = start < end ? UInt64(elements[start]) + 1 : 0
        let second = start + 1 < end ? UInt64(elements[start + 1]) + 1 : 0
        return first << 32 | second
    }

    @inline(__always)
    private func start(_ run: UInt32) -> Int { run == 0 ? 0 : ends[Int(run) - 1] }

    /// Sorts a few runs by insertion.
    private func sortFew(_ items: UnsafeMutableBufferPointer<Item>, from depth: Int) {
        for index in items.indices.dropFirst() {
            let moved = items[index]
            var place = index
            while place > 0, precedes(moved.run, items[place - 1].run, from: depth) {
                items[place] = items[place - 1]
                place -= 1
            }
            items[place] = moved
        }
    }

    private func precedes(_ left: UInt32, _ right: UInt32, from depth: Int) -> Bool {
        var (leftPlace, rightPlace) = (start(left) + depth, start(right) + depth)
        let (leftEnd, rightEnd) = (ends[Int(left)], ends[Int(right)])
        while leftPlace < leftEnd, rightPlace < rightEnd {
            if elements[leftPlace] != elements[rightPlace] { return elements[leftPlace] < elements[rightPlace] }
            leftPlace += 1
            rightPlace += 1
        }
        return rightPlace < rightEnd && leftPlace >= leftEnd
    }
}
