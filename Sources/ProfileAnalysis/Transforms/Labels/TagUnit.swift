/// A unit of a numeric label.
struct TagUnit: Hashable, Sendable {
    /// What units can be converted into each other.
    enum Kind: Sendable {
        case memory
        case time
        /// No unit, or one that nothing is known of.
        case bare
    }

    let kind: Kind
    /// How many bytes or nanoseconds one is.
    let size: Double

    private struct Known {
        let kind: Kind
        let symbol: String
        let names: [String]
        let size: Double
    }

    /// The units that pprof knows (internal/measurement/measurement.go), without Google's GCUs; biggest last.
    private static let known: [Known] = [
        Known(kind: .memory, symbol: "B", names: ["b", "byte"], size: 1),
        Known(kind: .memory, symbol: "kB", names: ["kb", "kbyte", "kilobyte"], size: 1024),
        Known(kind: .memory, symbol: "MB", names: ["mb", "mbyte", "megabyte"], size: 1_048_576),
        Known(kind: .memory, symbol: "GB", names: ["gb", "gbyte", "gigabyte"], size: 1_073_741_824),
        Known(kind: .memory, symbol: "TB", names: ["tb", "tbyte", "terabyte"], size: 1_099_511_627_776),
        Known(kind: .memory, symbol: "PB", names: ["pb", "pbyte", "petabyte"], size: 1_125_899_906_842_624),
        Known(kind: .time, symbol: "ns", names: ["ns", "nanosecond"], size: 1),
        Known(kind: .time, symbol: "us", names: ["us", "μs", "microsecond"], size: 1e3),
        Known(kind: .time, symbol: "ms", names: ["ms", "millisecond"], size: 1e6),
        Known(kind: .time, symbol: "s", names: ["s", "sec", "second"], size: 1e9),
        Known(kind: .time, symbol: "hrs", names: ["hr", "hour"], size: 3.6e12),
    ]

    /// The unit of that name, in upper or lower case, singular or plural.
    init(_ name: String) {
        var singular = name.lowercased()
        if singular.utf8.count > 2, singular.hasSuffix("s") { singular.removeLast() }
        let found = TagUnit.known.first { $0.names.contains(singular) }
        kind = found?.kind ?? .bare
        size = found?.size ?? 1
    }

    /// A number in the biggest unit in which it is at least 1: `4kB`, `1.50s`; a unit that is not known is left off.
    func text(_ number: Int64) -> String {
        guard kind != .bare, number != 0 else { return String(number) }
        let value = Double(number.magnitude) * size
        let units = TagUnit.known.filter { $0.kind == kind }
        guard let unit = units.last(where: { value >= $0.size }) ?? units.first else { return String(number) }
        let hundredths = (value / unit.size * 100).rounded()
        guard hundredths < 1e17 else { return String(number) }
        let (whole, part) = Int64(hundredths).quotientAndRemainder(dividingBy: 100)
        let fraction = part == 0 ? "" : part < 10 ? ".0\(part)" : ".\(part)"
        return (number < 0 ? "-" : "") + "\(whole)\(fraction)\(unit.symbol)"
    }
}
