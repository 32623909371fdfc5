/// Numbers and names as people read them on a terminal.
package enum HumanValue {
    /// A value with a unit of a fitting size: `1.24 s`, `17.0 MiB`, `12 345`.
    package static func text(_ value: Int64, unit: String) -> String {
        switch unit {
        case "nanoseconds": scaled(value, [("s", 1e9), ("ms", 1e6), ("us", 1e3), ("ns", 1)])
        case "microseconds": scaled(value, [("s", 1e6), ("ms", 1e3), ("us", 1)])
        case "milliseconds": scaled(value, [("s", 1e3), ("ms", 1)])
        case "bytes": scaled(value, [("GiB", 1_073_741_824), ("MiB", 1_048_576), ("KiB", 1024), ("B", 1)])
        default: grouped(value)
        }
    }

    /// A part of a whole in percent; `-` where the whole is nothing.
    package static func share(_ value: Int64, of total: Int64) -> String {
        total == 0 ? "-" : fixed(Double(value) / Double(total) * 100, 1) + "%"
    }

    /// A difference with its sign.
    package static func signed(_ value: Int64, unit: String) -> String {
        (value > 0 ? "+" : "") + text(value, unit: unit)
    }

    /// A ratio as a change in percent of the baseline; `new` where there was none.
    package static func change(_ ratio: Double?) -> String {
        guard let ratio else { return "new" }
        return (ratio > 1 ? "+" : "") + fixed((ratio - 1) * 100, 1) + "%"
    }

    /// A text of at most `width` characters: what is too much is cut out of its middle.
    package static func shortened(_ text: String, _ width: Int) -> String {
        guard text.count > width, width > 3 else { return text }
        let head = (width - 1) / 2
        return text.prefix(head) + "…" + text.suffix(width - 1 - head)
    }

    /// A name without anything that a terminal would obey: control and direction characters are spelled out.
    package static func visible(_ name: String) -> String {
        var out = ""
        for scalar in name.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7F...0x9F: out += "\\x" + hex(scalar.value, 2)
            case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: out += "\\u{" + hex(scalar.value, 4) + "}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// A number with `digits` behind the point.
    package static func fixed(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return String(value) }
        var factor = 1.0
        for _ in 0..<digits { factor *= 10 }
        let scaled = Int64((abs(value) * factor).rounded())
        let whole = scaled / Int64(factor)
        let fraction = String(scaled % Int64(factor))
        let sign = value < 0 && scaled != 0 ? "-" : ""
        guard digits > 0 else { return sign + String(whole) }
        return sign + "\(whole)." + String(repeating: "0", count: digits - fraction.count) + fraction
    }

    private static func scaled(_ value: Int64, _ units: [(String, Double)]) -> String {
        let magnitude = Double(value.magnitude)
        let (name, size) = units.first { magnitude >= $0.1 } ?? units[units.count - 1]
        return size == 1 ? "\(value) \(name)" : fixed(Double(value) / size, 2) + " \(name)"
    }

    private static func grouped(_ value: Int64) -> String {
        var out: [Character] = []
        for (index, digit) in String(value.magnitude).reversed().enumerated() {
            if index > 0, index % 3 == 0 { out.append(" ") }
            out.append(digit)
        }
        return (value < 0 ? "-" : "") + String(out.reversed())
    }

    private static func hex(_ value: UInt32, _ width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension String {
    /// The text with blanks in front until it is `width` characters wide.
    package func leftPadded(_ width: Int) -> String {
        String(repeating: " ", count: Swift.max(0, width - count)) + self
    }
}
