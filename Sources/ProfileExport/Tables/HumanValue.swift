import StackModel

/// Numbers and names as people read them on a terminal.
package enum HumanValue {
    /// A value with a unit of a fitting size: `1.24 s`, `17.0 MiB`, `12 345`.
    package static func text(_ value: Int64, unit: String) -> String {
        switch unit {
        case "count": return grouped(value)
        case "nanoseconds": return scaled(value, ofSize: 1, times)
        case "bytes": return scaled(value, ofSize: 1, sizes)
        default:
            guard let known = MeasureUnit(unit) else { return grouped(value) }
            return scaled(value, ofSize: Double(known.size), known.dimension == .time ? times : sizes)
        }
    }

    private static let times = [("s", 1e9), ("ms", 1e6), ("us", 1e3), ("ns", 1)]
    private static let sizes = [("GiB", 1_073_741_824.0), ("MiB", 1_048_576), ("KiB", 1024), ("B", 1)]

    /// A part of a whole in percent; `-` where the whole is nothing.
    package static func share(_ value: Int64, of total: Int64) -> String {
        total == 0 ? "-" : fixed(Double(value) / Double(total) * 100, 1) + "%"
    }

    /// A part of one as a percentage without a sign: `12.3 %`.
    package static func percent(_ part: Double) -> String { fixed(part * 100, 1) + " %" }

    /// A difference with its sign.
    package static func signed(_ value: Int64, unit: String) -> String {
        (value > 0 ? "+" : "") + text(value, unit: unit)
    }

    /// A ratio as a change in percent of the baseline, from a hundredfold on as a factor; `new` where there was no
    /// baseline.
    package static func change(_ ratio: Double?) -> String {
        guard let ratio else { return "new" }
        if ratio >= 100 { return "x" + (ratio < 1e15 ? fixed(ratio, 0) : String(ratio)) }
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
        var factor = 1.0
        for _ in 0..<digits { factor *= 10 }
        guard abs(value) * factor < 1e18 else { return String(value) }
        let scaled = Int64((abs(value) * factor).rounded())
        let whole = scaled / Int64(factor)
        let fraction = String(scaled % Int64(factor))
        let sign = value < 0 && scaled != 0 ? "-" : ""
        guard digits > 0 else { return sign + String(whole) }
        return sign + "\(whole)." + String(repeating: "0", count: digits - fraction.count) + fraction
    }

    private static func scaled(_ value: Int64, ofSize size: Double, _ units: [(name: String, size: Double)]) -> String {
        let base = Double(value) * size
        let fitting = units.first { abs(base) >= $0.size } ?? units[units.count - 1]
        // What is in the fitting unit already has no digits behind the point.
        if fitting.size == size || value == 0 { return "\(value) \(fitting.name)" }
        return fixed(base / fitting.size, 2) + " \(fitting.name)"
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
    /// The text with blanks in front until it is `width` characters wide, and one at least, so that columns of a table
    /// never touch.
    package func leftPadded(_ width: Int) -> String {
        String(repeating: " ", count: Swift.max(1, width - count)) + self
    }
}
