import ProfileAnalysis
import StackModel

/// The names of a tree's groups as they stand in folded text, and the order in which that puts siblings.
///
/// A name makes two kinds of text: the start of a line of its own, `NAME VALUE`, and the start of the lines below it,
/// `NAME;CALLEE...`. Which comes first of those of two names the places say, so that siblings are ordered by comparing
/// numbers. Different names may read alike once they are escaped: they share their places.
struct FoldedNames: ~Copyable {
    private var arena = Column<UInt8>()
    private var ends: [Int] = [0]
    /// The place of `NAME ` of group g is `places[2 g]`, that of `NAME;` is `places[2 g + 1]`.
    private var places: [UInt32] = []
    /// Whether some name is that of a group with a blank and more behind it, by group.
    private var goesOn: [Bool] = []

    /// What stands for samples without frames: the "group" behind the last one.
    let noStack: Int

    /// Names and orders the groups of `tree`.
    init(_ tree: CallTree) {
        noStack = tree.groups.count
        for group in 0..<noStack {
            FoldedText.append(tree.groups.name(Int32(truncatingIfNeeded: group)), to: &arena)
            ends.append(arena.count)
        }
        arena.append(ByteView(literal: "[no stack]"))
        ends.append(arena.count)
        (places, goesOn) = FoldedNames.order(FoldedStarts(text: arena.view(0, arena.count), ends: ends))
    }

    /// The place of a line of the group's own; even.
    func linePlace(_ group: Int) -> UInt32 { places[2 * group] }

    /// The place of the lines below the group; odd.
    func branchPlace(_ group: Int) -> UInt32 { places[2 * group + 1] }

    /// Adds a group's name to `target`.
    func append(_ group: Int, to target: inout Column<UInt8>) { target.append(name(group)) }

    private func name(_ group: Int) -> ByteView { arena.view(ends[group], ends[group + 1]) }

    /// Whether the name of `next`, which comes behind that of `group`, is that name with a blank and more behind it: then
    /// the value of the line decides which comes first, and the places do not say.
    func isTie(_ group: Int, _ next: Int) -> Bool {
        guard goesOn[group] else { return false }
        let (name, other) = (name(group), name(next))
        return other.count > name.count && other[name.count] == 0x20 && other.commonPrefix(with: name) == name.count
    }

    private static func order(_ starts: FoldedStarts) -> (places: [UInt32], goesOn: [Bool]) {
        var sorted = (0..<starts.count).map { (prefix: starts.prefix($0), start: $0) }
        sorted.sort { left, right in
            left.prefix == right.prefix ? starts.precedes(left.start, right.start) : left.prefix < right.prefix
        }
        var places = [UInt32](repeating: 0, count: starts.count)
        var goesOn = [Bool](repeating: false, count: starts.count / 2)
        var place: UInt32 = 0
        // Where the run of equal starts began that is being placed.
        var first = 0
        for index in sorted.indices {
            let start = sorted[index].start
            if index > 0, starts.precedes(sorted[index - 1].start, start) {
                place += 2
                if starts.goesOn(sorted[index - 1].start, with: start) {
                    for alike in first..<index { goesOn[sorted[alike].start / 2] = true }
                }
                first = index
            }
            places[start] = place | UInt32(start & 1)
        }
        return (places, goesOn)
    }
}

/// The texts that lines start with: start 2 g is the name of group g with a blank behind it, 2 g + 1 with a semicolon.
private struct FoldedStarts {
    let text: ByteView
    let ends: [Int]

    var count: Int { 2 * (ends.count - 1) }

    /// The first eight bytes as a number that is ordered as they are; no text has a byte of 0.
    func prefix(_ start: Int) -> UInt64 {
        let name = name(start)
        if name.count >= 8 { return name.sortingPrefix }
        var prefix: UInt64 = 0
        for index in 0..<8 {
            let byte = index < name.count ? name[index] : index == name.count ? end(start) : 0
            prefix = prefix << 8 | UInt64(byte)
        }
        return prefix
    }

    func precedes(_ left: Int, _ right: Int) -> Bool {
        let (leftName, rightName) = (name(left), name(right))
        let common = leftName.commonPrefix(with: rightName)
        if common < leftName.count, common < rightName.count { return leftName[common] < rightName[common] }
        if leftName.count == rightName.count { return end(left) < end(right) }
        if common == leftName.count {
            // What is a part of the other's comes first: `a ` before `a b;`.
            return end(left) <= rightName[common]
        }
        return leftName[common] < end(right)
    }

    /// Whether the text of `right` begins with that of `left`, the blank included, and goes on.
    func goesOn(_ left: Int, with right: Int) -> Bool {
        let (leftName, rightName) = (name(left), name(right))
        return end(left) == 0x20 && rightName.count > leftName.count && rightName[leftName.count] == 0x20
            && rightName.commonPrefix(with: leftName) == leftName.count
    }

    private func name(_ start: Int) -> ByteView { text.slice(ends[start / 2], ends[start / 2 + 1]) }

    private func end(_ start: Int) -> UInt8 { start & 1 == 0 ? 0x20 : 0x3B }
}
