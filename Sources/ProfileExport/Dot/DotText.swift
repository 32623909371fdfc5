/// Text in the DOT language.
enum DotText {
    /// `text` as a quoted string that can be nothing else: no quote ends it, no backslash or entity means anything,
    /// control characters are spelled out. (graphviz.org/doc/info/lang.html; escString and entities in labels.)
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in HumanValue.visible(text).unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "&": out += "&amp;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// How the lines of a label are set.
    enum Alignment: String {
        case centred = "\\n"
        case left = "\\l"
    }

    /// Lines of a label, each as harmless as by `quoted`.
    static func quoted(lines: [String], _ alignment: Alignment = .centred) -> String {
        "\"" + lines.map { quoted($0).dropFirst().dropLast() + alignment.rawValue }.joined() + "\""
    }

    /// A colour `0xRRGGBB` as an attribute's value.
    static func color(_ packed: UInt32) -> String {
        let digits = String(packed & 0xFF_FFFF, radix: 16)
        return "\"#" + String(repeating: "0", count: 6 - digits.count) + digits + "\""
    }
}
