/// Where things are on the page, in pixels.
struct FlameGeometry {
    static let rowHeight = 16
    /// What monospaced text of 12 pixels takes for each column.
    static let columnWidth = 7.2
    let top: Int
    let rows: Int
    let inverted: Bool
    /// Width that names are fitted to before a script knows better.
    let width: Int

    /// The page of a drawing.
    init(rows: Int, subtitleLines: Int, _ options: FlameGraphOptions) {
        top = 56 + subtitleLines * 18
        self.rows = rows
        inverted = options.inverted
        width = min(max(options.width ?? 1200, 100), 1_000_000)
    }

    var bottom: Int { top + rows * FlameGeometry.rowHeight }
    var height: Int { bottom + 34 }

    /// The upper edge of a row.
    func y(_ depth: Int) -> Int { top + (inverted ? depth : rows - 1 - depth) * FlameGeometry.rowHeight }

    /// How many columns of text fit into a frame of so many millionths of the drawing.
    func columns(parts: Int64) -> Int {
        let pixels = Double(parts) / 1_000_000 * Double(width) * 0.99
        return pixels < 6 ? 0 : Int((pixels - 6) / FlameGeometry.columnWidth)
    }
}
