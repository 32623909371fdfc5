/// What a table may use of the place where it is shown.
package struct TerminalStyle: Sendable {
    /// Characters in a line; nil where lines may be as long as they are.
    package var width: Int?
    package var hasColor = false
    /// Whether shares are drawn as bars.
    package var hasBars = false

    /// Plain text: for files, pipes and other programs.
    package static let plain = TerminalStyle()

    /// A style; what is not given is plain.
    package init(width: Int? = nil, hasColor: Bool = false, hasBars: Bool = false) {
        self.width = width
        self.hasColor = hasColor
        self.hasBars = hasBars
    }

    /// A bar of at most `cells` characters for a share of 0 to 1, blanks behind it; nothing where there are no bars.
    func bar(_ share: Double, _ meaning: Meaning = .bar, cells: Int = 10) -> String {
        guard hasBars else { return "" }
        let eighths = Int((min(max(share, 0), 1) * Double(cells) * 8).rounded())
        let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        let drawn = String(repeating: "█", count: eighths / 8) + partial
        let used = eighths / 8 + (partial.isEmpty ? 0 : 1)
        return " " + paint(drawn, meaning) + String(repeating: " ", count: cells - used)
    }

    /// What a piece of text says.
    enum Meaning: String {
        case bar = "36"
        case heading = "1"
        case more = "31"
        case less = "32"
        case place = "2"
    }

    /// The text in the colour of its meaning, where there are colours.
    func paint(_ text: String, _ meaning: Meaning) -> String {
        hasColor && !text.isEmpty ? "\u{1B}[\(meaning.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// A name and, where there is room for it, its place: in what is left of a line of which `used` characters are
    /// taken. A name that does not fit by itself is cut in its middle.
    func fitted(_ words: FrameWords, indent: String = "", used: Int) -> String {
        let name = indent + words.name
        if words.place.isEmpty { return fitted(name, used: used) }
        let place = "  (\(words.place))"
        guard let width else { return name + place }
        if name.count + place.count <= max(width - used, 12) { return name + paint(place, .place) }
        return fitted(name, used: used)
    }

    /// A name that fits in what is left of a line of which `used` characters are taken.
    func fitted(_ name: String, used: Int) -> String {
        guard let width else { return name }
        return HumanValue.shortened(name, max(width - used, 12))
    }
}
