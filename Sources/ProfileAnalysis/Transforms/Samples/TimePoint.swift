import StackModel

/// A point in time, as `--from` and `--to` take it.
struct TimePoint: Hashable, Sendable {
    /// Nanoseconds.
    var nanoseconds: Int64
    /// Whether they count from zero of the trace's own clock, and not from the profile's start.
    var isAbsolute: Bool

    /// Nanoseconds by unit; without a unit, seconds.
    private static let units: [(name: String, size: Int64)] = [
        ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("min", 60_000_000_000),
        ("h", 3_600_000_000_000), ("", 1_000_000_000),
    ]

    /// Reads `1.5s`, `250ms`, `2min`, or with `@` in front a time of the trace's clock.
    init?(_ text: Substring) {
        isAbsolute = text.hasPrefix("@")
        let amount = isAbsolute ? text.dropFirst() : text
        let number = amount.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = amount.dropFirst(number.count)
        guard let size = TimePoint.units.first(where: { $0.name == unit })?.size,
            let value = TimePoint.scaled(number, by: size)
        else { return nil }
        nanoseconds = value
    }

    /// The time on the trace's clock.
    func onClock(start: Int64) -> Int64 { isAbsolute ? nanoseconds : start.addingSaturated(nanoseconds) }

    /// Nanoseconds as exact seconds, in the words that `init` reads.
    static func seconds(_ nanoseconds: Int64) -> String {
        let (whole, part) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        let digits = String(1_000_000_000 + part).dropFirst()
        let fraction = digits.reversed().drop { $0 == "0" }.reversed()
        return (nanoseconds < 0 ? "-" : "") + "\(whole)" + (fraction.isEmpty ? "" : "." + String(fraction)) + "s"
    }

    /// A decimal number times `size`; what is smaller than a nanosecond is cut off.
    private static func scaled(_ number: Substring, by size: Int64) -> Int64? {
        let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1].prefix(14) : ""
        guard let first = parts.first, !(first.isEmpty && fraction.isEmpty),
            let whole = Int64(first.isEmpty ? "0" : first), let digits = Int64(fraction.isEmpty ? "0" : fraction)
        else { return nil }
        let (product, overflow) = whole.multipliedReportingOverflow(by: size)
        guard !overflow else { return nil }
        var scale: Int64 = 1
        for _ in 0..<fraction.count { scale *= 10 }
        // Fourteen digits times an hour in nanoseconds need more than 64 bits.
        let wide = digits.multipliedFullWidth(by: size)
        return product.addingSaturated(scale.dividingFullWidth(wide).quotient)
    }
}
