import StackModel

/// The call tree of all runs of a comparison while it grows: one value and one sum of squares for each stack and run.
///
/// Like `CallTree`, but it goes through each profile's stack table once, in order, and holds values only where there
/// are some: most places of a tree are on the way to others.
package struct RunTree: ~Copyable {
    package let width: Int
    /// The caller of each place in the tree; place 0 is the root, and `parent < place`.
    private(set) var parents = Column<Int32>()
    private(set) var groups = Column<Int32>()
    /// By place: where its values are; row 0 is that of the root, and of places without values.
    private(set) var rows = Column<Int32>()
    /// By row and run: what was measured with this very stack, and the squared weights of its samples.
    private(set) var values = Column<Int64>()
    private(set) var squares = Column<Double>()
    private var index = ChildIndex()
    /// The place that is looked at first: the runs of a program list most of their stacks in the same order.
    private var cursor = 0

    /// A tree without stacks, for `width` runs.
    package init(width: Int) {
        self.width = width
        parents.append(-1)
        groups.append(-1)
        rows.append(0)
        values.extend(to: width, with: 0)
        squares.extend(to: width, with: 0)
    }

    /// How many places there are, the root included.
    package var count: Int { parents.count }

    /// Adds a profile's values to run `run`; `functionGroups` has the group of each of its functions.
    package mutating func add(_ profile: Profile, _ selection: ValueSelection, groups: [Int32], to run: Int) {
        add(profile, selection, groups: groups) { _ in run }
    }

    /// Adds a profile's values, each row to the run that `run` names for it; nil leaves the row out.
    package mutating func add(
        _ profile: Profile, _ selection: ValueSelection, groups: [Int32], run: (_ row: Int) -> Int?
    ) {
        let places = placesOfStacks(profile, groups)
        let weight = SampleWeight(profile, selection)
        profile.forEachValue(selection) { row, value in
            guard value != 0, let run = run(row), run >= 0, run < width else { return }
            let slot = valueRow(of: Int(places[profile.samples.key(row).stack.row])) * width + run
            values[slot] = values[slot].addingSaturated(value)
            squares[slot] += weight.squares(profile, row, value)
        }
    }

    private mutating func valueRow(of place: Int) -> Int {
        if place == 0 || rows[place] != 0 { return Int(rows[place]) }
        let row = values.count / width
        rows[place] = Int32(truncatingIfNeeded: row)
        values.extend(to: values.count + width, with: 0)
        squares.extend(to: squares.count + width, with: 0)
        return row
    }

    /// The place of every stack of a profile; a stack's caller comes before it, so one loop finds all.
    private mutating func placesOfStacks(_ profile: Profile, _ functionGroups: [Int32]) -> [Int32] {
        var places = [Int32](repeating: 0, count: profile.stacks.count)
        let steps = FrameSteps(profile, functionGroups)
        cursor = 1
        for row in 1..<max(profile.stacks.count, 1) {
            let stack = StackID(row: row)
            let frame = profile.stacks.frame(stack).row
            let parent = places[profile.stacks.parent(stack).row]
            let group = steps.groups[frame]
            let isLeftOff = group < 0 || steps.flags[frame].contains(.root)
            places[row] = isLeftOff ? parent : place(under: parent, group: group)
        }
        return places
    }

    private mutating func place(under parent: Int32, group: Int32) -> Int32 {
        if cursor < parents.count, parents[cursor] == parent, groups[cursor] == group {
            cursor += 1
            return Int32(truncatingIfNeeded: cursor - 1)
        }
        let packed = UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: group))
        let hash = mix(ProcessSeed.value ^ packed, 0x9E37_79B9_7F4A_7C15)
        let found = index.find(under: Int(parent), hash) { parents[$0] == parent && groups[$0] == group }
        if found != 0 {
            cursor = found + 1
            return Int32(truncatingIfNeeded: found)
        }
        let place = parents.count
        parents.append(parent)
        groups.append(group)
        rows.append(0)
        index.append(under: Int(parent), hash)
        return Int32(truncatingIfNeeded: place)
    }
}
