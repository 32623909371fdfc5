import StackModel
import TraceInput

/// One frame as it is drawn.
struct FlameBox {
    var frame = FrameID.none
    /// Value before and after; a picture of one profile has the first only.
    var values: [Int64] = []
    /// Left edge and width: in counts where the picture has them (inferno's fg:x and fg:w), else in millionths of its
    /// unit of length.
    var start: Int64 = 0
    var width: Int64 = 0
    /// Upper edge, in millionths of a pixel.
    var top: Int64 = 0
    var hasCounts = false
    /// Whether the tooltip told no value, so that the width must.
    var lacksValue = false
    var isAll = false
}

/// All frames of a picture, and what they stand on.
struct FlameBoxes {
    private(set) var boxes: [FlameBox] = []
    /// Frames that stand on nothing.
    private(set) var orphans = 0
    private var isExact = true

    /// Adds a frame.
    mutating func append(_ box: FlameBox) {
        isExact = isExact && box.hasCounts
        boxes.append(box)
    }

    /// The stacks that the boxes make: a box stands on the box of the next row that it lies within.
    mutating func tree(width: Int) -> InclusiveTree {
        if !isExact { measureByValue() }
        var tree = InclusiveTree(width: width)
        var below: [(box: FlameBox, row: Int)] = []
        for row in rows() {
            var placed: [(box: FlameBox, row: Int)] = []
            var candidate = 0
            for box in row {
                let probe = isExact ? box.start : box.start.addingSaturated(box.width / 2)
                while candidate < below.count, below[candidate].box.end <= probe { candidate += 1 }
                let parent = nearest(candidate, below, probe)
                if parent == nil, !below.isEmpty { orphans += 1 }
                placed.append((box, tree.add(box.frame, below: parent, totals: Array(box.values.prefix(width)))))
            }
            below = placed
        }
        return tree
    }

    /// The row on which a box stands whose middle is at `probe`: that of `candidate`, or a neighbour's where rounding
    /// put the box a little beside it.
    private func nearest(_ candidate: Int, _ below: [(box: FlameBox, row: Int)], _ probe: Int64) -> Int? {
        if candidate < below.count, below[candidate].box.start <= probe { return below[candidate].row }
        if isExact { return nil }
        let tolerance: Int64 = 120_000
        var found: (distance: Int64, row: Int)?
        if candidate < below.count {
            found = (below[candidate].box.start.subtractingSaturated(probe), below[candidate].row)
        }
        if candidate > 0 {
            let distance = probe.subtractingSaturated(below[candidate - 1].box.end)
            if distance < found?.distance ?? .max { found = (distance, below[candidate - 1].row) }
        }
        guard let found, found.distance <= tolerance else { return nil }
        return found.row
    }

    /// Widths on paper are rounded, values are not: a box is taken to be as wide as its value, by the widest box.
    private mutating func measureByValue() {
        guard let widest = boxes.filter({ !$0.lacksValue }).max(by: { $0.width < $1.width }), widest.width > 0,
            let most = widest.values.last, most > 0
        else { return }
        let scale = Double(widest.width) / Double(most)
        for index in boxes.indices {
            if boxes[index].lacksValue {
                let value = (Double(boxes[index].width) / scale).nearestInt64
                boxes[index].values = boxes[index].values.map { _ in value }
            } else if let value = boxes[index].values.last {
                boxes[index].width = (Double(value) * scale).nearestInt64
            }
        }
    }

    /// The boxes in rows, the root's row first, each from left to right.
    private func rows() -> [[FlameBox]] {
        let sorted = boxes.sorted { left, right in
            (left.top, left.start, right.width) < (right.top, right.start, left.width)
        }
        var rows: [[FlameBox]] = []
        for box in sorted {
            if rows.last?.last?.top == box.top { rows[rows.count - 1].append(box) } else { rows.append([box]) }
        }
        return FlameBoxes.growsDown(rows) ? rows : rows.reversed()
    }

    /// Whether the root is at the top (an icicle): where only the top row can be a root, by its name or its width.
    private static func growsDown(_ rows: [[FlameBox]]) -> Bool {
        guard let top = rows.first, let bottom = rows.last, rows.count > 1 else { return false }
        let topIsAll = top.count == 1 && top[0].isAll
        let bottomIsAll = bottom.count == 1 && bottom[0].isAll
        if topIsAll != bottomIsAll { return topIsAll }
        return total(top) > total(bottom)
    }

    private static func total(_ row: [FlameBox]) -> Int64 {
        row.reduce(0) { $0.addingSaturated($1.values.last ?? 0) }
    }
}

extension FlameBox {
    /// The right edge.
    var end: Int64 { start.addingSaturated(width) }
}
