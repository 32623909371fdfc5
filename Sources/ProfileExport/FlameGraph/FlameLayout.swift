import ProfileAnalysis
import StackModel

/// Where the frames of a tree are drawn, in units of its values; no recursion, linear in the size of the tree.
///
/// In a comparison a frame is as wide as the larger of its two values, and never narrower than its children side by
/// side, so that what one of the profiles lacks still has a place.
struct FlameLayout {
    /// The drawn nodes, callers before callees, left before right.
    private(set) var order: [Int] = []
    /// How many rows of frames there are.
    private(set) var rows = 0
    /// Whether frames were left out because they are too far from the root.
    private(set) var isCut = false
    /// How many bits positions are shifted right, so that a script can hold them as numbers.
    private let shift: Int64
    private var starts: [Int64]
    private var widths: [Int64]
    private var depths: [Int32]

    /// Lays out `tree`; nodes stand where `places` says, by node, or side by side ordered by name.
    init(_ tree: CallTree, _ options: FlameGraphOptions, places: [Int64]? = nil) {
        let count = tree.count
        starts = places ?? [Int64](repeating: 0, count: count)
        depths = [Int32](repeating: 0, count: count)
        widths = FlameLayout.widths(of: tree, factor: options.factor)
        let whole = widths[0]
        shift = whole >> 52 == 0 ? 0 : 12
        guard whole > 0 else { return }
        let narrowest = Double(whole) * options.minWidthPercent / 100
        let deepest = max(options.maxDepth, 1)
        let children = tree.childrenByName()
        var pending = [0]
        while let node = pending.popLast() {
            order.append(node)
            let depth = Int(depths[node])
            rows = max(rows, depth + 1)
            let ids = children[node].lazy.map { Int($0) }
            var start = starts[node]
            for child in ids {
                depths[child] = depths[node] + 1
                if places != nil { continue }
                starts[child] = start
                start = start.addingSaturated(widths[child])
            }
            for child in ids.reversed() where widths[child] > 0 && !(Double(widths[child]) < narrowest) {
                if depth + 1 < deepest { pending.append(child) } else { isCut = true }
            }
        }
    }

    /// How wide the whole drawing is.
    var whole: Int64 { width(0) }

    /// Where a node starts.
    func start(_ node: Int) -> Int64 { starts[node] >> shift }

    /// How wide a node is.
    func width(_ node: Int) -> Int64 { starts[node].addingSaturated(widths[node]) >> shift - starts[node] >> shift }

    /// How far a node is from the root.
    func depth(_ node: Int) -> Int { Int(depths[node]) }

    private static func widths(of tree: CallTree, factor: Double) -> [Int64] {
        var widths = [Int64](repeating: 0, count: tree.count)
        // Until its own turn comes, a node holds what its children take.
        for node in stride(from: tree.count - 1, through: 0, by: -1) {
            var own = tree.totalValue(node)
            if tree.width > 1 { own = max(own, FlameDifference.scaled(tree.totalValue(node, 1), by: factor)) }
            widths[node] = max(own, widths[node])
            let parent = tree.parent(node)
            if parent >= 0 { widths[parent] = widths[parent].addingSaturated(widths[node]) }
        }
        return widths
    }
}
