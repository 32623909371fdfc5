/// The script of a report's page, in its parts. Names get into the page as text nodes, never as markup.
enum ReportScript {
    /// The parts, in the order in which they stand in the page.
    static let parts: [StaticString] = [
        words, model, board, flame, table, neighbors, time, trend, summary, few, page,
    ]
}
